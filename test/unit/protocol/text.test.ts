import fc from 'fast-check';
import { expect, it } from 'vitest';
import { limits, selfDestructTimersSeconds } from '#protocol/limits.ts';
import { messageDraft } from '#protocol/messages.ts';
import { boundedText, countCharacters } from '#protocol/text.ts';

/** Any sequence of UTF-16 units: emoji, combining marks, lone surrogates. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
    .map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom('a', '\u{1F600}', '\ud83d', '\ude00', 'e\u0301'), { maxLength: 30 })
    .map((parts) => parts.join('')),
);

it('counts code points', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(countCharacters(text)).toBe(Array.from(text).length);
    }),
  );
  expect(countCharacters('\u{1F469}\u200d\u{1F52C}')).toBe(3);
});

it('takes exactly the well-formed texts between its bounds, and leaves them as they are', () => {
  fc.assert(
    fc.property(anyText, fc.nat(12), fc.nat(12), (text, one, other) => {
      const [min, max] = [Math.min(one, other), Math.max(one, other)];
      const count = Array.from(text).length;
      const result = boundedText({ min, max }).safeParse(text);
      expect(result.success).toBe(text.isWellFormed() && count >= min && count <= max);
      if (result.success) expect(result.data).toBe(text);
    }),
    { numRuns: 1_000 },
  );
});

it('bounds a message at 5000 code points, be they one or two UTF-16 units', () => {
  for (const letter of ['x', '\u{1F600}']) {
    expect(messageDraft.safeParse({ content: letter.repeat(5_000) }).success).toBe(true);
    expect(messageDraft.safeParse({ content: letter.repeat(5_001) }).success).toBe(false);
  }
  expect(messageDraft.safeParse({ content: '' }).success).toBe(false);
});

it('has the documented numbers', () => {
  expect(limits).toMatchObject({
    messageMaxCharacters: 5_000,
    participantsMax: 10,
    conversationPageMax: 50,
    conversationPageDefault: 20,
    messagePageMax: 100,
    messagePageDefault: 50,
    heartbeatIntervalSeconds: 30,
    typingExpiresAfterMs: 3_000,
    accessTokenLifetimeSeconds: 900,
    refreshGraceSeconds: 30,
    usernameMinCharacters: 3,
    usernameMaxCharacters: 32,
    passwordMinCharacters: 8,
    passwordMaxCharacters: 256,
  });
  expect(selfDestructTimersSeconds).toEqual([5, 10, 30, 60, 300, 3_600, 86_400, 604_800]);
});
