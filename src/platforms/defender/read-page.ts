/** A Markdown page with queries in fenced blocks → one rule a query. */
import { basename } from 'node:path';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanAt } from '../../text/span.ts';
import type { SourceFile, SourceRule } from '../platform.ts';
import { attackInComments } from '../../formats/pages/comments.ts';
import { huntRule, slugOf } from './hunt.ts';
import { commentsOf, isDefinitions, isQuery, withoutProse } from './kusto-text.ts';
import { readSections } from '../../formats/pages/markdown.ts';
import type { Fence, Section } from '../../formats/pages/markdown.ts';
import { pageHead } from '../../formats/pages/page-head.ts';
import { splitQueries } from './split-queries.ts';

export interface FileReading {
  readonly rules: readonly SourceRule[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Tags under which queries stand; for want of a highlighter of its own Kusto is called C# at times. */
const NAMED_TAG = /^(kql|kusto|csl)\b/i;
const OTHER_TAG = /^(c#|cs|csharp|sql|text|txt|plaintext)?$/i;

interface Found {
  readonly text: string;
  /** The heading that it stands under. */
  readonly label: string;
}

export function readPage(file: SourceFile): FileReading {
  const text = file.text.replace(/\r\n?/g, '\n');
  const sections = readSections(text);
  const diagnostics: Diagnostic[] = [];
  const found = sections.flatMap((section) =>
    section.fences.flatMap((fence) =>
      queriesOf(fence, diagnostics, { ...file, text }).map((query) => ({
        text: query,
        label: section.title,
      })),
    ),
  );
  return { rules: nameQueries(file, sections, found), diagnostics };
}

function queriesOf(fence: Fence, diagnostics: Diagnostic[], file: SourceFile): readonly string[] {
  const isNamed = NAMED_TAG.test(fence.tag);
  if (!isNamed && !OTHER_TAG.test(fence.tag)) return [];
  return splitQueries(fence.text).flatMap((part) => {
    if (isQuery(part.text, isNamed)) return [part.text];
    const query = withoutProse(part.text, isNamed);
    if (query !== null) return [query.text];
    if (isNamed && !saysNothing(part.text) && !isDefinitions(part.text)) {
      const start = offsetOfLine(file.text, fence.line + part.line - 1);
      const span = spanAt(file.text, start, start + (part.text.split('\n')[0] ?? '').length);
      diagnostics.push(
        diagnostic('not_a_query', 'This part of the block is no query.', span, 'warning', file.path),
      );
    }
    return [];
  });
}

/** Comments alone, or the word that there is nothing. */
function saysNothing(text: string): boolean {
  return text.split('\n').every((line) => /^\s*($|\/\/|(n\/?a|none|tbd|todo)\b)/i.test(line));
}

function offsetOfLine(text: string, line: number): number {
  let offset = 0;
  for (let count = 1; count < line; count++) offset = text.indexOf('\n', offset) + 1;
  return offset;
}

/** Known by the page's own id or its path, and where it holds several queries by their headings. */
function nameQueries(
  file: SourceFile,
  sections: readonly Section[],
  found: readonly Found[],
): readonly SourceRule[] {
  const head = pageHead(sections);
  const title = head.title ?? basename(file.path).replace(/\.\w+$/, '');
  const counts = new Map<string, number>();
  return found.map(({ text, label }) => {
    const own = label === '' || label === head.title ? 'query' : label;
    const slug = slugOf(own) || 'query';
    const count = (counts.get(slug) ?? 0) + 1;
    counts.set(slug, count);
    const ordinal = count === 1 ? '' : ` ${count}`;
    const isOnly = found.length === 1;
    return huntRule(file, {
      nativeId: `${head.id ?? file.path}${isOnly ? '' : `#${slug}${ordinal.replace(' ', '-')}`}`,
      kind: head.id === null ? 'hunt' : 'rule',
      title: isOnly ? title : `${title} (${own}${ordinal})`,
      description: head.description,
      authors: head.authors,
      references: head.references,
      falsePositives: head.falsePositives,
      attack: head.attack.length > 0 ? head.attack : attackInComments(commentsOf(text)),
      text,
    });
  });
}
