import { networkInterfaces } from 'node:os';

/** Cables of `SmallNetwork`, which come and go with the tests that lay them. */
const laidByTests = /^ft\d+-/;

/** Addresses of this computer (IPv4) under which a server sees its client as another machine. */
export function outsideAddresses(): string[] {
  return Object.entries(networkInterfaces())
    .filter(([name]) => !laidByTests.test(name))
    .flatMap(([, each]) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}
