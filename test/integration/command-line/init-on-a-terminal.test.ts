import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderForTest, serverEntry } from '../../support/server-process.ts';

it('asks on a terminal for what no flag says', async () => {
  const data = join(folderForTest(), 'data');
  const command = `'${process.execPath}' '${serverEntry}' init --data '${data}' --port 8001`;
  const terminal = spawn('script', ['-qec', command, '/dev/null'], {
    // Questions without the codes that move a cursor.
    env: { ...process.env, TERM: 'dumb' },
  });
  let shown = '';
  const answers: [RegExp, string][] = [
    [/name: .*\] $/s, 'Workshop\n'],
    [/host: .*\] $/s, '0.0.0.0\n'],
    [/registration: .*\] $/s, '\n'],
  ];
  terminal.stdout.on('data', (text: Buffer) => {
    shown += text.toString();
    const [next] = answers;
    if (next?.[0].test(shown) !== true) return;
    answers.shift();
    shown = '';
    terminal.stdin.write(next[1]);
  });
  const [code] = (await once(terminal, 'close')) as [number];
  expect({ code, left: answers }).toEqual({ code: 0, left: [] });
  const written = readFileSync(join(data, 'server.toml'), 'utf8');
  expect(written).toMatch(/^name = "Workshop"$/m);
  expect(written).toMatch(/^host = "0\.0\.0\.0"$/m);
  expect(written).toMatch(/^port = 8001$/m);
  expect(written).toMatch(/^#registration =$/m);
});
