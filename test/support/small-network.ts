import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const thisComputer = 'here';

/**
 * A switch with computers on its ports, made of network namespaces. Linux's root only; the
 * Debian package is iproute2. To be removed when the test is over.
 */
export class SmallNetwork {
  /** Unique on this computer, and short: an interface's name has 15 letters at most. */
  readonly #prefix = `ft${String(process.pid)}`;
  readonly #subnet: string;
  readonly #switch: string;
  readonly #computers: string[] = [];
  readonly #ports = new Map<string, string>();
  #connected = 0;

  /** @param subnet the first three numbers of its addresses, such as `10.77.1` */
  constructor(subnet: string) {
    removeRemains();
    this.#subnet = subnet;
    this.#switch = this.#namespace('switch');
    ip('netns', 'add', this.#switch);
    ip('-n', this.#switch, 'link', 'add', 'bridge', 'type', 'bridge');
    ip('-n', this.#switch, 'link', 'set', 'bridge', 'up');
  }

  /** A computer of its own on the switch; answers its address. */
  addComputer(name: string): string {
    this.addLoneComputer(name);
    return this.connect(name);
  }

  /** A computer that is on no network. */
  addLoneComputer(name: string): void {
    ip('netns', 'add', this.#namespace(name));
    this.#computers.push(name);
    ip('-n', this.#namespace(name), 'link', 'set', 'lo', 'up');
  }

  /** Gives a computer a cable to the switch; answers its address. */
  connect(name: string): string {
    return this.#connect(name, this.#namespace(name));
  }

  /** Puts the computer that runs the test on the switch, beside its own networks. */
  addThisComputer(): { interface: string; address: string } {
    const address = this.#connect(thisComputer, null);
    return { interface: this.#cableOf(thisComputer), address };
  }

  /** Takes it from the switch for good. */
  removeThisComputer(): void {
    ip('link', 'del', this.#cableOf(thisComputer));
    this.#ports.delete(thisComputer);
  }

  /** What goes before a command that is to run on a computer. */
  on(name: string): string[] {
    return ['ip', 'netns', 'exec', this.#namespace(name)];
  }

  /** As many access points do: multicast does not get from one port to another. */
  setMulticast(passes: boolean): void {
    for (const port of this.#ports.values()) {
      const flood = ['mcast_flood', passes ? 'on' : 'off'];
      ip('-n', this.#switch, 'link', 'set', port, 'type', 'bridge_slave', ...flood);
    }
  }

  /** Pulls a computer's cable, or plugs it in again. */
  setCable(name: string, plugged: boolean): void {
    const port = this.#ports.get(name);
    if (port === undefined) throw new Error(`no computer ${name}`);
    ip('-n', this.#switch, 'link', 'set', port, plugged ? 'up' : 'down');
  }

  /**
   * The cables go with the namespaces at their ends, but some time later: the one that ends at this
   * computer would stand in the way of the next network's.
   */
  remove(): void {
    if (this.#ports.has(thisComputer)) this.removeThisComputer();
    for (const name of this.#computers) ip('netns', 'del', this.#namespace(name));
    ip('netns', 'del', this.#switch);
  }

  #connect(name: string, namespace: string | null): string {
    const port = `port-${name}`;
    this.#ports.set(name, port);
    this.#connected += 1;
    const cable = this.#cableOf(name);
    const address = `${this.#subnet}.${String(this.#connected)}`;
    const at = namespace === null ? [] : ['-n', namespace];
    const farEnd = ['peer', 'name', port, 'netns', this.#switch];
    ip(...at, 'link', 'add', cable, 'type', 'veth', ...farEnd);
    ip('-n', this.#switch, 'link', 'set', port, 'master', 'bridge', 'up');
    ip(...at, 'addr', 'add', `${address}/24`, 'dev', cable);
    ip(...at, 'link', 'set', cable, 'up');
    return address;
  }

  #cableOf(name: string): string {
    return `${this.#prefix}-${name}`;
  }

  #namespace(name: string): string {
    return `${this.#prefix}-${name}`;
  }
}

/**
 * A test that was killed has left its network, and with it this computer's way to addresses that the next
 * one gives to others.
 */
function removeRemains(): void {
  const links = namesOf(ip('-oneline', 'link', 'show', 'type', 'veth'), /^\d+: (ft\d+-[^@:]+)/gm);
  for (const link of links.filter(isRemains)) ip('link', 'del', link);
  const namespaces = namesOf(ip('netns', 'list'), /^(ft\d+-\S+)/gm);
  for (const namespace of namespaces.filter(isRemains)) ip('netns', 'del', namespace);
}

function namesOf(listing: string, name: RegExp): string[] {
  return [...listing.matchAll(name)].map(([, found = '']) => found);
}

/** Whether the process that it is named after is no more. */
function isRemains(name: string): boolean {
  return !existsSync(`/proc/${String(Number.parseInt(name.slice(2), 10))}`);
}

function ip(...args: string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
