import { describe, expect, it } from 'vitest';
import { LocalError } from '../../../src/main/local-error.ts';
import { normaliseServerAddress } from '../../../src/main/session/server-address.ts';

describe('the address that a person types', () => {
  it.each([
    ['192.168.1.5', 'http://192.168.1.5:8000'],
    ['  192.168.1.5  ', 'http://192.168.1.5:8000'],
    ['192.168.1.5:9000', 'http://192.168.1.5:9000'],
    ['office', 'http://office:8000'],
    ['Office.Local:81', 'http://office.local:81'],
    ['office/', 'http://office:8000'],
    ['office:8001/some/page', 'http://office:8001'],
    ['::1', 'http://[::1]:8000'],
    ['[2001:db8::7]', 'http://[2001:db8::7]:8000'],
    ['[2001:db8::7]:9000', 'http://[2001:db8::7]:9000'],
    ['http://office:8000', 'http://office:8000'],
    ['http://office', 'http://office'],
    ['HTTPS://chat.example.org/path?x=1#y', 'https://chat.example.org'],
    ['bücher.example', 'http://xn--bcher-kva.example:8000'],
  ])('%s means %s', (typed, url) => {
    expect(normaliseServerAddress(typed)).toBe(url);
  });

  it.each([
    '',
    'two words',
    'ftp://office',
    'javascript://office',
    'file:///etc/passwd',
    'office:port',
    'office:99999',
    'me:secret@office:8000',
    'http://me@office:8000',
    'http://',
    ':8000',
    '[::1',
  ])('“%s” is refused with a sentence', (typed) => {
    expect(() => normaliseServerAddress(typed)).toThrow(LocalError);
    expect(() => normaliseServerAddress(typed)).toThrow(/is not an address/);
  });
});
