/** A file of bare queries (`.kql`, `.func`, `.txt`): what is said about them stands in comments. */
import { basename } from 'node:path';
import { diagnostic } from '../../text/diagnostic.ts';
import { distinct } from '../../text/plain-data.ts';
import { spanAt } from '../../text/span.ts';
import type { SourceFile, SourceRule } from '../platform.ts';
import { attackInComments, descriptionIn, labelled, severityIn } from '../../formats/pages/comments.ts';
import { huntRule } from './hunt.ts';
import { commentsOf, isDefinitions, isQuery, openingComments, withoutProse } from './kusto-text.ts';
import type { WithoutProse } from './kusto-text.ts';
import { urlsIn } from '../../formats/pages/markdown.ts';
import type { FileReading } from './read-page.ts';
import { splitQueries } from './split-queries.ts';

/** `isNamed`: the file's name says that it holds Kusto, so one that holds none is reported. */
export function readQueryFile(file: SourceFile, isNamed: boolean): FileReading {
  const text = file.text.replace(/\r\n?/g, '\n');
  const parts = splitQueries(text).flatMap((part) => queryPart(part.text, isNamed));
  if (parts.length === 0 && isDefinitions(text)) return { rules: [], diagnostics: [] };
  if (parts.length === 0) {
    const message = 'The file holds no query.';
    const span = spanAt(text, 0, text.split('\n')[0]?.length ?? 0);
    return {
      rules: [],
      diagnostics: isNamed ? [diagnostic('not_a_query', message, span, 'error', file.path)] : [],
    };
  }
  const opening = openingComments(text);
  const rules = parts.map((part, index) =>
    queryRule(file, part, opening, parts.length === 1 ? null : index + 1),
  );
  return { rules, diagnostics: [] };
}

/** A query, and the prose before it. */
function queryPart(text: string, isNamed: boolean): readonly WithoutProse[] {
  if (isQuery(text, isNamed)) return [{ text, prose: [] }];
  const query = withoutProse(text, isNamed);
  return query === null ? [] : [query];
}

/** `number`: which query of the file it is, where there are several. */
function queryRule(
  file: SourceFile,
  { text, prose }: WithoutProse,
  opening: readonly string[],
  number: number | null,
): SourceRule {
  const comments = distinct([...opening, ...prose, ...openingComments(text)]);
  const [titled] = number === null ? labelled(comments, /^(title|(rule|query|detection)( name)?)$/i) : [];
  const title = titled ?? basename(file.path).replace(/\.\w+$/, '');
  return huntRule(file, {
    nativeId: number === null ? file.path : `${file.path}#${number}`,
    kind: 'hunt',
    title: number === null ? title : `${title} (${number})`,
    description: descriptionIn(comments),
    ...severityIn(comments),
    authors: labelled(comments, /^(authors?|names?)$/i),
    references: distinct(urlsIn(comments.join('\n'))),
    falsePositives: [],
    attack: attackInComments(distinct([...comments, ...commentsOf(text)])),
    text,
  });
}
