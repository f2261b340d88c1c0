import type { Diagnostic } from './diagnostic.ts';

const CONTEXT_LINES = 1;
const MAX_WIDTH = 160;

/**
 * A diagnostic as a user sees it: `severity[code]: message`, then the source line with its number and a caret
 * under the span.
 */
export function codeFrame(text: string, diagnostic: Diagnostic): string {
  const head = `${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`;
  if (diagnostic.span === null) return head;
  const { start, end } = diagnostic.span;
  const lines = text.split('\n');
  const last = Math.min(lines.length, start.line);
  const first = Math.max(1, last - CONTEXT_LINES);
  const gutter = String(last).length;
  const frame: string[] = [];
  for (let line = first; line <= last; line++) {
    const content = (lines[line - 1] ?? '').replace(/\r$/, '').slice(0, MAX_WIDTH);
    frame.push(`${String(line).padStart(gutter)} | ${content}`.trimEnd());
  }
  const width = end.line === start.line ? Math.max(1, end.column - start.column) : 1;
  const shown = Math.max(1, Math.min(width, MAX_WIDTH - start.column));
  frame.push(`${' '.repeat(gutter)} | ${' '.repeat(start.column - 1)}${'^'.repeat(shown)}`);
  const file = diagnostic.file === null ? '' : `${diagnostic.file}:`;
  return `${head}\n${' '.repeat(gutter)} --> ${file}${start.line}:${start.column}\n${frame.join('\n')}`;
}
