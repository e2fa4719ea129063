import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readArguments } from '#server/arguments.ts';
import { StartupError } from '#server/startup-error.ts';

it('is open on this computer and nowhere else, unless told otherwise', () => {
  const registrationOf = (...options: string[]) => readArguments(options).registration;
  expect(registrationOf()).toBe('open');
  for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) {
    expect(registrationOf('--host', host)).toBe('open');
  }
  for (const host of ['0.0.0.0', '::', '192.168.1.20', 'localhost.example']) {
    expect(registrationOf('--host', host)).toBe('invite');
    expect(registrationOf('--host', host, '--registration', 'open')).toBe('open');
  }
  expect(registrationOf('--registration', 'closed')).toBe('closed');
});

it('has a default for everything', () => {
  expect(readArguments([])).toMatchObject({
    port: 8000,
    host: '127.0.0.1',
    name: 'Future Talk',
    logLevel: 'warn',
    json: false,
    keySource: { from: 'key-file' },
    corsOrigins: [],
    sendAllowance: { requests: 120, seconds: 10 },
  });
  expect(readArguments([]).data).toBe(resolve(readArguments([]).data));
});

it('reads what it is given', () => {
  const options = [
    ...['--port=0', '--host', '0.0.0.0', '--data', 'some/where', '--name', 'Bridge'],
    ...['--registration', 'closed', '--log-level', 'debug', '--json', '--send-limit', '7'],
    ...['--cors-origin', 'https://one.example/path', '--cors-origin', 'http://two.example:81'],
    ...['--passphrase-file', 'secret'],
  ];
  expect(readArguments(options)).toMatchObject({
    port: 0,
    host: '0.0.0.0',
    data: resolve('some/where'),
    name: 'Bridge',
    registration: 'closed',
    logLevel: 'debug',
    json: true,
    keySource: { from: 'passphrase', file: 'secret' },
    corsOrigins: ['https://one.example', 'http://two.example:81'],
    sendAllowance: { requests: 7 },
  });
});

it.each([
  [['--colour', 'blue'], /^Unknown option '--colour'; --help shows the options$/],
  [['surprise'], /^Unexpected argument 'surprise'; --help shows the options$/],
  [['--port'], /^Option '--port <value>' argument missing/],
  [['--json=yes'], /^Option '--json' does not take an argument/],
  [['--port', '65536'], /^--port takes a whole number from 0 to 65535, not "65536"$/],
  [['--port', 'http'], /^--port takes a whole number/],
  [['--port', '8000.5'], /^--port takes a whole number/],
  [['--port=-1'], /^--port takes a whole number/],
  [['--registration', 'maybe'], /^--registration takes one of open, invite, closed, not "maybe"$/],
  [['--log-level', 'loud'], /^--log-level takes one of/],
  [['--cors-origin', 'intranet'], /^--cors-origin takes an origin/],
  [['--cors-origin', 'file:///etc'], /^--cors-origin takes an origin/],
  [['--send-limit', '0'], /^--send-limit takes a whole number/],
  [['--key-stdin', '--passphrase-file', 'x'], /^Give either --passphrase-file or --key-stdin/],
  [['--key-stdin', '--recovery-key-file', 'x'], /^Give either --recovery-key-file or --key-stdin/],
])('refuses %j in one sentence', (options, sentence) => {
  let refused: unknown;
  try {
    readArguments(options);
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(StartupError);
  expect((refused as Error).message).toMatch(sentence);
  expect((refused as Error).message).not.toContain('\n');
});
