/** `import <platform> <folder or git url[@revision]>`: brings rules into the catalog. */
import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { openApp, parseRepositoryAddress, platforms, readPublicSources, withoutCredentials } from '../app.ts';
import type { ImportRequest, Platform } from '../app.ts';
import { readConfig } from '../config.ts';
import { CliError, EXIT } from './exit-codes.ts';
import { importReportText, isComplete } from './import-report.ts';
import { print, progressBar } from './output.ts';

interface ImportOptions {
  readonly json?: boolean;
  readonly name?: string;
  readonly licence?: string;
  readonly strict?: boolean;
  readonly allowShrink?: boolean;
}

export const importCommand = new Command('import')
  .description('import the rules of a folder or of a git repository; unchanged rules cost nothing')
  .argument('<platform>', `whose rules they are: ${platforms.map(({ id }) => id).join(', ')}`)
  .argument('<from>', 'a folder, or a git url with an optional @revision')
  .option('--name <name>', "names the source (default: the folder's or repository's name)")
  .option('--licence <spdx>', 'licence of rules that declare none')
  .option('--strict', `exit with ${EXIT.incomplete} unless every file was read and every rule parsed in full`)
  .option('--allow-shrink', 'let more than a tenth of the rules that are stored go')
  .option('--json', 'print the report as JSON')
  .action(async (platformId: string, from: string, options: ImportOptions) => {
    const request = importRequest(platformById(platformId), from, options);
    const progress = progressBar(options);
    const app = await openApp(readConfig());
    try {
      const report = await app.importRules(request, progress.step);
      progress.stop();
      print(options, report, () => importReportText(report));
      if (options.strict === true && !isComplete(report)) process.exitCode = EXIT.incomplete;
    } finally {
      progress.stop();
      await app.close();
    }
  });

export function platformById(id: string): Platform {
  const platform = platforms.find((each) => each.id === id);
  if (platform !== undefined) return platform;
  throw new CliError(`there is no platform ${id}; there are ${platforms.map((each) => each.id).join(', ')}`);
}

function importRequest(platform: Platform, from: string, options: ImportOptions): ImportRequest {
  const { name, licence, allowShrink = false } = options;
  if (existsSync(from)) {
    if (!statSync(from).isDirectory()) {
      throw new CliError(`${from} is a file: name the folder that holds the rules`);
    }
    const folder = resolve(from);
    // A copy of a public repository is known by its folder's name, the owner's in front: `owner+name`.
    const known = readPublicSources().find((source) => source.name === basename(folder).replace('+', '/'));
    return {
      platform,
      from: { folder },
      name: name ?? known?.name ?? basename(folder),
      licence: licence ?? known?.licence ?? null,
      allowShrink,
    };
  }
  const address = parseRepositoryAddress(from);
  if (address === null) throw new CliError(`${from} is neither a folder nor a git url`);
  const url = withoutCredentials(address.url);
  const known = readPublicSources().find((source) => sameRepository(source.url, url));
  return {
    platform,
    from: { address, paths: known?.paths ?? [] },
    name: name ?? known?.name ?? repositoryName(url),
    licence: licence ?? known?.licence ?? null,
    allowShrink,
  };
}

/** `owner/name` of a repository's url. */
function repositoryName(url: string): string {
  return url
    .replace(/\.git$/, '')
    .split(/[/:]/)
    .filter((part) => part !== '')
    .slice(-2)
    .join('/');
}

function sameRepository(left: string, right: string): boolean {
  const plain = (url: string): string =>
    url
      .toLowerCase()
      .replace(/\.git$/, '')
      .replace(/\/$/, '');
  return plain(left) === plain(right);
}
