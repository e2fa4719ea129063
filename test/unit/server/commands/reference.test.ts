import { expect, it } from 'vitest';
import { commands, help, typedCommand } from '#server/commands/command-list.ts';
import { referencePage, writtenPage } from '../../../../scripts/reference.mjs';

it('the page of commands and settings is what the server itself says', async () => {
  expect(writtenPage()).toBe(await referencePage());
});

it('every command explains itself within a hundred characters a line', () => {
  for (const { name, groups } of commands) {
    const said = help([...name.split(' '), '--help']);
    expect(said).toContain(`Usage: future-talk-server ${name}`);
    for (const { options } of groups) {
      for (const option of Object.keys(options))
        expect(said).toMatch(new RegExp(`--(no-)?${option}`));
    }
    expect(said.split('\n').filter((line) => line.length > 100)).toEqual([]);
  }
});

it('all are listed, and what is no command is an option of serving', () => {
  const said = help(['--help']);
  for (const { name, summary } of commands) {
    expect(said).toMatch(new RegExp(`^ {2}${name} +${summary}`, 'm'));
  }
  expect(said).toContain('--port NUMBER');
  expect(typedCommand(['--port', '0'])).toMatchObject({
    command: { name: 'serve' },
    argv: ['--port', '0'],
  });
});
