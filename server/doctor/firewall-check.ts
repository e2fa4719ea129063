import { readFileSync } from 'node:fs';
import { isLoopback } from '../arguments.ts';
import { note, ok } from './finding.ts';
import type { Check, DoctorContext, Finding } from './finding.ts';
import { runTool } from './run-tool.ts';

const announcementPort = '5353/udp';

/** Which firewall may keep others out, and what would let them in. Whether it does, it cannot be asked. */
export const firewallCheck: Check = {
  name: 'firewall',
  async look({ settings }: DoctorContext): Promise<Finding[]> {
    const { host, port } = settings;
    if (isLoopback(host)) return [ok('Nobody is to reach the server from elsewhere')];
    const found = await firewalls(`${String(port)}/tcp`);
    return found.length > 0 ? found : [ok('No firewall was found that is at work')];
  },
};

async function firewalls(port: string): Promise<Finding[]> {
  switch (process.platform) {
    case 'win32':
      return windowsFirewall(port);
    case 'darwin':
      return macFirewall();
    default:
      return [...ufw(port), ...(await firewalld(port)), ...(await nftables(port))];
  }
}

function ufw(port: string): Finding[] {
  if (!/^ENABLED=yes$/m.test(readOrEmpty('/etc/ufw/ufw.conf'))) return [];
  return [note('ufw is on', `ufw allow ${port}; ufw allow ${announcementPort}`)];
}

async function firewalld(port: string): Promise<Finding[]> {
  if ((await runTool('firewall-cmd', '--state'))?.trim() !== 'running') return [];
  const add = (each: string) => `firewall-cmd --permanent --add-port=${each}`;
  return [note('firewalld is on', `${add(port)}; ${add(announcementPort)}; firewall-cmd --reload`)];
}

async function nftables(port: string): Promise<Finding[]> {
  const rules = await runTool('nft', 'list', 'ruleset');
  const isClosed = /hook input[^}]*policy drop/s.test(rules ?? '');
  if (!isClosed) return [];
  const [number] = port.split('/');
  return [
    note(
      'nftables drops what no rule lets in',
      `A rule in the input chain: tcp dport ${number ?? ''} accept; udp dport 5353 accept`,
    ),
  ];
}

async function windowsFirewall(port: string): Promise<Finding[]> {
  const said = await runTool('netsh', 'advfirewall', 'show', 'currentprofile');
  const [number] = port.split('/');
  return [
    note(
      /public/i.test(said ?? '')
        ? 'This network is a public one to Windows, whose firewall lets nobody in'
        : 'The firewall of Windows asks once, and lets others in on private networks only',
      'As administrator: netsh advfirewall firewall add rule name="Future Talk" dir=in action=allow ' +
        `protocol=TCP localport=${number ?? ''}; make the network a private one in its settings`,
    ),
  ];
}

async function macFirewall(): Promise<Finding[]> {
  const tool = '/usr/libexec/ApplicationFirewall/socketfilterfw';
  const said = await runTool(tool, '--getglobalstate');
  if (!/enabled/i.test(said ?? '')) return [];
  return [note('The firewall of macOS is on', `sudo ${tool} --add "${process.execPath}"`)];
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as { code?: string }).code === undefined) throw cause;
    return '';
  }
}
