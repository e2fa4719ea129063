import type { ServiceCommand } from './service-command.ts';

/** What a service is called where; that must not change: what is installed is found by it. */
export interface ServiceNames {
  unit: string;
  agent: string;
  task: string;
  /** How soon it is started again after it has failed. */
  restartAfterSeconds: number;
}

export const serverService: ServiceNames = {
  unit: 'future-talk-server.service',
  agent: 'org.futuretalk.server',
  task: 'Future Talk server',
  restartAfterSeconds: 2,
};

export const standbyService: ServiceNames = {
  unit: 'future-talk-standby.service',
  agent: 'org.futuretalk.standby',
  task: 'Future Talk standby',
  // One that the other computer has ended is not to ask it often.
  restartAfterSeconds: 30,
};

/** A unit of the person's own systemd, which starts with the computer where the person lingers. */
export function systemdUnit(names: ServiceNames, { command, logFile }: ServiceCommand): string {
  // The colon: nothing in the line is a variable.
  const line = command.map(systemdWord).join(' ');
  return [
    '[Unit]',
    `Description=${names.task}`,
    '',
    '[Service]',
    `ExecStart=:${line}`,
    `StandardOutput=append:${systemdPath(logFile)}`,
    'StandardError=inherit',
    'Restart=on-failure',
    `RestartSec=${String(names.restartAfterSeconds)}`,
    'UMask=0077',
    'NoNewPrivileges=yes',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n');
}

/** A property list of macOS' launchd. */
export function launchAgent(names: ServiceNames, { command, logFile }: ServiceCommand): string {
  const words = command.map((word) => `      <string>${xml(word)}</string>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '  <dict>',
    '    <key>Label</key>',
    `    <string>${names.agent}</string>`,
    '    <key>ProgramArguments</key>',
    '    <array>',
    ...words,
    '    </array>',
    '    <key>RunAtLoad</key>',
    '    <true/>',
    '    <key>KeepAlive</key>',
    '    <dict>',
    '      <key>SuccessfulExit</key>',
    '      <false/>',
    '    </dict>',
    '    <key>StandardErrorPath</key>',
    `    <string>${xml(logFile)}</string>`,
    '  </dict>',
    '</plist>',
    '',
  ].join('\n');
}

/** A task of Windows' scheduler: from sign-in on, without a window, and started again if it fails. */
export function scheduledTask({ command: [program, ...rest] }: ServiceCommand): string {
  return [
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    '  <Triggers><LogonTrigger><Enabled>true</Enabled></LogonTrigger></Triggers>',
    '  <Settings>',
    '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>',
    '    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>',
    '    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>',
    '    <Hidden>true</Hidden>',
    '    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>',
    '    <RestartOnFailure><Interval>PT1M</Interval><Count>100</Count></RestartOnFailure>',
    '  </Settings>',
    '  <Actions>',
    '    <Exec>',
    `      <Command>${xml(program)}</Command>`,
    `      <Arguments>${xml(rest.map(windowsWord).join(' '))}</Arguments>`,
    '    </Exec>',
    '  </Actions>',
    '</Task>',
    '',
  ].join('\r\n');
}

/** Quoted as in C, by systemd.syntax(7); a percent sign would begin a specifier. */
function systemdWord(word: string): string {
  const escaped = word
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\t', String.raw`\t`);
  return `"${escaped.replaceAll('%', '%%')}"`;
}

/** Paths of output are not quoted: all up to the end of the line. */
function systemdPath(file: string): string {
  return file.replaceAll('%', '%%');
}

/** Quoted as the programs of Windows take their command line apart. */
function windowsWord(word: string): string {
  return `"${word.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\+)$/, '$1$1')}"`;
}

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;');
}
