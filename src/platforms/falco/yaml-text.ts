/** Text of a YAML scalar with the places where it stands in its file. */
import { positionAt } from '../../text/span.ts';
import type { YamlNode } from '../../text/yaml-tree.ts';

/** A piece of a file's text. */
export interface PlacedText {
  readonly text: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/**
 * White space means nothing in a condition, so it is read as its lines stand in the file: every place in it is one in the file. Only where
 * YAML's own signs would stand in it (escapes in quotes, comments in a plain text) it is read as YAML reads it.
 */
export function placedText(node: YamlNode | undefined, fileText: string, path: string): PlacedText | null {
  if (node?.kind !== 'scalar' || node.value === null) return null;
  const value = node.source;
  const written = fileText.slice(node.start, node.end);
  const begin = node.start + headLength(written);
  const lines = withoutEnd(fileText.slice(begin, node.end), value.trimEnd());
  const text = sameWords(lines, value) && !/(["'])[^"'\n]*\n[^"'\n]*\1/.test(lines) ? lines : value;
  const { line, column } = positionAt(fileText, text === lines ? begin : node.start);
  return { text: text.trimEnd(), path, line, column };
}

/** Without the closing quote, where it is none of the value's own. */
function withoutEnd(written: string, value: string): string {
  const text = written.trimEnd();
  const quote = /["']$/.exec(text)?.[0] ?? '';
  return value.endsWith(quote) ? written : text.slice(0, text.length - quote.length);
}

/** The header of a block scalar with its line's end, or an opening quote. */
function headLength(written: string): number {
  return (/^[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\r?\n/.exec(written) ?? /^["']/.exec(written) ?? [''])[0].length;
}

function sameWords(a: string, b: string): boolean {
  return a.replace(/\s+/g, ' ').trim() === b.replace(/\s+/g, ' ').trim();
}
