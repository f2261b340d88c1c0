// The server among many clients: all are answered, during an import and a shutdown too, and none keeps it for himself.
import { pino } from 'pino';
import supertest from 'supertest';
import { beforeAll, expect, test } from 'vitest';
import { currentEngine } from '../../src/graphql/current-engine.ts';
import type { LoadedEngine } from '../../src/graphql/current-engine.ts';
import { createServer } from '../../src/graphql/server.ts';
import type { CatalogServer } from '../../src/graphql/server.ts';
import { importCorpus, removeRules } from '../support/corpus.ts';
import { describeOnDatabases } from '../support/databases.ts';

const QUERIES = [
  '{ rules(first: 5) { totalCount nodes { title platform { title } indicators { values { value } } } } }',
  '{ searchRules(text: "image") { totalCount nodes { title logSources { name } } } }',
  '{ rulesMatchingValue(value: "CreateImage") { totalCount nodes { title } } }',
  '{ stats { ruleCount bySeverity { key ruleCount } } corpusHealth { rows { platform } } }',
  'mutation { evaluate(input: { event: { eventSource: "ec2.amazonaws.com", eventName: "CreateImage" } }) { ... on Evaluation { matches { effect } nearMisses { reason } } } }',
];

interface Answer {
  readonly status: number;
  readonly body: { readonly errors?: readonly { readonly extensions: { readonly code: string } }[] };
}

describeOnDatabases('many clients', (database) => {
  beforeAll(() => importCorpus(database.store));

  const started = async (
    engine?: () => Promise<LoadedEngine>,
    timeoutMs?: number,
  ): Promise<CatalogServer> => {
    const { store } = database;
    const logger = pino({ level: 'silent' });
    const server = await createServer({
      db: store.client,
      engine: engine ?? currentEngine(store),
      logger,
      timeoutMs,
    });
    await server.listen({ host: '127.0.0.1', port: 0 });
    return server;
  };
  const ask = async ({ httpServer }: CatalogServer, query: string): Promise<Answer> => {
    const { status, body } = await supertest(httpServer).post('/graphql').send({ query });
    return { status, body: body as Answer['body'] };
  };
  const askMany = (server: CatalogServer, count: number): readonly Promise<Answer>[] =>
    Array.from({ length: count }, (_, n) => ask(server, QUERIES[n % QUERIES.length] ?? ''));
  const expectAnswered = (answers: readonly Answer[]): void => {
    for (const { status, body } of answers) {
      expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
    }
  };

  test('two hundred at once', async () => {
    const server = await started();
    expectAnswered(await Promise.all(askMany(server, 200)));
    await server.close();
  });

  test('while an import runs, each of one state of the corpus', async () => {
    const server = await started();
    const [answers] = await Promise.all([
      Promise.all(askMany(server, 50)),
      removeRules(database.store, 'panther').then(() => importCorpus(database.store)),
    ]);
    // A rule that the import takes away between two reads of a request is an error that says so; nothing else fails.
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      for (const { extensions } of body.errors ?? []) expect(extensions.code).toBe('CORPUS_CHANGED');
    }
    expectAnswered(await Promise.all(askMany(server, 5)));
    await server.close();
  });

  test('a shutdown lets those under way finish', async () => {
    const server = await started();
    // What has not arrived is not under way: its client finds nobody there.
    const arrived = new Promise<void>((resolve) => {
      let count = 0;
      server.httpServer.on('request', () => {
        count += 1;
        if (count === 20) resolve();
      });
    });
    const asked = Promise.all(askMany(server, 20));
    await arrived;
    const closed = server.close();
    const answers = await asked;
    await closed;
    expectAnswered(answers);
    expect(server.httpServer.listening).toBe(false);
  });

  test('an answer that takes too long is given up', async () => {
    const server = await started(() => new Promise<never>(() => undefined), 50);
    const { status, body } = await ask(server, QUERIES.at(-1) ?? '');
    expect(status).toBe(503);
    expect(body.errors).toMatchObject([{ extensions: { code: 'REQUEST_TIMEOUT' } }]);
    expectAnswered([await ask(server, '{ corpusVersion }')]);
    server.httpServer.closeAllConnections();
    await server.close();
  });

  test('between two evaluations others are heard', async () => {
    const engine = currentEngine(database.store);
    const { engine: real, corpusVersion } = await engine();
    const order: string[] = [];
    const slow: LoadedEngine['engine'] = {
      ...real,
      evaluate: (event, options) => {
        const until = performance.now() + 60;
        while (performance.now() < until);
        order.push('evaluation');
        return real.evaluate(event, options);
      },
    };
    const server = await started(async () => {
      await engine();
      return { engine: slow, corpusVersion };
    });
    const evaluations = Array.from({ length: 10 }, () => ask(server, QUERIES.at(-1) ?? ''));
    const health = supertest(server.httpServer)
      .get('/healthz')
      .then(() => order.push('health'));
    await Promise.all([...evaluations, health]);
    expect(order.indexOf('health')).toBeLessThan(order.lastIndexOf('evaluation'));
    await server.close();
  });
});
