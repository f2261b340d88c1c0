/**
 * Searches kept as text: in files of their own (`.spl`), and in fenced blocks of Markdown pages. What is said of them stands in comments, or on the page.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { attackInComments, descriptionIn, labelled, severityIn } from '../../formats/pages/comments.ts';
import { readSections, urlsIn } from '../../formats/pages/markdown.ts';
import { pageHead } from '../../formats/pages/page-head.ts';
import { ruleId } from '../../rule/rule.ts';
import type { RuleHead } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import { distinct } from '../../text/plain-data.ts';
import { spanAt } from '../../text/span.ts';
import type { FileDiagnostics, SourceFile, SourceRule } from '../platform.ts';
import { macroKey, reachableMacros } from './macros.ts';
import type { Macros } from './macros.ts';
import { ruleLogSources } from './rule-log-sources.ts';

const PAGE = /\.(md|markdown)$/i;
const NAMED = /\.(spl|splunk)$/i;
/** Queries in a repository's own documentation are examples. */
const DOCUMENTATION =
  /(^|\/)\.|^(docs?\/|(readme|contributing|agents|security|changelog|code_of_conduct)\.md$)/i;

export function isSearchText(path: string): boolean {
  return (PAGE.test(path) || NAMED.test(path) || /\.txt$/i.test(path)) && !DOCUMENTATION.test(path);
}

export interface SearchTexts {
  readonly rules: readonly SourceRule[];
  readonly broken: readonly FileDiagnostics[];
}

export function readSearchTexts(file: SourceFile, macros: Macros): SearchTexts {
  const text = file.text.replace(/\r\n?/g, '\n');
  if (PAGE.test(file.path)) return { rules: pageRules({ ...file, text }, macros), broken: [] };
  const parts = splitSearches(text).filter((part) => isSearch(part));
  const opening = commentsOf(text.split('\n\n', 1)[0] ?? '');
  const rules = parts.map((part, at) =>
    textRule(
      file,
      part,
      parts.length === 1 ? null : at + 1,
      distinct([...opening, ...commentsOf(part)]),
      macros,
    ),
  );
  if (rules.length > 0 || !NAMED.test(file.path)) return { rules, broken: [] };
  const message = text.startsWith('\u001f')
    ? 'The file is a packed app: unpack it.'
    : 'The file holds no search.';
  const span = spanAt(text, 0, text.split('\n')[0]?.length ?? 0);
  return {
    rules,
    broken: [
      { path: file.path, diagnostics: [diagnostic('not_a_query', message, span, 'error', file.path)] },
    ],
  };
}

const BEGINS =
  /^(`|\(*(index|sourcetype|source|eventtype|tag|host|earliest)\b *(=|!=|IN\b)|search [^\n=`"|]*[=`"|]|\| *(tstats|inputlookup|from|makeresults|datamodel|rest|metadata|savedsearch|multisearch|union|mstats|pivot|dbxquery|search)\b)/i;

/** Is it a search: does it begin as one? */
function isSearch(text: string): boolean {
  return BEGINS.test(withoutComments(text).trimStart());
}

/** Lines that a person comments with; Splunk's own comments (between three backticks) are a part of the search. */
const COMMENT = /^\s*(#|\/\/|--\s)/;

function commentsOf(text: string): readonly string[] {
  const fenced = [...text.matchAll(/```([^]*?)```/g)].flatMap(([, inner = '']) => inner.split('\n'));
  const lines = text.split('\n').filter((line) => COMMENT.test(line));
  return distinct(
    [...lines.map((line) => line.replace(/^\s*(#+|\/\/+|--)\s*/, '')), ...fenced]
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
}

function withoutComments(text: string): string {
  return text
    .replace(/```[^]*?```/g, ' ')
    .split('\n')
    .filter((line) => !COMMENT.test(line))
    .join('\n');
}

/** The search itself: comments of a line's own, which Splunk does not know, left out. */
function searchOf(text: string): string {
  return text
    .split('\n')
    .filter((line) => !COMMENT.test(line))
    .join('\n')
    .trim();
}

/** A blank line ends a search where what follows begins one, and no bracket is open. */
function splitSearches(text: string): readonly string[] {
  const parts: string[] = [];
  for (const block of text.split(/\n[^\S\n]*\n/)) {
    const last = parts.at(-1);
    const goesOn = last !== undefined && (isOpen(last) || !isSearch(block));
    const isHeadOnly = last !== undefined && searchOf(withoutComments(last)) === '';
    if (last !== undefined && (goesOn || isHeadOnly)) parts[parts.length - 1] = `${last}\n\n${block}`;
    else parts.push(block);
  }
  return parts;
}

function isOpen(text: string): boolean {
  const code = withoutComments(text).replace(/"(?:\\.|[^"\\])*"/g, '');
  const open = (code.match(/[[(]/g) ?? []).length - (code.match(/[\])]/g) ?? []).length;
  return open > 0 || /(\||,|\b(or|and|not|by|as))\s*$/i.test(code);
}

function textRule(
  file: SourceFile,
  text: string,
  number: number | null,
  comments: readonly string[],
  macros: Macros,
): SourceRule {
  const [titled] =
    number === null ? labelled(comments, /^(title|name|(rule|query|detection|search)( name)?)$/i) : [];
  const title = titled ?? basename(file.path).replace(/\.\w+$/, '');
  return searchRule(file, searchOf(text), macros, {
    nativeId: number === null ? file.path : `${file.path}#${number}`,
    title: number === null ? title : `${title} (${number})`,
    description: descriptionIn(comments),
    ...severityIn(comments),
    authors: labelled(comments, /^authors?$/i),
    references: distinct(urlsIn(comments.join('\n'))),
    falsePositives: labelled(comments, /^(known )?false positives?$/i),
    attack: attackInComments(comments),
  });
}

const TAG = /^(spl|splunk|splunk-spl|spl2)\b/i;
const PLAIN_TAG = /^(sql|text|txt|plaintext|bash|sh|shell)?$/i;

function pageRules(file: SourceFile, macros: Macros): readonly SourceRule[] {
  const sections = readSections(file.text);
  const head = pageHead(sections);
  const found = sections.flatMap(({ title, fences }) =>
    fences
      .filter(({ tag, text }) => (TAG.test(tag) || PLAIN_TAG.test(tag)) && isSearch(text))
      .map(({ text }) => ({ label: title, text })),
  );
  const pageTitle = head.title ?? basename(file.path).replace(/\.\w+$/, '');
  return found.map(({ label, text }, at) => {
    const isOnly = found.length === 1;
    const own = label === '' || label === head.title ? `${at + 1}` : label;
    return searchRule(file, searchOf(text), macros, {
      nativeId: isOnly ? file.path : `${file.path}#${at + 1}`,
      title: isOnly ? pageTitle : `${pageTitle} (${own})`,
      description: head.description,
      severity: null,
      nativeSeverity: null,
      authors: head.authors,
      references: head.references,
      falsePositives: head.falsePositives,
      attack: head.attack.length > 0 ? head.attack : attackInComments([label, ...commentsOf(text)]),
    });
  });
}

type OwnHead = Pick<
  RuleHead,
  | 'nativeId'
  | 'title'
  | 'description'
  | 'severity'
  | 'nativeSeverity'
  | 'authors'
  | 'references'
  | 'falsePositives'
  | 'attack'
>;

function searchRule({ path }: SourceFile, text: string, all: Macros, own: OwnHead): SourceRule {
  const macros = reachableMacros(text, all);
  const parts = [own, text, [...macros.values()].sort((a, b) => (macroKey(a) < macroKey(b) ? -1 : 1))];
  return {
    ...own,
    id: ruleId('splunk', own.nativeId),
    platform: 'splunk',
    kind: 'hunt',
    status: 'unknown',
    ...ruleLogSources(text, macros, []),
    eventSchema: 'splunk',
    language: 'spl',
    path,
    licence: null,
    tags: [],
    body: text,
    bodyFormat: 'spl',
    created: null,
    modified: null,
    tests: [],
    queries: [{ language: 'spl', text, line: 1, column: 1, context: { macros } }],
    inverted: false,
    stages: [],
    outputFields: [],
    noQuery: null,
    diagnostics: [],
    contentHash: createHash('sha256').update(JSON.stringify(parts)).digest('hex'),
  };
}
