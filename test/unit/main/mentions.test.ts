import { expect, it } from 'vitest';
import { mentions } from '../../../src/main/notifications/mentions.ts';
import { mentionCases } from '../../support/mention-cases.ts';

it.each(mentionCases)('“%s” mentions ben.ito: %s', (text, isMention) => {
  expect(mentions(text, 'ben.ito')).toBe(isMention);
});
