/**
 * Microsoft Sentinel: analytics rules (scheduled, near-real-time) and hunting queries as YAML, JSON and templates of Azure Resource Manager, wherever in a
 * repository they lie (github.com/Azure/Azure-Sentinel with its `Detections/` and `Solutions/`, exports, what deploys them).
 */
import { logSourcesOfTable } from '../../fields/log-analytics-tables.ts';
import type { FileDiagnostics, Platform, SourceFile, SourceReading, SourceRule } from '../platform.ts';
import { readFile } from './read-file.ts';

function readSentinel(files: readonly SourceFile[]): SourceReading {
  const rules: SourceRule[] = [];
  const broken: FileDiagnostics[] = [];
  let skippedFileCount = 0;
  for (const file of files) {
    const read = readFile(file);
    rules.push(...read.rules);
    if (read.diagnostics.length > 0) broken.push({ path: file.path, diagnostics: read.diagnostics });
    else if (read.rules.length === 0) skippedFileCount += 1;
  }
  return { rules: withoutPackages(rules), broken, skippedFileCount };
}

/** A solution's package is made from its rules: those that lie beside it are the rules. */
function withoutPackages(rules: readonly SourceRule[]): readonly SourceRule[] {
  const isPacked = ({ path }: SourceRule): boolean => /(^|\/)Package\/[^/]+\.json$/i.test(path);
  const own = new Set(rules.filter((rule) => !isPacked(rule)).map(({ nativeId }) => nativeId.toLowerCase()));
  return rules.filter((rule) => !isPacked(rule) || !own.has(rule.nativeId.toLowerCase()));
}

/** Hidden folders hold what configures tools. */
const TOOLS = /(^|\/)(\.|node_modules\/)|(^|\/)(package(-lock)?|tsconfig[^/]*)\.json$/i;

export const sentinel: Platform = {
  id: 'sentinel',
  title: 'Microsoft Sentinel',
  wants: (path) => /\.(ya?ml|json|bicep|tf)$/i.test(path) && !TOOLS.test(path),
  read: readSentinel,
  logSourcesOf: logSourcesOfTable,
};
