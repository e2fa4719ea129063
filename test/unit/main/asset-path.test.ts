import { describe, expect, it } from 'vitest';
import { findAsset } from '../../../src/main/windows/asset-path.ts';

const folder = '/app/renderer';

describe('files of the page', () => {
  it.each([
    ['future-talk-app://app/', '/app/renderer/index.html', 'text/html; charset=utf-8'],
    ['future-talk-app://app/index.html', '/app/renderer/index.html', 'text/html; charset=utf-8'],
    [
      'future-talk-app://app/assets/a.js?x#y',
      '/app/renderer/assets/a.js',
      'text/javascript; charset=utf-8',
    ],
    ['future-talk-app://app/a%20b.css', '/app/renderer/a b.css', 'text/css; charset=utf-8'],
  ])('%s is found', (url, file, contentType) => {
    expect(findAsset(folder, url)).toEqual({ file, contentType });
  });

  it('stay inside their folder whatever the way up is written as', () => {
    for (const way of [
      '/../x.js',
      '/%2e%2e/x.js',
      '/..%2fx.js',
      '/a/..%2f..%2fx.js',
      '/..%2frenderer-2/x.js',
    ]) {
      const asset = findAsset(folder, `future-talk-app://app${way}`);
      expect(asset === null || asset.file.startsWith('/app/renderer/'), way).toBe(true);
    }
    expect(findAsset(folder, 'future-talk-app://app/..%2f..%2fetc/passwd.js')).toBeNull();
  });

  it.each([
    'future-talk-app://other/index.html',
    'https://app/index.html',
    'future-talk-app://app/no-type',
    'future-talk-app://app/program.exe',
    'future-talk-app://app/a%5c..%5cb.js',
    'future-talk-app://app/c%3a/b.js',
    'future-talk-app://app/a%00.js',
    'future-talk-app://app/%ff.js',
    'future-talk-app://app/%zz.js',
    'not a url',
  ])('%s is not one of them', (url) => {
    expect(findAsset(folder, url)).toBeNull();
  });
});
