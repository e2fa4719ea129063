import { describe, expect, it } from 'vitest';
import { EventEmitter } from '#client/event-emitter.ts';

interface Events {
  counted: number;
}

function fail(problem: unknown): never {
  throw problem;
}

describe('EventEmitter', () => {
  it('tells of an event those who listened when it happened', () => {
    const emitter = new EventEmitter<Events>(fail);
    const heard: string[] = [];
    emitter.on('counted', (count) => {
      heard.push(`first ${count}`);
      if (count === 1) emitter.on('counted', (later) => heard.push(`late ${later}`));
    });
    emitter.emit('counted', 1);
    emitter.emit('counted', 2);
    expect(heard).toEqual(['first 1', 'first 2', 'late 2']);
  });

  it('counts one function that subscribes twice as two', () => {
    const emitter = new EventEmitter<Events>(fail);
    let total = 0;
    const add = (count: number): void => {
      total += count;
    };
    const stop = emitter.on('counted', add);
    emitter.on('counted', add);
    emitter.emit('counted', 1);
    expect(total).toBe(2);
    stop();
    stop();
    emitter.emit('counted', 1);
    expect(total).toBe(3);
  });
});
