/** An import's report as text. */
import type { FolderImportReport } from '../app.ts';

/** Findings of so many broken files are listed; `--json` lists all. */
const LISTED = 20;

export function importReportText(report: FolderImportReport): string {
  const {
    sourceId,
    ruleCount,
    addedCount,
    changedCount,
    removedCount,
    unchangedCount,
    parseStatusCounts: status,
  } = report;
  const lines = [
    `${sourceId}: ${ruleCount} rules (${addedCount} added, ${changedCount} changed, ${removedCount} removed, ${unchangedCount} unchanged) in ${report.seconds.toFixed(1)} s`,
  ];
  if (addedCount + changedCount > 0) {
    lines.push(`  parsed: ${status.FULL} FULL, ${status.PARTIAL} PARTIAL, ${status.OPAQUE} OPAQUE`);
  }
  lines.push(
    ...idLine('added', report.addedIds),
    ...idLine('changed', report.changedIds),
    ...idLine('removed', report.removedIds),
    ...idLine('PARTIAL', report.partialIds),
    ...idLine('OPAQUE', report.opaqueIds),
  );
  for (const { path, findings } of report.broken.slice(0, LISTED)) {
    const [first] = findings;
    const place = first === undefined || first.line === null ? '' : `:${first.line}:${first.column ?? 1}`;
    lines.push(`  not read: ${path}${place} ${first === undefined ? '' : `${first.code}: ${first.message}`}`);
  }
  if (report.broken.length > LISTED) lines.push(`  not read: ${report.broken.length - LISTED} more files`);
  for (const hint of report.hints) lines.push(`  hint: ${hint}`);
  for (const { id, message } of report.refused) lines.push(`  not stored: ${id}: ${message}`);
  return lines.join('\n');
}

/** So few that a reader wants to know which; `--json` names all. */
const NAMED = 10;

function idLine(word: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 || ids.length > NAMED ? [] : [`  ${word}: ${ids.join(', ')}`];
}

/** Was every file read and every compiled rule understood in full? */
export function isComplete(report: FolderImportReport): boolean {
  const { PARTIAL, OPAQUE } = report.parseStatusCounts;
  return report.broken.length + report.refused.length + PARTIAL + OPAQUE === 0;
}
