/** `serve`: the GraphQL server, until it is told to stop. */
import { Command } from 'commander';
import { openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';

/** Opens the catalog, seeds it where it is empty, listens, and closes all of it on SIGINT or SIGTERM. */
export async function serve(config: Config): Promise<void> {
  const started = performance.now();
  const app = await openApp(config);
  await app.seed();
  await app.warm();
  const server = await app.createServer();
  const { port } = await server.listen(config);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const host = config.host === '127.0.0.1' ? 'localhost' : config.host;
  process.stdout.write(`rule-catalog is ready after ${seconds} s: http://${host}:${port}/graphql\n`);
  const stop = async (): Promise<void> => {
    await server.close();
    await app.close();
  };
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

export const serveCommand = new Command('serve')
  .description('serve GraphQL at http://HOST:PORT/graphql')
  .action(() => serve(readConfig()));
