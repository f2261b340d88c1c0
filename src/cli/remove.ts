/** `remove <source>`: takes a source and its rules out of the catalog. */
import { Command } from 'commander';
import { openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { CliError, EXIT } from './exit-codes.ts';
import { print } from './output.ts';
import type { OutputOptions } from './output.ts';

export const removeCommand = new Command('remove')
  .description('take a source and its rules out of the catalog')
  .argument('<source>', 'its id, as import and health print it: sigma/our-rules')
  .option('--json', 'print JSON')
  .action(async (sourceId: string, options: OutputOptions) => {
    const app = await openApp(readConfig());
    try {
      const removed = await app.removeSource(sourceId);
      if (removed === null) throw new CliError(`there is no source ${sourceId}`, EXIT.notFound);
      print(options, { sourceId, ...removed }, () => `${sourceId}: ${removed.ruleCount} rules removed`);
    } finally {
      await app.close();
    }
  });
