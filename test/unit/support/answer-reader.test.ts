import { expect, it } from 'vitest';
import { AnswerReader } from '../../support/fuzz/answer-reader.ts';

const head = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Request-Id: 1';

function readerFor(method: string): AnswerReader {
  const reader = new AnswerReader();
  reader.begin(method);
  return reader;
}

it('reads one answer after the other, however they are cut', () => {
  const whole = Buffer.from(`${head}\r\n\r\nfirst`);
  for (let cut = 0; cut <= whole.length; cut += 1) {
    const reader = readerFor('GET');
    const early = reader.take(whole.subarray(0, cut));
    if (cut < whole.length) expect(early).toBeNull();
    const answer = early ?? reader.take(whole.subarray(cut));
    expect(answer).toEqual({ status: 200, text: 'first', isLast: false });
    reader.begin('GET');
    const last = `${head.replace('200 OK', '404 Not Found')}\r\nConnection: close\r\n\r\nother`;
    expect(reader.take(Buffer.from(last))).toEqual({ status: 404, text: 'other', isLast: true });
  }
});

it('expects no body after HEAD and with 204', () => {
  expect(readerFor('HEAD').take(Buffer.from(`${head}\r\n\r\n`))).toMatchObject({ text: '' });
  const empty = Buffer.from('HTTP/1.1 204 No Content\r\n\r\n');
  expect(readerFor('PATCH').take(empty)).toMatchObject({ status: 204 });
});

it.each([
  ['something else', 'Hello\r\n\r\n', /not an answer/],
  ['a header without a name', `${head}\r\n: x\r\n\r\nfirst`, /not an answer/],
  ['a line within a header', `${head}\r\nX: a\nb\r\n\r\nfirst`, /not an answer/],
  ['no length', 'HTTP/1.1 200 OK\r\n\r\nfirst', /without a length/],
  ['more than its length', `${head}\r\n\r\nfirst and more`, /more than one answer/],
  ['a body after HEAD', `${head}\r\n\r\nfirst`, /more than one answer/],
  ['no end of its headers', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`, /no head/],
])('refuses %s', (what, bytes, problem) => {
  const reader = readerFor(what.endsWith('HEAD') ? 'HEAD' : 'GET');
  expect(() => reader.take(Buffer.from(bytes))).toThrow(problem);
});
