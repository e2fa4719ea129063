import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildInviteLink,
  InviteLinkError,
  isInviteLink,
  parseInviteLink,
} from '#protocol/invite-link.ts';

const key = Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64url');
const good = `futuretalk://join?host=192.168.1.5&port=8000&code=AB12-CD34-EF56&key=${key}`;

const links = fc.record({
  hosts: fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()), { minLength: 1, maxLength: 16 }),
  port: fc.integer({ min: 1, max: 65_535 }),
  code: fc.option(fc.stringMatching(/^[0-9A-HJKMNP-TV-Z-]{1,64}$/)),
  key: fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => Buffer.from(bytes).toString('base64url')),
});

it('reads what it writes', () => {
  fc.assert(
    fc.property(links, (link) => {
      expect(parseInviteLink(buildInviteLink(link))).toEqual(link);
    }),
  );
});

it('never takes any other text: it answers a link or says what is wrong', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => parseInviteLink(text)).toThrow(InviteLinkError);
    }),
  );
});

it('a link that is cut off anywhere is refused, or is the link without its end', () => {
  for (let end = 0; end < good.length; end += 1) {
    expect(() => parseInviteLink(good.slice(0, end))).toThrow(InviteLinkError);
  }
});

it('reads a link as people and systems pass it on', () => {
  const expected = { hosts: ['192.168.1.5'], port: 8000, code: 'AB12-CD34-EF56', key };
  expect(parseInviteLink(good)).toEqual(expected);
  expect(parseInviteLink(` ${good}\n`)).toEqual(expected);
  // Windows hands links over with a slash after the host.
  expect(parseInviteLink(good.replace('join?', 'join/?'))).toEqual(expected);
  expect(parseInviteLink(good.replace('futuretalk', 'FutureTalk'))).toEqual(expected);
});

it('tells links from addresses', () => {
  expect(isInviteLink(good)).toBe(true);
  expect(isInviteLink(' FUTURETALK://join')).toBe(true);
  expect(isInviteLink('192.168.1.5:8000')).toBe(false);
  expect(isInviteLink('https://example.org/?futuretalk://join')).toBe(false);
});

describe('a link is refused with a sentence that says what is wrong', () => {
  it.each([
    ['https://join?host=a', 'begins with futuretalk://join'],
    [good.replace('://join', '://leave'), 'begins with futuretalk://join'],
    [good.replace('join?', 'join/elsewhere?'), 'begins with futuretalk://join'],
    [good.replace('join?', 'user@join?'), 'begins with futuretalk://join'],
    [`${good}#more`, 'begins with futuretalk://join'],
    [`${good}${'&host=a'.repeat(300)}`, 'begins with futuretalk://join'],
    [good.replace('host=192.168.1.5&', ''), 'the address'],
    [good.replace('192.168.1.5', 'a%20b'), 'the address'],
    [good.replace('192.168.1.5', 'user%40host'), 'the address'],
    [good.replace('192.168.1.5', 'host%2Fpath'), 'the address'],
    [good.replace('192.168.1.5', '192.168.1.5%3A22'), 'the address'],
    [good.replace('port=8000', 'port=0'), 'the port'],
    [good.replace('port=8000', 'port=65536'), 'the port'],
    [good.replace('port=8000', 'port=080'), 'the port'],
    [`${good}&port=8001`, 'the port'],
    [good.replace('code=AB12', 'code=%20'), 'the invite code'],
    [`${good}&code=OTHER`, 'the invite code'],
    [good.slice(0, -1), 'key is missing or damaged'],
    [`${good}A`, 'key is missing or damaged'],
    [`${good}&key=${key}`, 'key is missing or damaged'],
    // The same bytes written in another way.
    [`${good.slice(0, -1)}9`, 'key is missing or damaged'],
    [`${good}&then=run`, 'holds more'],
  ])('%s', (link, problem) => {
    expect(() => parseInviteLink(link)).toThrow(problem);
  });
});
