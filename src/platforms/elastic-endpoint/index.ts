/**
 * Elastic's endpoint behaviour rules as TOML (github.com/elastic/protections-artifacts, behavior/rules): what the agent itself looks for, in EQL. The
 * repository's YARA and ransomware artefacts are no rules of ours: they are seen, and counted as skipped.
 */
import type { FileDiagnostics, Platform, SourceFile, SourceReading, SourceRule } from '../platform.ts';
import { readEndpointRule } from './read.ts';

function readEndpoint(files: readonly SourceFile[]): SourceReading {
  const rules: SourceRule[] = [];
  const broken: FileDiagnostics[] = [];
  let skippedFileCount = 0;
  for (const file of files) {
    const read = /\.toml$/i.test(file.path) ? readEndpointRule(file) : null;
    if (read === null) skippedFileCount += 1;
    else if ('code' in read) broken.push({ path: file.path, diagnostics: [read] });
    else rules.push(read);
  }
  return { rules, broken, skippedFileCount };
}

const HIDDEN = /(^|\/)\./;

export const elasticEndpoint: Platform = {
  id: 'elastic_endpoint',
  title: 'Elastic Endpoint',
  wants: (path) => /\.(toml|yara?|lua)$/i.test(path) && !HIDDEN.test(path),
  read: readEndpoint,
};
