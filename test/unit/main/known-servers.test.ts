import { describe, expect, it } from 'vitest';
import { judgeKey, withServer } from '../../../src/main/trust/known-servers.ts';
import type { KnownServer } from '../../../src/main/trust/known-servers.ts';

const office = { publicKey: 'office-key', name: 'Office', addresses: ['10.0.0.1:8000'] };
const workshop = { publicKey: 'workshop-key', name: 'Workshop', addresses: ['10.0.0.2:8000'] };
const known: KnownServer[] = [office, workshop];

describe('a key that is shown', () => {
  it('is known at its own address', () => {
    expect(judgeKey(known, '10.0.0.1:8000', 'office-key')).toEqual({ kind: 'known' });
  });

  it('is known at an address never used: the server has moved', () => {
    expect(judgeKey(known, '10.0.0.9:8000', 'office-key')).toEqual({ kind: 'known' });
  });

  it('is new where neither it nor the address has been seen', () => {
    expect(judgeKey(known, '10.0.0.9:8000', 'other-key')).toEqual({ kind: 'new' });
    expect(judgeKey([], '10.0.0.1:8000', 'office-key')).toEqual({ kind: 'new' });
  });

  it('has changed where the address is known by another, also by another known one', () => {
    const changed = { kind: 'changed', before: office };
    expect(judgeKey(known, '10.0.0.1:8000', 'other-key')).toEqual(changed);
    expect(judgeKey(known, '10.0.0.1:8000', 'workshop-key')).toEqual(changed);
  });

  it('is another question on another port', () => {
    expect(judgeKey(known, '10.0.0.1:8001', 'other-key')).toEqual({ kind: 'new' });
  });
});

describe('what is remembered', () => {
  it('is the latest name and address first', () => {
    const moved = { publicKey: 'workshop-key', name: 'The shop', address: '10.0.0.5:8000' };
    expect(withServer(known, moved)).toEqual([
      {
        publicKey: 'workshop-key',
        name: 'The shop',
        addresses: ['10.0.0.5:8000', '10.0.0.2:8000'],
      },
      office,
    ]);
  });

  it('gives an address to the server trusted there last, and to no other', () => {
    const after = withServer(known, {
      publicKey: 'new-key',
      name: 'Office',
      address: '10.0.0.1:8000',
    });
    expect(judgeKey(after, '10.0.0.1:8000', 'new-key')).toEqual({ kind: 'known' });
    expect(judgeKey(after, '10.0.0.1:8000', 'office-key')).toMatchObject({ kind: 'changed' });
    // Elsewhere the old one is still itself.
    expect(judgeKey(after, '10.0.0.7:8000', 'office-key')).toEqual({ kind: 'known' });
  });

  it('has a bound', () => {
    let many: KnownServer[] = [];
    for (let index = 0; index < 300; index += 1) {
      const address = `host-${index}:8000`;
      many = withServer(many, { publicKey: `key-${index}`, name: 'A', address });
      many = withServer(many, { publicKey: 'same', name: 'B', address: `moving-${index}:8000` });
    }
    expect(many).toHaveLength(200);
    expect(many[0]).toMatchObject({ publicKey: 'same', addresses: { length: 16 } });
  });
});
