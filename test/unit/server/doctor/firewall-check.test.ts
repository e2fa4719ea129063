import { expect, it } from 'vitest';
import { firewallCheck } from '#server/doctor/firewall-check.ts';
import { found, told } from './support/context.ts';

const netsh = 'netsh advfirewall show currentprofile';
/** In the form that Windows 11 prints it in, not recorded there; but for what comes after the first lines. */
const profile = (name: string) => `
${name} Profile Settings: 
----------------------------------------------------------------------
State                                 ON
Firewall Policy                       BlockInbound,AllowOutbound
LocalFirewallRules                    N/A (GPO-store only)
LocalConSecRules                      N/A (GPO-store only)
InboundUserNotification               Enable
RemoteManagement                      Disable
Ok.
`;
const macTool = '/usr/libexec/ApplicationFirewall/socketfilterfw';
const ruleset = (policy: string) => `table inet filter {
	chain input {
		type filter hook input priority filter; policy ${policy};
		ct state established,related accept
		iifname "lo" accept
	}
	chain forward {
		type filter hook forward priority filter; policy drop;
	}
}
`;

it.each([
  ['win32', { [netsh]: profile('Public') }, /note: This network is a public one.*localport=8123;/],
  ['win32', { [netsh]: profile('Private') }, /note: .* asks once, and lets others in on private/],
  ['win32', {}, /note: .* asks once, and lets others in on private/],
  [
    'darwin',
    { [`${macTool} --getglobalstate`]: 'Firewall is enabled. (State = 1)\n' },
    /note: The firewall of macOS is on\. sudo .*socketfilterfw --add "/,
  ],
  [
    'darwin',
    { [`${macTool} --getglobalstate`]: 'Firewall is disabled. (State = 0)\n' },
    /^ok: No firewall was found/,
  ],
  ['darwin', {}, /^ok: No firewall was found/],
  [
    'linux',
    { 'firewall-cmd --state': 'running\n' },
    /^note: firewalld is on\. .*--add-port=8123\/tcp; .*--add-port=5353\/udp; .*--reload$/,
  ],
  [
    'linux',
    { 'nft list ruleset': ruleset('drop') },
    /^note: nftables drops what no rule lets in\. .*tcp dport 8123 accept/,
  ],
  ['linux', { 'nft list ruleset': ruleset('accept') }, /^ok: No firewall was found/],
  ['linux', {}, /^ok: No firewall was found/],
] as const)('on %s, by what its programs print: %j', async (platform, printed, expected) => {
  const options = ['--host', '0.0.0.0', '--port', '8123'];
  const findings = await found(firewallCheck, { options, platform, printed, files: {} });
  expect(told(findings)).toMatch(expected);
});

it('knows ufw by its file, and whether it is on', async () => {
  const options = ['--host', '0.0.0.0', '--port', '8123'];
  const ufw = async (enabled: string) => {
    const files = {
      '/etc/ufw/ufw.conf': `# /etc/ufw/ufw.conf\n\nENABLED=${enabled}\nLOGLEVEL=low\n`,
    };
    return told(await found(firewallCheck, { options, files }));
  };
  expect(await ufw('yes')).toBe('note: ufw is on. ufw allow 8123/tcp; ufw allow 5353/udp');
  expect(await ufw('no')).toMatch(/^ok: No firewall/);
});

it.each(['127.0.0.1', '::1', 'localhost'])('is asked of no firewall on %s', async (host) => {
  const printed = { 'firewall-cmd --state': 'running\n' };
  const findings = await found(firewallCheck, { options: ['--host', host], printed, files: {} });
  expect(told(findings)).toMatch(/^ok: Nobody is to reach the server from elsewhere/);
});
