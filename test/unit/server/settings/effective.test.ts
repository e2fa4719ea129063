import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readArguments } from '#server/arguments.ts';
import { EffectiveSettings } from '#server/settings/effective.ts';
import { StartupError } from '#server/startup-error.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'future-talk-settings-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(content: string, name = 'server.toml'): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(StartupError);
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

it('a flag goes before a variable, that before the file, that before the default', () => {
  const config = write('port = 1001\nname = "File"\nsend-limit = 7\nplain-api = true\n');
  const environment = { FUTURE_TALK_PORT: '1002', FUTURE_TALK_NAME: 'Variable' };
  const flags = ['--config', config, '--port', '1003', '--no-plain-api'];
  expect(readArguments(flags, environment)).toMatchObject({
    port: 1003,
    name: 'Variable',
    sendAllowance: { requests: 7 },
    plainApi: false,
    host: '127.0.0.1',
  });
});

it('finds the file in the data folder by itself', () => {
  write('name = "Workshop"\nhost = "0.0.0.0"\ncors-origin = ["https://one.example"]\n');
  const found = readArguments(['--data', folder], {});
  expect(found).toMatchObject({
    data: folder,
    name: 'Workshop',
    registration: 'invite',
    corsOrigins: ['https://one.example'],
  });
  expect(readArguments([], { FUTURE_TALK_DATA: folder }).name).toBe('Workshop');
});

it('begins paths in the file at its folder, and lists in the environment by commas', () => {
  mkdirSync(join(folder, 'etc'));
  const config = write('data = "../data"\npassphrase-file = "secret"\n', 'etc/chat.toml');
  const environment = {
    FUTURE_TALK_CONFIG: config,
    FUTURE_TALK_ALLOWED_HOST: 'chat.example, talk.example',
    FUTURE_TALK_PORT: '',
  };
  expect(readArguments([], environment)).toMatchObject({
    data: join(folder, 'data'),
    keySource: { from: 'passphrase', file: join(folder, 'etc/secret') },
    allowedHosts: ['chat.example', 'talk.example'],
    port: 8000,
  });
});

it('lets a stronger place name another kind of key', () => {
  const config = write('passphrase-file = "secret"\n');
  const key = (flags: string[], environment = {}) =>
    readArguments(['--config', config, ...flags], environment).keySource;
  expect(key(['--key-stdin'])).toEqual({ from: 'standard-input' });
  expect(key([], { FUTURE_TALK_RECOVERY_KEY_FILE: 'r' })).toEqual({
    from: 'recovery-key',
    file: 'r',
  });
  const both = { FUTURE_TALK_RECOVERY_KEY_FILE: 'r', FUTURE_TALK_PASSPHRASE_FILE: 'p' };
  expect(refusal(() => key([], both))).toMatch(/^Give either/);
});

it.each([
  ['name = "A"\n\nprot = 8000\n', 'line 3: there is no setting "prot"; "config --help" lists them'],
  ['[server]\nport = 8000\n', 'line 1: there is no setting "server"; "config --help" lists them'],
  ['name = "A"\nport = \n', 'line 2: '],
  ['port = 1\nport = 2\n', 'line 2: '],
  ['name = "A"\nport = ["1"]\n', 'line 2: port takes one value'],
  ['cors-origin = [["x"]]\n', 'line 1: cors-origin takes a list of texts'],
])('refuses a file with the line: %j', (content, sentence) => {
  const config = write(content);
  expect(refusal(() => readArguments(['--config', config], {}))).toContain(
    `${config}, ${sentence}`,
  );
});

it('names the place of a value that means nothing', () => {
  const config = write('# ours\nport = 70000\n');
  const fromFile = refusal(() => readArguments(['--config', config], {}));
  expect(fromFile).toBe(
    `port (${config}, line 2) takes a whole number from 0 to 65535, not "70000"`,
  );
  const fromVariable = refusal(() => readArguments([], { FUTURE_TALK_ANNOUNCE: 'perhaps' }));
  expect(fromVariable).toBe('FUTURE_TALK_ANNOUNCE takes true or false, not "perhaps"');
  const missing = refusal(() => readArguments(['--config', join(folder, 'none')], {}));
  expect(missing).toMatch(/^The configuration file .* cannot be read$/);
  write('data = "elsewhere"\n');
  expect(refusal(() => readArguments(['--data', folder], {}))).toMatch(
    /line 1: a configuration file in the data folder cannot name another one$/,
  );
});

it('tells variables that mean nothing', () => {
  const environment = { FUTURE_TALK_PRT: '1', FUTURE_TALK_NODE: 'node', FUTURE_TALK_PORT: '1' };
  expect(new EffectiveSettings({}, environment).unknownVariables).toEqual(['FUTURE_TALK_PRT']);
});
