// The queries of docs/api.md are valid by the schema, and its error codes are those that the code has.
import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const schema = buildSchema(readFileSync(new URL('schema.graphql', root), 'utf8'));
const page = readFileSync(new URL('docs/api.md', root), 'utf8');
const queries = [...page.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, query]) => query ?? '');

describe('docs/api.md', () => {
  test.each(queries)('%s', (query) => {
    expect(validate(schema, parse(query))).toEqual([]);
  });

  test('lists every code of ours', () => {
    const source = readFileSync(new URL('src/graphql/errors.ts', root), 'utf8');
    const codes = [...source.matchAll(/^ {2}\| '([A-Z_]+)'/gm)].map(([, code]) => code ?? '');
    expect(codes.length).toBeGreaterThan(5);
    for (const code of codes) expect(page).toContain(`\`${code}\``);
  });
});
