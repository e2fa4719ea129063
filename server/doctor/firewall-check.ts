import { isLoopback } from '../arguments.ts';
import type { Computer } from './computer.ts';
import { note, ok } from './finding.ts';
import type { Check, DoctorContext, Finding } from './finding.ts';

const announcementPort = '5353/udp';

/** Which firewall may keep others out, and what would let them in. Whether it does, it cannot be asked. */
export const firewallCheck: Check = {
  name: 'firewall',
  async look({ settings, computer }: DoctorContext): Promise<Finding[]> {
    const { host, port } = settings;
    if (isLoopback(host)) return [ok('Nobody is to reach the server from elsewhere')];
    const found = await firewalls(computer, port);
    return found.length > 0 ? found : [ok('No firewall was found that is at work')];
  },
};

async function firewalls(computer: Computer, port: number): Promise<Finding[]> {
  const number = String(port);
  switch (computer.platform) {
    case 'win32':
      return windowsFirewall(computer, number);
    case 'darwin':
      return macFirewall(computer);
    default:
      return [
        ...ufw(computer, number),
        ...(await firewalld(computer, number)),
        ...(await nftables(computer, number)),
      ];
  }
}

function ufw({ read }: Computer, port: string): Finding[] {
  if (!/^ENABLED=yes$/m.test(read('/etc/ufw/ufw.conf'))) return [];
  return [note('ufw is on', `ufw allow ${port}/tcp; ufw allow ${announcementPort}`)];
}

async function firewalld({ run }: Computer, port: string): Promise<Finding[]> {
  if ((await run('firewall-cmd', '--state'))?.trim() !== 'running') return [];
  const add = (each: string) => `firewall-cmd --permanent --add-port=${each}`;
  const todo = `${add(`${port}/tcp`)}; ${add(announcementPort)}; firewall-cmd --reload`;
  return [note('firewalld is on', todo)];
}

async function nftables({ run }: Computer, port: string): Promise<Finding[]> {
  const rules = await run('nft', 'list', 'ruleset');
  const isClosed = /hook input[^}]*policy drop/s.test(rules ?? '');
  if (!isClosed) return [];
  return [
    note(
      'nftables drops what no rule lets in',
      `A rule in the input chain: tcp dport ${port} accept; udp dport 5353 accept`,
    ),
  ];
}

async function windowsFirewall({ run }: Computer, port: string): Promise<Finding[]> {
  const said = await run('netsh', 'advfirewall', 'show', 'currentprofile');
  return [
    note(
      /public/i.test(said ?? '')
        ? 'This network is a public one to Windows, whose firewall lets nobody in'
        : 'The firewall of Windows asks once, and lets others in on private networks only',
      'As administrator: netsh advfirewall firewall add rule name="Future Talk" dir=in action=allow ' +
        `protocol=TCP localport=${port}; make the network a private one in its settings`,
    ),
  ];
}

async function macFirewall({ run }: Computer): Promise<Finding[]> {
  const tool = '/usr/libexec/ApplicationFirewall/socketfilterfw';
  const said = await run(tool, '--getglobalstate');
  if (!/enabled/i.test(said ?? '')) return [];
  return [note('The firewall of macOS is on', `sudo ${tool} --add "${process.execPath}"`)];
}
