/**
 * Microsoft Sentinel: analytics rules (scheduled, near-real-time) and hunting queries as YAML, wherever in a repository they lie
 * (github.com/Azure/Azure-Sentinel with its `Detections/` and `Solutions/`, and private repositories of that shape).
 */
import { logSourcesOfTable } from '../../fields/log-analytics-tables.ts';
import type { FileDiagnostics, Platform, SourceFile, SourceReading, SourceRule } from '../platform.ts';
import { readRule } from './read-rule.ts';

function readSentinel(files: readonly SourceFile[]): SourceReading {
  const rules: SourceRule[] = [];
  const broken: FileDiagnostics[] = [];
  let skippedFileCount = 0;
  for (const file of files) {
    const read = readRule(file);
    if (read === null) skippedFileCount += 1;
    else if ('queries' in read) rules.push(read);
    else broken.push({ path: file.path, diagnostics: read });
  }
  return { rules, broken, skippedFileCount };
}

/** Hidden folders hold what configures tools. */
export const sentinel: Platform = {
  id: 'sentinel',
  title: 'Microsoft Sentinel',
  wants: (path) => /\.ya?ml$/i.test(path) && !/(^|\/)\./.test(path),
  read: readSentinel,
  logSourcesOf: logSourcesOfTable,
};
