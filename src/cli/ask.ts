/** Asks the catalog over its own GraphQL schema: the command line has no other door to the data. */
import { openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { CliError, EXIT } from './exit-codes.ts';

/** The operation's data, of the shape that the query says. Throws CliError with the API's own message. */
export type Ask = <Data>(query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Data>;

/** Asks once. */
export const ask: Ask = (query, variables) => withCatalog((askIt) => askIt(query, variables));

/** Asks as often as `work` does, of one opened catalog. */
export async function withCatalog<Result>(work: (ask: Ask) => Promise<Result>): Promise<Result> {
  const app = await openApp(readConfig());
  try {
    await app.seed();
    const server = await app.createServer();
    const result = await work(async <Data>(query: string, variables = {}) => {
      const { data, errors } = await server.execute(query, variables);
      const [error] = errors;
      if (error !== undefined) throw new CliError(`${error.message} [${error.code}]`, exitCodeOf(error.code));
      // The schema guarantees the shape that the query asks for.
      return data as Data;
    }).finally(() => server.close());
    return result;
  } finally {
    await app.close();
  }
}

function exitCodeOf(code: string): number {
  return code === 'INTERNAL_SERVER_ERROR' ? EXIT.failed : EXIT.usage;
}
