/** A Markdown page as its sections: headings, the text beneath them, and the fenced blocks. Fences decide; no other Markdown is read. */

export interface Fence {
  /** What stands behind the opening backticks. */
  readonly tag: string;
  readonly text: string;
  /** The first line of `text` in the page, from 1. */
  readonly line: number;
}

export interface Section {
  /** 0: before the first heading. */
  readonly level: number;
  /** Without Markdown's marks; empty before the first heading. */
  readonly title: string;
  /** Lines outside fences. */
  readonly lines: readonly string[];
  readonly fences: readonly Fence[];
}

interface Open {
  level: number;
  title: string;
  lines: string[];
  fences: Fence[];
}

/** https://spec.commonmark.org/0.31.2/#fenced-code-blocks; a fence that is not closed goes on to the end of the page. */
export function readSections(text: string): readonly Section[] {
  const sections: Open[] = [{ level: 0, title: '', lines: [], fences: [] }];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const section = sections.at(-1);
    const opening = /^\s*(`{3,}(?!`)|~{3,}(?!~))([^`]*)$/.exec(line);
    const heading = /^ {0,3}(#{1,6})\s(.*)$/.exec(line);
    if (opening !== null) {
      const end = closingLine(lines, at + 1, opening[1] ?? '```');
      section?.fences.push({
        tag: (opening[2] ?? '').trim(),
        text: lines.slice(at + 1, end).join('\n'),
        line: at + 2,
      });
      at = end;
    } else if (heading !== null) {
      sections.push({
        level: (heading[1] ?? '#').length,
        title: plainText((heading[2] ?? '').trim().replace(/(?<!#)#+$/, '')),
        lines: [],
        fences: [],
      });
    } else {
      section?.lines.push(line);
    }
  }
  return sections;
}

function closingLine(lines: readonly string[], from: number, fence: string): number {
  const mark = fence[0] ?? '`';
  const closes = new RegExp(`^\\s*\\${mark}{${fence.length},}\\s*$`);
  for (let at = from; at < lines.length; at++) if (closes.test(lines[at] ?? '')) return at;
  return lines.length;
}

/** Emphasis, code marks and links taken away. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1')
    .replace(/[*`]+|(?<!\w)_+|(?<!_)_+(?!\w)/g, '')
    .trim();
}

/** The cells of each row of the tables among the lines, without heads' rulers. */
export function tableRows(lines: readonly string[]): readonly (readonly string[])[] {
  return lines
    .filter((line) => /^\s*\|.*\|/.test(line) && !/^[\s|:-]+$/.test(line))
    .map((line) =>
      line
        .trim()
        .replace(/^\||\|$/g, '')
        .split('|')
        .map(plainText),
    );
}

export function urlsIn(text: string): readonly string[] {
  const found = text.match(/https?:\/\/[^\s<>"'`)\]|]+/g) ?? [];
  return found.map((url) => url.replace(/(?<![.,;:*])[.,;:*]+$/, ''));
}
