import { serverSettings } from '../arguments.ts';
import { ProgressLine } from '../backup/progress-line.ts';
import type { Command } from '../commands/command.ts';
import { helpOption, readOptions } from '../commands/options.ts';
import { currentKeyGroup, currentKeyOptions, jsonOption } from '../keys/key-arguments.ts';
import { InputLines } from '../keys/input-lines.ts';
import { write } from '../keys/standard-output.ts';
import { askRunningServer } from '../local-admin/ask-running-server.ts';
import { settings } from '../settings/declared.ts';
import { EffectiveSettings } from '../settings/effective.ts';
import { asOptions, configOption } from '../settings/options.ts';
import { certificateCheck } from './certificate-check.ts';
import { clockCheck } from './clock-check.ts';
import { thisComputer } from './computer.ts';
import { diskCheck } from './disk-check.ts';
import { problem } from './finding.ts';
import type { Check, DoctorContext, Finding } from './finding.ts';
import { firewallCheck } from './firewall-check.ts';
import { keyCheck } from './key-check.ts';
import { multicastCheck } from './multicast-check.ts';
import { portCheck } from './port-check.ts';
import { programCheck } from './program-check.ts';

const checks: readonly Check[] = [
  programCheck,
  portCheck,
  firewallCheck,
  multicastCheck,
  clockCheck,
  diskCheck,
  certificateCheck,
  keyCheck,
];

/** So that scripts can tell a sick server from a command that could not be carried out. */
export const problemsExitCode = 2;

const options = {
  ...asOptions(settings),
  ...configOption,
  ...currentKeyOptions,
  ...jsonOption,
  ...helpOption,
};

export const doctorCommand: Command = {
  name: 'doctor',
  words: [],
  summary: 'look whether all is well on this computer, and say what to do',
  about: `Looks at the program, the port, the firewall, multicast, the clock, the disk, the certificate,
    the key and the database, as a server with these options would meet them, and says what to do. It
    changes nothing, and may be used while the server runs. Exits with 2 where it found a problem that
    keeps the server from its work.`,
  groups: [
    {
      title: '',
      options: { ...asOptions(settings), ...configOption, ...jsonOption, ...helpOption },
    },
    currentKeyGroup,
  ],
  run: examine,
};

type NamedFinding = Finding & { check: string };

async function examine(argv: readonly string[]): Promise<void> {
  const { values } = readOptions(options, argv);
  const isJson = values.json ?? false;
  const input = new InputLines(process.stdin);
  const progress = new ProgressLine(process.stderr, isJson);
  try {
    const effective = new EffectiveSettings(values);
    const server = serverSettings(effective, values);
    const fromInput = server.keySource.from.endsWith('standard-input');
    const findings = await lookAtAll({
      computer: thisComputer,
      settings: server,
      configFile: effective.configFile,
      unknownVariables: effective.unknownVariables,
      keyLine: fromInput ? await input.next() : '',
      served: await askRunningServer(server.data, 'status', {}),
      // Only on a terminal: what is read by programs is the findings.
      onProgress: (done) => {
        if (process.stderr.isTTY && !isJson) progress.show({ step: 'checking', done });
      },
    });
    progress.end();
    await write(isJson ? `${JSON.stringify({ event: 'doctor', findings })}\n` : shown(findings));
    if (findings.some(({ severity }) => severity === 'problem'))
      process.exitCode = problemsExitCode;
  } finally {
    input.close();
  }
}

async function lookAtAll(context: DoctorContext): Promise<NamedFinding[]> {
  const findings: NamedFinding[] = [];
  for (const check of checks) {
    const found = await check.look(context).catch((cause: unknown) => [
      // One thing that cannot be looked at keeps nobody from looking at the others.
      problem(
        `This could not be looked at: ${String(cause)}`,
        'Try again as whoever runs the server',
      ),
    ]);
    findings.push(...found.map((each) => ({ check: check.name, ...each })));
  }
  return findings;
}

function shown(findings: readonly NamedFinding[]): string {
  const lines = findings.flatMap(({ check, severity, says, todo }) => [
    `${severity.padEnd(8)} ${check.padEnd(12)} ${says}`,
    ...(todo === undefined ? [] : [`${' '.repeat(22)}${todo}`]),
  ]);
  const count = (wanted: string) => findings.filter(({ severity }) => severity === wanted).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  const all =
    problems + warnings === 0
      ? 'All is well'
      : `Problems: ${String(problems)}, warnings: ${String(warnings)}`;
  return `${[...lines, '', all].join('\n')}\n`;
}
