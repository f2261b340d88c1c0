/** A file of bare queries (`.kql`, `.txt`): what is said about them stands in comments. */
import { basename } from 'node:path';
import { diagnostic } from '../../text/diagnostic.ts';
import { distinct } from '../../text/plain-data.ts';
import { spanAt } from '../../text/span.ts';
import type { SourceFile } from '../platform.ts';
import { huntRule } from './hunt.ts';
import { isDefinitions, isQuery, openingComments } from './kusto-text.ts';
import { urlsIn } from './markdown.ts';
import type { FileReading } from './read-page.ts';
import { splitQueries } from './split-queries.ts';

/** `isNamed`: the file's name says that it holds Kusto, so one that holds none is reported. */
export function readQueryFile(file: SourceFile, isNamed: boolean): FileReading {
  const text = file.text.replace(/\r\n?/g, '\n');
  const parts = splitQueries(text).filter((part) => isQuery(part.text, isNamed));
  if (parts.length === 0 && isDefinitions(text)) return { rules: [], diagnostics: [] };
  if (parts.length === 0) {
    const message = 'The file holds no query.';
    const span = spanAt(text, 0, text.split('\n')[0]?.length ?? 0);
    return {
      rules: [],
      diagnostics: isNamed ? [diagnostic('not_a_query', message, span, 'error', file.path)] : [],
    };
  }
  const title = basename(file.path).replace(/\.\w+$/, '');
  const opening = openingComments(text);
  const rules = parts.map((part, index) => {
    const comments = distinct([...opening, ...openingComments(part.text)]);
    const isOnly = parts.length === 1;
    return huntRule(file, {
      nativeId: isOnly ? file.path : `${file.path}#${index + 1}`,
      kind: 'hunt',
      title: isOnly ? title : `${title} (${index + 1})`,
      description: descriptionOf(comments),
      authors: comments.flatMap((line) => /^(?:author|name)s?\s*:(.+)$/i.exec(line)?.[1]?.trim() ?? []),
      references: distinct(urlsIn(comments.join('\n'))),
      falsePositives: [],
      attack: distinct(comments.join('\n').match(/\bT\d{4}(?:\.\d{3})?\b/g) ?? []).map((technique) => ({
        technique,
        tactic: null,
      })),
      text: part.text,
    });
  });
  return { rules, diagnostics: [] };
}

/** Comments but for those that are a label and its value. */
function descriptionOf(comments: readonly string[]): string | null {
  const prose = comments
    .map((line) => line.replace(/^description\s*:\s*/i, ''))
    .filter((line) => !/^(author|name|twitter|linkedin|github|website|reference)s?\s*:/i.test(line));
  return prose.length === 0 ? null : prose.join('\n');
}
