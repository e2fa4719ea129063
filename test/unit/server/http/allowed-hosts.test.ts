import { expect, it } from 'vitest';
import { AllowedHosts } from '#server/http/allowed-hosts.ts';

const hosts = new AllowedHosts(['Chat.Example'], 'Bridge-PC');

it.each([
  ...['localhost', '127.0.0.1:8000', '10.1.2.3', '[::1]', '[fe80::1]:8000', 'bridge-pc'],
  ...['BRIDGE-PC.local:8000', 'chat.example.', 'chat.example:443'],
])('%s is this computer', (host) => {
  expect(hosts.allows(host)).toBe(true);
});

it.each([
  ...['', ':8000', 'evil.example', 'localhost.evil.example', 'chat.example.evil', '1.2.3', '[x]'],
  ...['chat.example:8000:1', 'chat.example/', 'local', '.local', 'x.local', '127.0.0.1.evil'],
])('“%s” is not', (host) => {
  expect(hosts.allows(host)).toBe(false);
});
