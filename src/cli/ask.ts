/** Asks the catalog over its own GraphQL schema: the command line has no other door to the data. */
import { openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { CliError, EXIT } from './exit-codes.ts';

/** The operation's data, of the shape that the query says. Throws CliError with the API's own message. */
export async function ask<Data>(
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  const app = await openApp(readConfig());
  try {
    await app.seed();
    const server = await app.createServer();
    const { data, errors } = await server.execute(query, variables);
    await server.close();
    const [error] = errors;
    if (error !== undefined) throw new CliError(`${error.message} [${error.code}]`, exitCodeOf(error.code));
    // The schema guarantees the shape that the query asks for.
    return data as Data;
  } finally {
    await app.close();
  }
}

function exitCodeOf(code: string): number {
  return code === 'INTERNAL_SERVER_ERROR' ? EXIT.failed : EXIT.usage;
}
