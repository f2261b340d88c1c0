// What the resolvers of one request share.
import type { Logger } from 'pino';
import type { Queryable } from '../store/client.ts';
import { corpusRow } from '../store/read/stats.ts';
import type { CorpusRow } from '../store/read/stats.ts';
import type { Evaluator } from './evaluator.ts';
import { createLoaders } from './loaders.ts';
import type { Loaders } from './loaders.ts';

/** What the composition root gives the server. */
export interface Services {
  readonly db: Queryable;
  /** An evaluator for the rules as they are stored now. */
  readonly evaluator: () => Promise<Evaluator>;
  readonly logger: Logger;
}

export interface GraphqlContext {
  /** For root fields; type resolvers reach data through the loaders. */
  readonly db: Queryable;
  readonly loaders: Loaders;
  readonly evaluator: () => Promise<Evaluator>;
  readonly logger: Logger;
  /** The corpus as it was when the request first asked; null before the first import. */
  readonly corpus: () => Promise<CorpusRow | null>;
}

/** The revision of a catalog without rules. */
export const EMPTY_CORPUS = 'empty';

export function createContext({ db, evaluator, logger }: Services): GraphqlContext {
  let corpus: Promise<CorpusRow | null> | undefined;
  return {
    db,
    loaders: createLoaders(db),
    evaluator,
    logger,
    corpus: () => (corpus ??= corpusRow(db)),
  };
}
