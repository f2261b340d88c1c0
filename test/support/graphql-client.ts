// A client of the real server over HTTP, on a test's database.
import { pino } from 'pino';
import supertest from 'supertest';
import type { Response } from 'supertest';
import { afterAll, beforeAll } from 'vitest';
import { currentEngine } from '../../src/graphql/current-engine.ts';
import { createServer } from '../../src/graphql/server.ts';
import type { CatalogServer } from '../../src/graphql/server.ts';
import type { TestDatabase } from './databases.ts';

interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

// The tests say what they expect of `data`.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Data = any;

interface GraphqlAnswer {
  readonly status: number;
  readonly data: Data;
  readonly errors: readonly GraphqlError[];
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

export interface GraphqlClient {
  /** For what is not a GraphQL request. */
  readonly http: () => ReturnType<typeof supertest>;
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<GraphqlAnswer>;
  /** As `ask`, for a query that must succeed. */
  readonly data: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Data>;
  /** The codes of a query that must fail. */
  readonly codes: (
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ) => Promise<readonly string[]>;
}

/** Registers the hooks that start and stop the server. */
export function graphqlClient(database: TestDatabase): GraphqlClient {
  let server: CatalogServer | undefined;
  beforeAll(async () => {
    const { store } = database;
    server = await createServer({
      db: store.client,
      engine: currentEngine(store),
      logger: pino({ level: 'error' }, pino.destination({ dest: 2, sync: true })),
    });
    await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => server?.close());
  const http = (): ReturnType<typeof supertest> => {
    if (server === undefined) throw new Error('the server starts in beforeAll');
    return supertest(server.httpServer);
  };
  const ask: GraphqlClient['ask'] = async (query, variables = {}) =>
    answerOf(await http().post('/graphql').send({ query, variables }));
  return {
    http,
    ask,
    data: async (query, variables) => {
      const { data, errors } = await ask(query, variables);
      if (errors.length > 0) throw new Error(`${query}\nfailed: ${JSON.stringify(errors)}`);
      return data;
    },
    codes: async (query, variables) =>
      (await ask(query, variables)).errors.map(({ extensions }) => extensions.code),
  };
}

function answerOf({ status, body }: Response): GraphqlAnswer {
  const { data, errors, extensions } = body as Partial<GraphqlAnswer>;
  return { status, data: data ?? null, errors: errors ?? [], extensions };
}
