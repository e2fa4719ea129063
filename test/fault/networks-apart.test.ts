import { setTimeout as pass } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { personAt } from '../support/rest.ts';
import { SmallNetwork } from '../support/small-network.ts';
import { TestSocket } from '../support/socket.ts';
import { Crew } from './support/crew.ts';
import { recordFigures } from './support/figures.ts';
import { isLongForm, rounds } from './support/form.ts';

const messages = rounds(100, 3_000);
const apartSeconds = isLongForm ? [1, 10, 90, 300] : [2];
const foundWithinMs = 60_000;

it(
  'two networks that are cut apart and joined lose nothing; who is gone is found within a minute',
  async () => {
    const network = new SmallNetwork('10.78.7');
    onTestFinished(() => {
      network.remove();
    });
    const address = network.addComputer('server');
    network.addComputer('senders');
    network.addThisComputer();
    const crew = await Crew.assemble({
      under: network.on('server'),
      options: ['--host', '0.0.0.0', '--plain-api', '--registration', 'open'],
      address,
      sendersUnder: network.on('senders'),
    });
    const [alice, bob] = crew.people;
    if (alice === undefined || bob === undefined) throw new Error('nobody is there');
    crew.startSenders();
    for (const sender of crew.senders) await sender.online();
    for (const seconds of apartSeconds) {
      await crew.write(messages);
      network.setCable('senders', false);
      // This is the fault itself: for so long nothing arrives.
      await pass(seconds * 1_000);
      network.setCable('senders', true);
      await crew.write(messages);
    }

    // Cut off without a word: the server has to find out by itself.
    const watcher = await TestSocket.open(crew.url, personAt(crew.url, bob).token);
    onTestFinished(() => {
      watcher.socket.terminate();
    });
    network.setCable('senders', false);
    const cutAt = Date.now();
    await watcher.next('presence', ({ user_id, online }) => user_id === alice.id && !online);
    const foundMs = Date.now() - cutAt;
    expect(foundMs).toBeLessThan(foundWithinMs);
    network.setCable('senders', true);
    await crew.write(messages);
    watcher.socket.close();
    const { acknowledged } = await crew.finish();
    recordFigures('networks-apart', {
      'seconds that the networks were apart': apartSeconds.join(', '),
      'until a cut connection was found': `${(foundMs / 1_000).toFixed(1)} s`,
      acknowledged,
    });
  },
  rounds(300_000, 3_600_000),
);
