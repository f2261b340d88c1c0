// Bad requests: each gets a typed error with a stable code.
import { beforeAll, describe, expect, test } from 'vitest';
import { importCorpus } from '../support/corpus.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { graphqlClient } from '../support/graphql-client.ts';

const EVALUATE = `
  mutation ($event: JSON!) {
    evaluate(input: { event: $event }) {
      __typename
      ... on Error { code message path }
      ... on EventTooLarge { limitBytes actualBytes }
    }
  }`;

/** `{ a: { a: … } }` */
function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

describeOnDatabases('bad requests', (database) => {
  const client = graphqlClient(database);
  beforeAll(() => importCorpus(database.store));

  describe('pages', () => {
    const cursorOf = async (list: string): Promise<string> =>
      (await client.data(`{ list: ${list} { pageInfo { endCursor } } }`)).list.pageInfo.endCursor as string;
    const after = (cursor: string): Promise<readonly string[]> =>
      client.codes('query ($after: String) { rules(first: 1, after: $after) { nodes { id } } }', {
        after: cursor,
      });
    const forged = (...parts: readonly unknown[]): string =>
      Buffer.from(JSON.stringify(parts)).toString('base64url');

    test.each([1000, 101, 0, -1])('first: %i', async (first) => {
      const { errors } = await client.ask(`{ rules(first: ${first}) { nodes { id } } }`);
      expect(errors).toMatchObject([
        { path: ['rules'], extensions: { code: 'FIRST_OUT_OF_RANGE', maximum: 100 } },
      ]);
    });

    test('first: 1000 of an inner list', async () => {
      expect(await client.codes('{ fields { nodes { rules(first: 1000) { nodes { id } } } } }')).toContain(
        'QUERY_TOO_COSTLY',
      );
      expect(await client.codes('{ fields(first: 1) { nodes { indicators(first: 101) { id } } } }')).toEqual([
        'FIRST_OUT_OF_RANGE',
      ]);
    });

    test('a cursor that goes on', async () => {
      expect(await after(await cursorOf('rules(first: 1)'))).toEqual([]);
    });

    test.each([
      ['of another list', 'searchRules(text: "image", first: 1)'],
      ['of another order', 'rules(first: 1, orderBy: { field: SEVERITY })'],
      ['of the other direction', 'rules(first: 1, orderBy: { field: TITLE, direction: DESC })'],
    ])('a cursor %s', async (_what, list) => {
      expect(await after(await cursorOf(list))).toEqual(['INVALID_CURSOR']);
    });

    test.each([
      ['no base64', '%%%'],
      ['nothing', ''],
      ['no JSON', Buffer.from('[1,').toString('base64url')],
      ['no list', Buffer.from('{"a":1}').toString('base64url')],
      ['too few keys', forged('rules', 'titleFolded asc', 'a')],
      ['too many keys', forged('rules', 'titleFolded asc', 'a', 1, 2)],
      ['keys of another type', forged('rules', 'titleFolded asc', 1, 1)],
      ['a row id that is no integer', forged('rules', 'titleFolded asc', 'a', 1.5)],
      ['a row id beyond the database', forged('rules', 'titleFolded asc', 'a', 2 ** 40)],
      ['a text that cannot be stored', forged('rules', 'titleFolded asc', 'a\0', 1)],
    ])('a broken cursor: %s', async (_what, cursor) => {
      expect(await after(cursor)).toEqual(['INVALID_CURSOR']);
    });
  });

  describe('arguments', () => {
    test('an unknown field in a filter', async () => {
      expect(await client.codes('{ rules(filter: { colour: "red" }) { totalCount } }')).toEqual([
        'GRAPHQL_VALIDATION_FAILED',
      ]);
      const query = 'query ($filter: RuleFilter) { rules(filter: $filter) { totalCount } }';
      const { status, errors } = await client.ask(query, { filter: { colour: 'red' } });
      expect(status).toBe(400);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors[0]?.message).toContain('colour');
    });

    test.each([
      [
        'a time that is none',
        '{ rules(filter: { changedSince: "yesterday" }) { totalCount } }',
        'GRAPHQL_VALIDATION_FAILED',
      ],
      [
        'an enum value that is none',
        '{ rules(severity: TERRIBLE) { totalCount } }',
        'GRAPHQL_VALIDATION_FAILED',
      ],
      [
        'a text that cannot be stored',
        '{ rules(filter: { tags: ["a\\u0000"] }) { totalCount } }',
        'BAD_USER_INPUT',
      ],
      ['an id that is none', '{ node(id: "nothing") { id } }', 'INVALID_ID'],
      [
        'an id of an unknown type',
        `{ node(id: "${Buffer.from('Dog:1').toString('base64url')}") { id } }`,
        'INVALID_ID',
      ],
      [
        'a search that is too long',
        `{ searchRules(text: "${'a'.repeat(501)}") { totalCount } }`,
        'BAD_USER_INPUT',
      ],
      [
        'a value that is too long',
        `{ rulesMatchingValue(value: "${'a'.repeat(10_001)}") { totalCount } }`,
        'BAD_USER_INPUT',
      ],
      ['too many ids', `{ nodes(ids: ${JSON.stringify(Array(101).fill('x'))}) { id } }`, 'BAD_USER_INPUT'],
      ['no GraphQL', '{ rules', 'GRAPHQL_PARSE_FAILED'],
    ])('%s', async (_what, query, code) => {
      expect(await client.codes(query)).toEqual([code]);
    });
  });

  describe('texts and lists in filters', () => {
    const rules = 'query ($filter: RuleFilter) { rules(filter: $filter) { totalCount } }';
    const long = 'a'.repeat(10_001);

    test.each([
      ['a long tag', { tags: [long] }],
      ['a long title', { titlePrefix: long }],
      ['a long value of an indicator', { indicator: { field: 'a', value: long } }],
      ['a long list', { platforms: Array(1_001).fill('a') }],
      ['NUL', { titlePrefix: 'a\0' }],
      ['half a surrogate pair', { fields: ['\udfff'] }],
    ])('%s', async (_what, filter) => {
      expect(await client.codes(rules, { filter })).toEqual(['BAD_USER_INPUT']);
    });

    test.each([
      ['as long as allowed', { tags: ['a'.repeat(10_000)], platforms: Array(1_000).fill('a') }],
      ['wildcards of LIKE', { titlePrefix: '%_\\' }],
      ['quotes', { tags: ["'; DROP TABLE rule; --", '"'] }],
      ['other planes of Unicode', { titlePrefix: '😀' }],
      ['nothing', { logSources: [''], techniques: [''], tactics: [''], actions: ['', ':'] }],
    ])('%s is fine', async (_what, filter) => {
      expect((await client.data(rules, { filter })).rules.totalCount).toBe(0);
    });

    test('a filter of evaluate', async () => {
      const query = `mutation ($filter: RuleFilter) { evaluate(input: { event: {}, filter: $filter }) { __typename } }`;
      expect(await client.codes(query, { filter: { tags: [long] } })).toEqual(['BAD_USER_INPUT']);
      expect(await client.codes(query, { filter: { tags: ['\ud800'] } })).toEqual(['BAD_USER_INPUT']);
    });

    test('null leaves out', async () => {
      const all = (await client.data('{ rules { totalCount } }')).rules.totalCount as number;
      const data = await client.data(
        '{ rules(first: null, after: null, filter: null, platform: null, orderBy: null) { totalCount } }',
      );
      expect(data.rules.totalCount).toBe(all);
    });
  });

  test('half a surrogate pair', async () => {
    const query = 'query ($id: String!) { rule(platform: "a", ruleId: $id) { id } }';
    expect(await client.codes(query, { id: '\ud800' })).toEqual(['BAD_USER_INPUT']);
  });

  describe('operations', () => {
    test('too deep', async () => {
      const query = `{ platforms { ${'sources { platform { '.repeat(8)} id ${'} }'.repeat(8)} } }`;
      const { status, errors } = await client.ask(query);
      expect(status).toBe(400);
      expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_DEEP', maximum: 15, actual: 18 } }]);
    });

    test('too costly, however it is written', async () => {
      const inner = 'nodes { rules(first: 100) { nodes { platform { id } } } }';
      expect(await client.codes(`{ fields(first: 100) { ${inner} } }`)).toEqual(['QUERY_TOO_COSTLY']);
      expect(
        await client.codes(
          `query ($n: Int) { fields(first: $n) { ...F } } fragment F on FieldConnection { ${inner} }`,
          { n: 100 },
        ),
      ).toEqual(['QUERY_TOO_COSTLY']);
      const aliases = Array.from({ length: 21 }, (_, n) => `a${n}: stats { ruleCount }`).join(' ');
      expect(await client.codes(`{ ${aliases} }`)).toEqual(['QUERY_TOO_COSTLY']);
    });

    test('a fragment within a fragment, many times over, is measured at once', async () => {
      const fragments = Array.from(
        { length: 30 },
        (_, n) => `fragment F${n} on Source { platform { sources { ...F${n + 1} ...F${n + 1} } } }`,
      );
      const query = `{ sources { ...F0 } } ${fragments.join(' ')} fragment F30 on Source { id }`;
      expect(await client.codes(query)).toEqual(['QUERY_TOO_DEEP']);
    });

    test('fragments in a circle', async () => {
      const query = '{ sources { ...A } } fragment A on Source { ...B } fragment B on Source { ...A }';
      expect(await client.codes(query)).toContain('GRAPHQL_VALIDATION_FAILED');
      expect(await client.codes('{ ...A } fragment A on Query { corpusVersion ...A }')).toContain(
        'GRAPHQL_VALIDATION_FAILED',
      );
    });

    test('several evaluations under other names', async () => {
      const aliases = (count: number): string =>
        Array.from(
          { length: count },
          (_, n) => `a${n}: evaluate(input: { event: { n: ${n} } }) { __typename }`,
        ).join(' ');
      expect(await client.codes(`mutation { ${aliases(21)} }`)).toEqual(['QUERY_TOO_COSTLY']);
      expect(await client.codes(`mutation { ${aliases(3)} }`)).toEqual([]);
    });

    test('several operations in one request', async () => {
      const response = await client
        .http()
        .post('/graphql')
        .send([{ query: '{ corpusVersion }' }, { query: '{ corpusVersion }' }]);
      expect(response.status).toBe(400);
      expect(response.body).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    });

    test('many names for the same field are refused or answered at once', async () => {
      const started = performance.now();
      await client.ask(`{ ${'rules { totalCount } '.repeat(2_400)} }`);
      await client.ask(`{ ${'corpusVersion '.repeat(9_990)} }`);
      await client.ask(`{ ${Array.from({ length: 3_000 }, (_, n) => `a${n}: nothing`).join(' ')} }`);
      expect(performance.now() - started).toBeLessThan(10_000);
    });

    test('longer than the parser reads', async () => {
      expect(await client.codes(`{ ${'__typename '.repeat(11_000)} }`)).toEqual(['GRAPHQL_PARSE_FAILED']);
    });

    test('nested beyond the stack', async () => {
      const value = `${'['.repeat(9_000)}${']'.repeat(9_000)}`;
      const codes = await client.codes(`mutation { evaluate(input: { event: ${value} }) { __typename } }`);
      expect(codes).toHaveLength(1);
      expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
    });

    test('an introspection passes', async () => {
      const { getIntrospectionQuery } = await import('graphql');
      const { data, errors, extensions } = await client.ask(
        getIntrospectionQuery({ inputValueDeprecation: true }),
      );
      expect(errors).toEqual([]);
      expect(extensions).toBeUndefined();
      expect(data.__schema.queryType.name).toBe('Query');
    });
  });

  describe('events', () => {
    test.each([
      ['a text', 'hello'],
      ['a list without a record', [1]],
      ['a number', 7],
    ])('%s is no event', async (_what, event) => {
      const { evaluate } = await client.data(EVALUATE, { event });
      expect(evaluate).toMatchObject({
        __typename: 'InvalidEvent',
        code: 'INVALID_EVENT',
        path: ['input', 'event'],
      });
    });

    test('null is no JSON!', async () => {
      expect(await client.codes(EVALUATE, { event: null })).toEqual(['BAD_USER_INPUT']);
    });

    test('an event of 10 MB', async () => {
      const { evaluate } = await client.data(EVALUATE, { event: { text: 'x'.repeat(10_000_000) } });
      expect(evaluate).toMatchObject({
        __typename: 'EventTooLarge',
        code: 'EVENT_TOO_LARGE',
        limitBytes: 1_048_576,
      });
      expect(evaluate.actualBytes).toBe(10_000_011);
    });

    test('an event that is nested very deep', async () => {
      const response = await client
        .http()
        .post('/graphql')
        .set('Content-Type', 'application/json')
        .send(`{"query":${JSON.stringify(EVALUATE)},"variables":{"event":${nested(20_000)}}}`);
      expect(response.body).toMatchObject({ data: { evaluate: { __typename: 'InvalidEvent' } } });
    });

    test('a body beyond the limit', async () => {
      const { status, errors } = await client.ask(EVALUATE, { event: { text: 'x'.repeat(17_000_000) } });
      expect(status).toBe(413);
      expect(errors).toMatchObject([{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }]);
    });
  });

  describe('requests', () => {
    test('no JSON', async () => {
      const response = await client.http().post('/graphql').set('Content-Type', 'application/json').send('{');
      expect(response.status).toBe(400);
      expect(response.body).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    });

    test('from another site (CSRF)', async () => {
      const response = await client
        .http()
        .post('/graphql')
        .set('Content-Type', 'text/plain')
        .send('{"query":"{__typename}"}');
      expect(response.status).toBe(400);
      const get = await client.http().get('/graphql?query={__typename}');
      expect(get.status).toBe(400);
    });

    test('a mutation by GET', async () => {
      const query = 'mutation { evaluate(input: { event: {} }) { __typename } }';
      const response = await client
        .http()
        .get(`/graphql?query=${encodeURIComponent(query)}`)
        .set('Apollo-Require-Preflight', '1');
      expect(response.status).toBe(405);
    });
  });
});
