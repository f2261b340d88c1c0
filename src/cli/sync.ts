/** `sync [platform…]`: imports the public corpora that seed/sources.json names. */
import { Command } from 'commander';
import { openApp, readPublicSources } from '../app.ts';
import type { FolderImportReport } from '../app.ts';
import { readConfig } from '../config.ts';
import { EXIT } from './exit-codes.ts';
import { platformById } from './import.ts';
import { importReportText } from './import-report.ts';
import { print, progressBar } from './output.ts';
import type { OutputOptions } from './output.ts';

export const syncCommand = new Command('sync')
  .description('import the public corpora (all, or those of the named platforms) from their repositories')
  .argument('[platform...]', 'panther, elastic, sigma')
  .option('--json', 'print the reports as JSON')
  .action(async (platformIds: readonly string[], options: OutputOptions) => {
    const wanted = platformIds.map((id) => platformById(id).id);
    const sources = readPublicSources().filter(
      ({ platform }) => wanted.length === 0 || wanted.includes(platform),
    );
    const progress = progressBar(options);
    const app = await openApp(readConfig());
    const reports: FolderImportReport[] = [];
    const failures: { readonly source: string; readonly message: string }[] = [];
    try {
      for (const { platform, name, url, licence, paths } of sources) {
        try {
          const from = { address: { url, revision: null }, paths };
          reports.push(
            await app.importRules({ platform: platformById(platform), from, name, licence }, progress.step),
          );
        } catch (error) {
          // One repository that cannot be reached keeps the others from nothing.
          failures.push({ source: name, message: error instanceof Error ? error.message : String(error) });
        }
      }
    } finally {
      progress.stop();
      await app.close();
    }
    print(options, { reports, failures }, () =>
      [
        ...reports.map(importReportText),
        ...failures.map(({ source, message }) => `${source}: failed: ${message}`),
      ].join('\n'),
    );
    if (failures.length > 0) process.exitCode = EXIT.failed;
  });
