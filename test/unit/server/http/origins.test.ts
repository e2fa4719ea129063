import { expect, it } from 'vitest';
import { AllowedOrigins, isLoopbackAddress } from '#server/http/origins.ts';

const origins = new AllowedOrigins(['https://intranet.example', 'http://board.local:8080']);

it.each([
  'http://localhost',
  'http://localhost:5173',
  'https://127.0.0.1:8000',
  'http://[::1]:8000',
  'https://intranet.example',
  'http://board.local:8080',
])('allows pages of %s', (origin) => {
  expect(origins.allows(origin)).toBe(true);
  expect(origins.headersFor(origin)).toMatchObject({
    'Access-Control-Allow-Origin': origin,
    Vary: 'Origin',
  });
});

it.each([
  'https://evil.example',
  'http://localhost.evil.example',
  'http://127.0.0.1.evil.example',
  'http://intranet.example',
  'https://intranet.example:444',
  'https://intranet.example.evil.example',
  'http://board.local',
  'file://localhost',
  'null',
  '*',
  '',
])('allows no pages of %j', (origin) => {
  expect(origins.allows(origin)).toBe(false);
  expect(origins.headersFor(origin)).toEqual({});
});

it.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['0000:0000:0000:0000:0000:0000:0000:0001', true],
  ['::ffff:127.0.0.1', true],
  ['0000:0000:0000:0000:0000:ffff:7f00:0001', true],
  ['192.168.1.20', false],
  ['10.127.0.1', false],
  ['::ffff:192.168.1.20', false],
  ['0000:0000:0000:0000:0000:ffff:c0a8:0114', false],
  ['fe80:0000:0000:0000:0000:0000:0000:0001', false],
])('knows whether %s is this computer', (address, expected) => {
  expect(isLoopbackAddress(address)).toBe(expected);
});
