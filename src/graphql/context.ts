// What the resolvers of one request share.
import type { Logger } from 'pino';
import type { Queryable } from '../store/client.ts';
import { corpusRow } from '../store/read/stats.ts';
import type { CorpusRow } from '../store/read/stats.ts';
import type { Cached, CorpusCache } from './corpus-cache.ts';
import type { LoadedEngine } from './current-engine.ts';
import { createLoaders } from './loaders.ts';
import type { Loaders } from './loaders.ts';

/** What the composition root gives the server. */
export interface Services {
  readonly db: Queryable;
  /** The engine over the rules as they are stored now. */
  readonly engine: () => Promise<LoadedEngine>;
  readonly logger: Logger;
  /** How long an answer may take; two minutes when left out. */
  readonly timeoutMs?: number | undefined;
}

export interface GraphqlContext {
  /** For root fields; type resolvers reach data through the loaders. */
  readonly db: Queryable;
  readonly loaders: Loaders;
  readonly engine: () => Promise<LoadedEngine>;
  readonly logger: Logger;
  /** The corpus as it was when the request first asked; null before the first import. */
  readonly corpus: () => Promise<CorpusRow | null>;
  /** What is computed from that corpus as a whole. */
  readonly cached: Cached;
}

/** Makes the contexts of a server's requests; `cache` is what they share. */
export function createContext({ db, engine, logger }: Services, cache: CorpusCache): GraphqlContext {
  let asked: Promise<CorpusRow | null> | undefined;
  const corpus = (): Promise<CorpusRow | null> => (asked ??= corpusRow(db));
  const cached = cache(corpus);
  return { db, loaders: createLoaders(db, cached), engine, logger, corpus, cached };
}
