// What is served beside GraphQL itself: GraphiQL, health, ids of requests, a shutdown.
import { pino } from 'pino';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { createServer } from '../../src/graphql/server.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { graphqlClient } from '../support/graphql-client.ts';

describeOnDatabases('an empty catalog', (database) => {
  const client = graphqlClient(database);

  test('answers, with its revision', async () => {
    const { data, extensions } = await client.ask(
      '{ corpusVersion rules { totalCount nodes { id } } stats { ruleCount changedAt } }',
    );
    expect(data).toEqual({
      corpusVersion: 'empty',
      rules: { totalCount: 0, nodes: [] },
      stats: { ruleCount: 0, changedAt: null },
    });
    expect(extensions).toEqual({ corpusVersion: 'empty' });
  });

  test('is healthy and ready', async () => {
    expect((await client.http().get('/healthz')).body).toEqual({ status: 'ok' });
    expect((await client.http().get('/readyz')).body).toEqual({ status: 'ready', corpusVersion: null });
  });

  test('gives each answer an id, and says where nothing is', async () => {
    const response = await client.http().get('/nowhere');
    expect(response.status).toBe(404);
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('shows GraphiQL to a browser, whole and from here alone', async () => {
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const response = await client.http().get('/graphql').set('Accept', browser);
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    const html = response.text;
    expect(html.length).toBeGreaterThan(1_000_000);
    const page = html.replaceAll(/<(script|style)>[\s\S]*?<\/\1>/g, '<$1>');
    expect(page).toContain('rule-catalog');
    expect(page.match(/(?:src|href)="(?!data:)[^"]*"/g)).toBeNull();
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/https?:|\*/);
    const etag = String(response.headers['etag']);
    const again = await client.http().get('/graphql').set('Accept', browser).set('If-None-Match', etag);
    expect(again.status).toBe(304);
  });

  test('answers a query by GET to whom asks for JSON', async () => {
    const response = await client
      .http()
      .get('/graphql?query={corpusVersion}')
      .set('Accept', 'application/json')
      .set('Content-Type', 'application/json');
    expect(response.body).toMatchObject({ data: { corpusVersion: 'empty' } });
  });
});

describeOnDatabases('a bug of ours', (database) => {
  test('leaves as an id that the log has', async () => {
    const lines: string[] = [];
    const server = await createServer({
      db: database.store.client,
      engine: () => Promise.reject(new Error('secret detail')),
      logger: pino({ level: 'error' }, { write: (line: string) => lines.push(line) }),
    });
    const response = await supertest(server.httpServer)
      .post('/graphql')
      .send({ query: 'mutation { evaluate(input: { event: {} }) { __typename } }' });
    const [error] = (
      response.body as { errors: { message: string; extensions: { code: string; errorId: string } }[] }
    ).errors;
    expect(error?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(error?.message).toBe(`internal error ${error?.extensions.errorId}`);
    expect(JSON.stringify(response.body)).not.toContain('secret');
    expect(lines.join('')).toContain('secret detail');
    expect(lines.join('')).toContain(error?.extensions.errorId);
    await server.close();
  });
});
