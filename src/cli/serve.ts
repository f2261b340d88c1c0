/** `serve`: the GraphQL server, until it is told to stop. */
import { Command } from 'commander';
import { openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { CliError } from './exit-codes.ts';

/** Opens the catalog, seeds it where it is empty, listens, and closes all of it on SIGINT or SIGTERM. */
async function serve(config: Config): Promise<void> {
  const started = performance.now();
  const app = await openApp(config);
  try {
    await app.seed();
    await app.warm();
    const server = await app.createServer();
    await server.warm();
    const { port } = await server.listen(config);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const host = config.host === '127.0.0.1' ? 'localhost' : config.host;
    process.stdout.write(`rule-catalog is ready after ${seconds} s: http://${host}:${port}/graphql\n`);
    stopOnSignals(async () => {
      await server.close();
      await app.close();
    });
  } catch (error) {
    await app.close();
    throw portError(error, config);
  }
}

function stopOnSignals(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`rule-catalog: could not stop cleanly: ${String(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}

/** A port that cannot be had is the user's to mend; anything else stays what it is. */
function portError(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return new CliError(`port ${port} of ${host} is taken: set PORT to another`);
  if (code === 'EACCES') return new CliError(`port ${port} of ${host} may not be used: set PORT to another`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CliError(`there is no address ${host} here: set HOST`);
  return error;
}

export const serveCommand = new Command('serve')
  .description('serve GraphQL at http://HOST:PORT/graphql')
  .action(() => serve(readConfig()));
