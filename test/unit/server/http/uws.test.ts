import { describe, expect, it } from 'vitest';
import { whyNotLoaded } from '#server/http/uws.ts';

const computer = { node: '24.21.0', system: 'linux x64', glibc: '2.36' };
const loaderSays = (reason: string) =>
  `Error: This version of uWS.js supports only Node.js versions 16, 18 and 20.\n\nError: ${reason}`;

describe('a network library that does not load', () => {
  it('needs a newer C library', () => {
    const reason =
      "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /opt/uws_linux_x64_137.node)";
    const sentence = whyNotLoaded(loaderSays(reason), computer);
    expect(sentence).toContain('Under Node 24.21.0 the server needs glibc 2.38 or newer');
    expect(sentence).toContain('this computer has 2.36: run it under Node 20');
  });

  it('has no build for this Node', () => {
    const sentence = whyNotLoaded(loaderSays("Cannot find module './uws_linux_x64_141.node'"), {
      ...computer,
      node: '25.0.0',
    });
    expect(sentence).toContain(
      'no build for Node 25.0.0 on linux x64: run it under Node 20, 22 or 24',
    );
  });

  it('says what the system says otherwise', () => {
    expect(whyNotLoaded(loaderSays('out of memory'), computer)).toContain('out of memory');
  });
});
