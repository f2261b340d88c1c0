// Errors that a client gets: bad requests keep their code, our own bugs leave as an id that the log knows.
import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';

/** Codes of our own; those of Apollo Server and GraphQL stand beside them in docs/api.md. */
export type RequestErrorCode =
  | 'BAD_USER_INPUT'
  | 'CORPUS_CHANGED'
  | 'FIRST_OUT_OF_RANGE'
  | 'INVALID_CURSOR'
  | 'INVALID_ID'
  | 'QUERY_TOO_COSTLY'
  | 'QUERY_TOO_DEEP';

/** A bad request; `extra` goes into the error's extensions. */
export function requestError(
  code: RequestErrorCode,
  message: string,
  extra: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extra, code } });
}

/** Makes Apollo Server's formatError. */
export function errorFormatter(
  logger: Logger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const code = formatted.extensions?.['code'];
    if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') return formatted;
    const errorId = randomUUID();
    logger.error({ err: unwrapResolverError(error), errorId, path: formatted.path }, 'internal error');
    return {
      message: `internal error ${errorId}`,
      ...(formatted.path ? { path: formatted.path } : {}),
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    };
  };
}

/** In `u` mode a surrogate matches only when it stands alone. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Postgres' text holds neither NUL nor half a surrogate pair: nothing stored can equal such a text. */
export function isUnstorableText(text: string): boolean {
  return UNSTORABLE.test(text);
}

/** Nobody's id, name, tag or cursor is longer; the longest are values to be looked up. */
const MAX_TEXT_LENGTH = 10_000;
/** A database takes no statement with tens of thousands of parameters. */
const MAX_LIST_LENGTH = 1_000;

/** Throws BAD_USER_INPUT for arguments that no statement could be asked with. */
export function checkArguments(value: unknown): void {
  if (typeof value === 'string') {
    if (value.length > MAX_TEXT_LENGTH) {
      throw requestError('BAD_USER_INPUT', `a text argument is longer than ${MAX_TEXT_LENGTH} characters`, {
        maximum: MAX_TEXT_LENGTH,
      });
    }
    if (isUnstorableText(value)) {
      throw requestError('BAD_USER_INPUT', 'a text argument holds U+0000 or half a surrogate pair');
    }
  } else if (Array.isArray(value)) {
    if (value.length > MAX_LIST_LENGTH) {
      throw requestError('BAD_USER_INPUT', `a list argument has more than ${MAX_LIST_LENGTH} elements`, {
        maximum: MAX_LIST_LENGTH,
      });
    }
    value.forEach(checkArguments);
  } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    Object.values(value).forEach(checkArguments);
  }
}
