/**
 * Microsoft Defender XDR: custom detections (YAML in the shape of Microsoft Graph) and the community's hunting queries (Markdown pages, files of
 * queries), of which many are for Sentinel's tables as well.
 */
import { logSourcesOfTable } from '../../fields/log-analytics-tables.ts';
import type { FileDiagnostics, Platform, SourceFile, SourceReading, SourceRule } from '../platform.ts';
import { readCustomDetection } from './read-custom-detection.ts';
import { readPage } from './read-page.ts';
import type { FileReading } from './read-page.ts';
import { readQueryFile } from './read-query-file.ts';

function readFile(file: SourceFile): FileReading {
  if (/\.ya?ml$/i.test(file.path)) {
    const read = readCustomDetection(file);
    if (read === null) return { rules: [], diagnostics: [] };
    return 'queries' in read ? { rules: [read], diagnostics: [] } : { rules: [], diagnostics: read };
  }
  if (/\.(kql|kusto|csl|func)$/i.test(file.path)) return readQueryFile(file, true);
  // Some pages and queries have lost the ending of their name: a fence tells a page.
  const isPage = /\.(md|markdown)$/i.test(file.path) || /^[^\S\n]*```/m.test(file.text);
  return isPage ? readPage(file) : readQueryFile(file, false);
}

function readDefender(files: readonly SourceFile[]): SourceReading {
  const rules: SourceRule[] = [];
  const broken: FileDiagnostics[] = [];
  let skippedFileCount = 0;
  for (const file of files) {
    const read = readFile(file);
    rules.push(...read.rules);
    if (read.diagnostics.length > 0) broken.push({ path: file.path, diagnostics: read.diagnostics });
    else if (read.rules.length === 0) skippedFileCount += 1;
  }
  return { rules, broken, skippedFileCount };
}

const NAMED = /\.(ya?ml|md|markdown|kql|kusto|csl|func|txt)$/i;
/** A name without an ending, but for those that every repository has. */
const BARE =
  /(^|\/)(?!(licen[cs]e|notice|makefile|dockerfile|codeowners|copying|authors|changelog)$)[^/.]+$/i;

/** Hidden folders configure tools; queries in a repository's own documentation are examples. */
const DOCUMENTATION = /(^|\/)\.|^(docs?\/|(readme|contributing|agents|security)\.md$)/i;

export const defender: Platform = {
  id: 'defender',
  title: 'Microsoft Defender XDR',
  wants: (path) => (NAMED.test(path) || BARE.test(path)) && !DOCUMENTATION.test(path),
  read: readDefender,
  logSourcesOf: logSourcesOfTable,
};
