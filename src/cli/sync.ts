/** `sync [platform…]`: imports the public corpora that seed/sources.json names. */
import { Command } from 'commander';
import { openApp, readPublicSources } from '../app.ts';
import type { ImportOutcome } from '../app.ts';
import { readConfig } from '../config.ts';
import { EXIT } from './exit-codes.ts';
import { platformById } from './import.ts';
import { importReportText } from './import-report.ts';
import { print, progressBar } from './output.ts';
import type { OutputOptions } from './output.ts';

export const syncCommand = new Command('sync')
  .description('import the public corpora (all, or those of the named platforms) from their repositories')
  .argument('[platform...]', 'ids of platforms')
  .option('--allow-shrink', 'let more than a tenth of the rules that are stored of a source go')
  .option('--json', 'print the reports as JSON')
  .action(
    async (platformIds: readonly string[], options: OutputOptions & { readonly allowShrink?: boolean }) => {
      const wanted = platformIds.map((id) => platformById(id).id);
      const sources = readPublicSources().filter(
        ({ platform }) => wanted.length === 0 || wanted.includes(platform),
      );
      const progress = progressBar(options);
      const app = await openApp(readConfig());
      let outcomes: readonly ImportOutcome[];
      try {
        outcomes = await app.importAll(
          sources.map(({ platform, name, url, licence, paths }) => ({
            platform: platformById(platform),
            from: { address: { url, revision: null }, paths },
            name,
            licence,
            allowShrink: options.allowShrink === true,
          })),
          progress.step,
        );
      } finally {
        progress.stop();
        await app.close();
      }
      const reports = outcomes.flatMap((outcome) => ('report' in outcome ? [outcome.report] : []));
      const failures = outcomes.flatMap((outcome) =>
        'error' in outcome ? [{ source: outcome.request.name, message: messageOf(outcome.error) }] : [],
      );
      print(options, { reports, failures }, () =>
        [
          ...reports.map(importReportText),
          ...failures.map(({ source, message }) => `${source}: failed: ${message}`),
        ].join('\n'),
      );
      if (failures.length > 0) process.exitCode = EXIT.failed;
    },
  );

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
