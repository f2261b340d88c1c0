// The server: GraphQL at /graphql, GraphiQL there for browsers, /healthz and /readyz for whoever runs it.
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import type { RequestHandler } from 'express';
import { parse } from 'graphql';
import { corpusRow } from '../store/read/stats.ts';
import { createContext } from './context.ts';
import type { GraphqlContext, Services } from './context.ts';
import { createCorpusCache } from './corpus-cache.ts';
import { errorFormatter } from './errors.ts';
import { graphiql } from './graphiql.ts';
import { MAX_BODY, answerTimeout, httpErrors, notFound, requestLog } from './http.ts';
import { corpusVersionPlugin, limitsPlugin } from './plugins.ts';
import { resolvers } from './resolvers/index.ts';

/** The parser's own limit: what is longer is refused before it is understood. */
const MAX_TOKENS = 10_000;
/** How long a shutdown waits for requests that are under way. */
const DRAIN_MS = 10_000;
/** How long a client may take to send its request. */
const RECEIVE_MS = 30_000;
/** What clients ask first: asked at the start, so that none of them waits while statements are prepared and counts are made. */
const FIRST_QUERIES = [
  `{
    rules(first: 1) { totalCount nodes { title platform { title } source { name } logSources { name } } pageInfo { endCursor } }
    searchRules(text: "rule", first: 1) { totalCount nodes { title } }
    rulesMatchingValue(value: "value", first: 1) { totalCount nodes { title } }
  }`,
  `{
    stats { ruleCount bySeverity { key } byStatus { key } byTactic { key } byTechnique { key } byLogSource { key } byMonth { key } }
    corpusHealth { rows { platform } }
    indicators(first: 1) { totalCount nodes { value } }
    actions(first: 1) { totalCount nodes { operation } }
  }`,
];

export interface CatalogServer {
  readonly httpServer: Server;
  readonly listen: (at: { readonly host: string; readonly port: number }) => Promise<AddressInfo>;
  /** One operation without HTTP: the same schema, limits and errors. */
  readonly execute: (query: string, variables: Readonly<Record<string, unknown>>) => Promise<ExecutionAnswer>;
  /** Makes the first requests as fast as later ones. */
  readonly warm: () => Promise<void>;
  /** Lets requests under way finish; takes no new ones. */
  readonly close: () => Promise<void>;
}

export interface ExecutionAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly { readonly message: string; readonly code: string }[];
}

export async function createServer(services: Services): Promise<CatalogServer> {
  const app = express();
  const httpServer = createHttpServer({ requestTimeout: RECEIVE_MS }, app);
  const apollo = createApollo(services, httpServer);
  const cache = createCorpusCache(services.db);
  const contextOf = (): GraphqlContext => createContext(services, cache);
  await apollo.start();
  let closing = false;
  app.disable('x-powered-by');
  app.use(requestLog(services.logger));
  app.get('/healthz', (_request, response) => response.json({ status: 'ok' }));
  app.get(
    '/readyz',
    readiness(services, () => closing),
  );
  app.use(
    '/graphql',
    graphiql,
    answerTimeout(services.timeoutMs),
    express.json({ limit: MAX_BODY }),
    expressMiddleware(apollo, { context: () => Promise.resolve(contextOf()) }),
  );
  app.use(notFound);
  app.use(httpErrors(services.logger));
  return {
    httpServer,
    listen: (at) => listen(httpServer, at),
    execute: (query, variables) => execute(apollo, contextOf(), query, variables),
    warm: async () => {
      for (const query of FIRST_QUERIES) await execute(apollo, contextOf(), query, {});
    },
    close: () => {
      closing = true;
      return apollo.stop();
    },
  };
}

async function execute(
  apollo: ApolloServer<GraphqlContext>,
  contextValue: GraphqlContext,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<ExecutionAnswer> {
  const { body } = await apollo.executeOperation({ query, variables: { ...variables } }, { contextValue });
  if (body.kind !== 'single') throw new Error('the schema has no incremental fields');
  const { data, errors = [] } = body.singleResult;
  return {
    data: data ?? null,
    errors: errors.map(({ message, extensions }) => ({ message, code: codeOf(extensions?.['code']) })),
  };
}

/** Every error of ours carries a text. */
function codeOf(code: unknown): string {
  return typeof code === 'string' ? code : '';
}

function createApollo({ logger }: Services, httpServer: Server): ApolloServer<GraphqlContext> {
  return new ApolloServer<GraphqlContext>({
    typeDefs: parse(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')),
    resolvers,
    introspection: true,
    csrfPrevention: true,
    cache: 'bounded',
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: MAX_TOKENS },
    formatError: errorFormatter(logger),
    logger: {
      debug: (message: string) => logger.debug(message),
      info: (message: string) => logger.info(message),
      warn: (message: string) => logger.warn(message),
      error: (message: string) => logger.error(message),
    },
    plugins: [
      limitsPlugin,
      corpusVersionPlugin,
      ApolloServerPluginDrainHttpServer({ httpServer, stopGracePeriodMillis: DRAIN_MS }),
    ],
  });
}

/** Ready: the database answers, and no shutdown has begun. */
function readiness({ db, logger }: Services, isClosing: () => boolean): RequestHandler {
  return async (_request, response) => {
    if (isClosing()) {
      response.status(503).json({ status: 'closing' });
      return;
    }
    try {
      const corpus = await corpusRow(db);
      response.json({ status: 'ready', corpusVersion: corpus?.version ?? null });
    } catch (error) {
      logger.error({ err: error }, 'the database does not answer');
      response.status(503).json({ status: 'the database does not answer' });
    }
  };
}

function listen(
  httpServer: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    httpServer.once('error', reject);
    httpServer.listen(port, host, () => {
      httpServer.off('error', reject);
      const address = httpServer.address();
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
      else resolve(address);
    });
  });
}
