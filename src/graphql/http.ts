// What every HTTP request meets before and after GraphQL: its id, the log, readable bodies, answers where no route is.
import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';

/** Large enough for an event of 10 MB to get evaluate's own answer. */
export const MAX_BODY = '16mb';

export function requestLog(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    const started = performance.now();
    // Where a router is mounted, it changes the path while it has the request.
    const { method, path } = request;
    response.set('X-Request-Id', requestId);
    response.on('close', () => {
      logger.info(
        {
          requestId,
          method,
          path,
          status: response.statusCode,
          finished: response.writableFinished,
          ms: Math.round(performance.now() - started),
        },
        'request',
      );
    });
    next();
  };
}

/**
 * How long an answer may take. The limits on operations keep each within seconds; only an import into the embedded database, which has one
 * connection, makes others wait for longer.
 */
const TIMEOUT_MS = 120_000;

/** Answers in place of a handler that takes too long; what that one comes to later is dropped. */
export function answerTimeout(milliseconds: number = TIMEOUT_MS): RequestHandler {
  return (_request, response, next) => {
    const timer = setTimeout(() => {
      if (response.headersSent) return;
      const message = `no answer within ${milliseconds} ms: ask again later, or for less`;
      response
        .status(503)
        .set('Retry-After', '10')
        .json({ errors: [{ message, extensions: { code: 'REQUEST_TIMEOUT' } }] });
    }, milliseconds);
    response.on('close', () => clearTimeout(timer));
    next();
  };
}

export const notFound: RequestHandler = (request, response) => {
  response.status(404).json({ error: `there is nothing at ${request.path}`, graphql: '/graphql' });
};

interface HttpProblem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** body-parser names what is wrong in `type`, and says with `status` and `expose` that it is the client's fault. */
function problemOf(error: unknown): HttpProblem | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  const { status, message } = error;
  if (status === 413) {
    return { status, code: 'PAYLOAD_TOO_LARGE', message: `the request's body is larger than ${MAX_BODY}` };
  }
  return status >= 400 && status < 500 ? { status, code: 'BAD_REQUEST', message } : null;
}

/** Errors outside GraphQL, in GraphQL's form. */
export function httpErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    // The time was up, and the client has been told so.
    if (response.writableEnded) return;
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    if (problem !== null) {
      const { status, code, message } = problem;
      response.status(status).json({ errors: [{ message, extensions: { code } }] });
      return;
    }
    const errorId = randomUUID();
    logger.error({ err: error, errorId }, 'internal error');
    response.status(500).json({
      errors: [
        { message: `internal error ${errorId}`, extensions: { code: 'INTERNAL_SERVER_ERROR', errorId } },
      ],
    });
  };
}
