import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import { expectError } from '../../support/error-answer.ts';
import { newFriends, newPeople } from '../../support/people.ts';
import { say, sayAll, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { expectFound, indexed, search } from '../../support/search.ts';
import type { SearchParameters } from '../../support/search.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

async function twoFriends(): Promise<[TestPerson, TestPerson, Conversation]> {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  return [alice, bob, await startConversation(alice, bob)];
}

describe('the words', () => {
  it('must all occur, the last and starred ones as beginnings, phrases as they stand', async () => {
    const [alice, bob, conversation] = await twoFriends();
    const [first, second, third] = [
      'The blue bird sings',
      'A bird, blue as the sky',
      'Bluebirds are no birds of ours: e-mail me',
    ];
    await sayAll(alice, conversation, [first, second, third]);
    await expectFound(server, bob, {
      bird: [third, second, first],
      'blue bird': [second, first],
      'bird blue': [second, first],
      '"blue bird"': [first],
      'blu* sings': [first],
      '"bird blue" sky': [second],
      BIRDS: [third],
      'e-mail': [third],
      'bird AND sings': [],
      'blue OR bird': [],
      ird: [],
    });
  });

  it('are found in any script, without accents, and where there are no spaces', async () => {
    const [alice, bob, conversation] = await twoFriends();
    const latin = 'Crème brûlée in Łódź';
    const cyrillic = 'Приезжай в Орёл на выходные';
    const arabic = 'أُحِبُّ القَهْوَةَ في الصباح';
    const chinese = '我们明天在北京大学见面';
    const japanese = '来週は東京タワーに行きましょう';
    const korean = '대한민국의 수도는 서울입니다';
    const emoji = 'Done 👍🏽';
    const all = [latin, cyrillic, arabic, chinese, japanese, korean, emoji];
    await sayAll(alice, conversation, all);
    await expectFound(server, bob, {
      'creme BRULEE': [latin],
      lodz: [latin],
      'орел вых': [cyrillic],
      ВЫХОДНЫЕ: [cyrillic],
      القهوة: [arabic],
      احب: [arabic],
      北京: [chinese],
      '明天 见面': [chinese],
      学见: [chinese],
      京北: [],
      東京: [japanese],
      タワー: [japanese],
      ﾀﾜｰ: [japanese],
      '行き 来週': [japanese],
      서울: [korean],
      민국: [korean],
      '대한민국 수도': [korean],
      수서: [],
      '👍': [emoji],
    });
  });

  it('are set off in the snippet', async () => {
    const [alice, bob, conversation] = await twoFriends();
    await say(alice, conversation, 'Meet me at the café');
    const { body } = await search(bob, { q: 'CAFE meet' });
    expect(body).toMatchObject([
      {
        snippet: 'Meet me at the café',
        snippet_parts: [
          { text: 'Meet', is_match: true },
          { text: ' me at the ', is_match: false },
          { text: 'café', is_match: true },
        ],
      },
    ]);
  });

  it('may be anything: it is searched, or refused in plain words', async () => {
    const [alice, bob, conversation] = await twoFriends();
    await say(alice, conversation, 'AND OR NOT NEAR "quoted" col:umn ^start *');
    await indexed(server);
    const syntax = fc.constantFrom(
      ...[
        '"',
        '*',
        '(',
        ')',
        ' AND ',
        ' OR ',
        ' NOT ',
        'NEAR(',
        '^',
        ':',
        '{',
        '}',
        '+',
        '-',
        "'",
        ';',
        '\\',
        '%',
        '\0',
        '東',
        'a',
      ],
    );
    const anything = fc.oneof(
      fc.array(syntax, { maxLength: 30 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (q) => {
        const answer = await search(bob, { q });
        if (answer.status !== 200) expectError(answer, 422, 'VALIDATION_ERROR');
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['nothing', {}],
    ['blanks', { q: '   ' }],
    ['signs', { q: '?!' }],
    ['signs within a filter', { q: '?!', has_attachment: true }],
    ['too long', { q: 'x'.repeat(201) }],
    ['a limit of 0', { q: 'x', limit: 0 }],
    ['a limit of 51', { q: 'x', limit: 51 }],
    ['no id', { q: 'x', conversation_id: 'here' }],
    ['no time', { q: 'x', sent_after: 'yesterday' }],
  ])('are refused where there are none to look for: %s', async (_, query: SearchParameters) => {
    const [alice] = await newPeople(server.url, 'alice');
    expectError(await search(alice, query), 422, 'VALIDATION_ERROR');
  });
});
