/** Elastic Security: detection rules and hunts as TOML (github.com/elastic/detection-rules, and private repositories of its shape). */
import type { FileDiagnostics, Platform, SourceFile, SourceReading, SourceRule } from '../platform.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { isRecord } from '../../text/plain-data.ts';
import { indexLogSources } from './log-sources.ts';
import { readHunt } from './read-hunt.ts';
import { readRule } from './read-rule.ts';
import { readTomlFile } from './toml-file.ts';

/** Rules, the diagnostic of a file that should have been one, or nothing: another kind of file. */
function readFile(file: SourceFile): readonly SourceRule[] | Diagnostic {
  const toml = readTomlFile(file);
  if ('code' in toml) return toml;
  if (isRecord(toml.value['rule'])) {
    const rule = readRule(toml);
    return 'code' in rule ? rule : [rule];
  }
  if (isRecord(toml.value['hunt'])) return readHunt(toml);
  if (!isRecord(toml.value['metadata'])) return [];
  const message = 'The file has [metadata] and no [rule].';
  return diagnostic('missing_field', message, toml.spanOf('metadata'), 'error', file.path);
}

function readElastic(files: readonly SourceFile[]): SourceReading {
  const rules: SourceRule[] = [];
  const broken: FileDiagnostics[] = [];
  let skippedFileCount = 0;
  for (const file of files) {
    const read = readFile(file);
    if ('code' in read) broken.push({ path: file.path, diagnostics: [read] });
    else if (read.length === 0) skippedFileCount += 1;
    else rules.push(...read);
  }
  return { rules, broken, skippedFileCount };
}

/** TOML that configures tools, and not rules, stands in hidden folders or in the root. */
const CONFIGURATION = /(^|\/)\.|^[^/]*(pyproject|config|cargo|lock)[^/]*\.toml$/i;

export const elastic: Platform = {
  id: 'elastic',
  title: 'Elastic',
  wants: (path) => /\.toml$/i.test(path) && !CONFIGURATION.test(path),
  logSourcesOf: indexLogSources,
  read: readElastic,
};
