import { describe, expect, it } from 'vitest';
import { quietChoices } from '../../../src/main/tray/quiet-choices.ts';
import { drawCount, drawTrayIcon } from '../../../src/main/tray/tray-icon.ts';
import { describeTray } from '../../../src/main/tray/tray-view.ts';
import type { TrayFacts } from '../../../src/main/tray/tray-view.ts';

const calm: TrayFacts = {
  unread: 0,
  connection: 'online',
  hosting: 'stopped',
  hostedName: null,
  serverName: 'The workshop',
  isQuiet: false,
};

describe('the tray', () => {
  it('tells who is connected, what is hosted, and what is unread', () => {
    expect(describeTray(calm).lines).toEqual(['Future Talk', 'Connected to The workshop']);
    const hosting = { hosting: 'running', hostedName: 'Ours', unread: 2 } as const;
    expect(describeTray({ ...calm, ...hosting }).lines.slice(2)).toEqual([
      'Hosting “Ours”',
      '2 unread messages',
    ]);
  });

  it('is grey without a connection, and not while nobody is signed in', () => {
    expect(describeTray({ ...calm, connection: 'waiting' }).icon.isOffline).toBe(true);
    expect(describeTray({ ...calm, connection: null }).icon.isOffline).toBe(false);
    expect(describeTray({ ...calm, connection: null }).lines).toContain('Not signed in');
  });

  it('draws each state differently', () => {
    const states = [
      { unread: 0, isOffline: false, isQuiet: false },
      { unread: 1, isOffline: false, isQuiet: false },
      { unread: 12, isOffline: false, isQuiet: false },
      { unread: 0, isOffline: true, isQuiet: false },
      { unread: 0, isOffline: false, isQuiet: true },
    ];
    const pictures = states.map((state) => drawTrayIcon(state, 24).pixels.toString('hex'));
    expect(new Set(pictures).size).toBe(states.length);
    expect(drawCount(3, 32).pixels).toHaveLength(32 * 32 * 4);
  });
});

describe('the times to be quiet', () => {
  const now = new Date(2026, 0, 2, 22, 30);

  it('end in an hour, in the morning, or when the person says so', () => {
    const choices = quietChoices(null, now);
    expect(choices.map(({ value }) => value)).toEqual([
      null,
      now.getTime() + 3_600_000,
      new Date(2026, 0, 3, 8, 0).getTime(),
      'ended',
    ]);
    expect(choices.filter(({ isCurrent }) => isCurrent).map(({ value }) => value)).toEqual([null]);
  });

  it('name the one that is in force, until it is over', () => {
    const until = now.getTime() + 60_000;
    expect(quietChoices(until, now).find(({ isCurrent }) => isCurrent)?.value).toBe(until);
    expect(quietChoices(now.getTime(), now)[0]?.isCurrent).toBe(true);
    expect(quietChoices('ended', now).at(-1)?.isCurrent).toBe(true);
  });
});
