import { describe, expect, it } from 'vitest';
import { buildInviteLink } from '#protocol/invite-link.ts';
import { LinkInbox } from '../../../src/main/links/link-inbox.ts';
import { describeLink, linkAmong } from '../../../src/main/links/opened-link.ts';

const key = Buffer.alloc(32, 1).toString('base64url');
const linkTo = (host: string) => buildInviteLink({ hosts: [host], port: 8000, code: null, key });

describe('the link that the app was started with', () => {
  it('is found among other arguments', () => {
    const link = linkTo('office');
    expect(linkAmong(['/opt/future-talk', '--no-sandbox', link])).toBe(link);
    expect(linkAmong(['/opt/future-talk', 'https://example.org', '.'])).toBeNull();
  });

  it('is shown by its address', () => {
    expect(describeLink(linkTo('office'), null)).toMatchObject({
      address: 'office:8000',
      isCurrentServer: false,
    });
    expect(describeLink(linkTo('fd00::1'), null).address).toBe('[fd00::1]:8000');
  });

  it('is known to lead where one already is', () => {
    expect(describeLink(linkTo('office'), key).isCurrentServer).toBe(true);
    expect(describeLink(linkTo('office'), 'another').isCurrentServer).toBe(false);
  });

  it('is shown as unreadable when it is', () => {
    const broken = { text: 'futuretalk://x', address: null, isCurrentServer: false };
    expect(describeLink('futuretalk://x', key)).toEqual(broken);
    expect(describeLink('futuretalk://x', null)).toEqual(broken);
  });
});

describe('links that come before anybody can open them', () => {
  it('wait: the last one is opened, once', () => {
    const inbox = new LinkInbox();
    inbox.receive('first');
    inbox.receive('second');
    inbox.receive(null);
    const opened: string[] = [];
    inbox.onLink((link) => opened.push(link));
    expect(opened).toEqual(['second']);
    inbox.receive('third');
    inbox.receive(null);
    expect(opened).toEqual(['second', 'third']);
  });
});
