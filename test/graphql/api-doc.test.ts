// The examples of docs/api.md run as they are written, and its error codes are those that the code has.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { importCorpus } from '../support/corpus.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { graphqlClient } from '../support/graphql-client.ts';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/api.md', root), 'utf8');

interface Example {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A query, and the variables that stand right under it. */
const queries = [...page.matchAll(/```graphql\n([^]*?)```(?:\s*```json\n([^]*?)```)?/g)].map(
  ([, query = '', variables = '{}']): Example => ({
    query,
    variables: JSON.parse(variables) as NonNullable<Example['variables']>,
  }),
);
/** What curl sends. */
const requests = [...page.matchAll(/^curl .* -d '([^']*)'$/gm)].map(
  ([, body = '']) => JSON.parse(body) as Example,
);

describeOnDatabases('the examples of docs/api.md', (database) => {
  const client = graphqlClient(database);
  beforeAll(() => importCorpus(database.store));

  test('are all found', () => {
    expect(queries).toHaveLength(page.split('```graphql').length - 1);
    expect(requests).toHaveLength(page.split('```sh\ncurl').length - 1);
    expect(requests.length).toBeGreaterThan(1);
  });

  test.each([...queries, ...requests])('$query', async ({ query, variables }) => {
    const { status, errors, data } = await client.ask(query, variables);
    expect({ status, errors }).toEqual({ status: 200, errors: [] });
    expect(JSON.stringify(data)).not.toContain('"code"');
  });
});

describe('docs/api.md', () => {
  test('lists every code of ours', () => {
    const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
    const source = read('src/graphql/errors.ts') + read('src/graphql/http.ts');
    const codes = [...source.matchAll(/(?:^ {2}\| |code: )'([A-Z_]+)'/gm)].map(([, code]) => code ?? '');
    expect(codes.length).toBeGreaterThan(8);
    for (const code of codes) expect(page).toContain(`\`${code}\``);
  });
});
