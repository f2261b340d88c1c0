/** Files of a Falco source to source rules. Files that would be loaded together see each other's macros, lists and rules. */
import { createHash } from 'node:crypto';
import { ruleId } from '../../rule/rule.ts';
import type { RuleTest } from '../../rule/rule.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import { positionAt } from '../../text/span.ts';
import type { FileDiagnostics, SourceFile, SourceQuery, SourceReading, SourceRule } from '../platform.ts';
import { define } from './definitions.ts';
import type { Definitions, RuleDefinition } from './definitions.ts';
import { exceptionText } from './exceptions.ts';
import { logSourceOf, outputFields, severityOf, sortTags, statusOf } from './head.ts';
import { readRulesFile } from './items.ts';
import type { RulesFile, RulesItem } from './items.ts';
import type { PlacedText } from './yaml-text.ts';

/** Rules there are made up, to try out tools. */
const TEST_FOLDERS: ReadonlySet<string> = new Set(['tests', 'test', 'testdata']);

export function wantsFile(path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  return (
    /\.ya?ml$/i.test(path) && !folders.some((folder) => folder.startsWith('.') || TEST_FOLDERS.has(folder))
  );
}

export function readFalco(files: readonly SourceFile[]): SourceReading {
  const broken: FileDiagnostics[] = [];
  const read: RulesFile[] = [];
  let skippedFileCount = 0;
  for (const file of files) {
    const rules = wantsFile(file.path) ? readRulesFile(file) : null;
    if (rules === null) skippedFileCount += 1;
    else read.push(rules);
    if (rules !== null && rules.diagnostics.length > 0) {
      broken.push({ path: rules.path, diagnostics: rules.diagnostics });
    }
  }
  const rules: SourceRule[] = [];
  for (const set of loadedTogether(read)) {
    const definitions = define(set);
    for (const [path, diagnostics] of definitions.orphans) broken.push({ path, diagnostics });
    const shared = sharedContext(definitions);
    rules.push(...definitions.rules.map((rule) => sourceRule(rule, shared)));
  }
  return { rules, broken, skippedFileCount };
}

/** Files of a folder and of those below it are one set, as `/etc/falco` and its `rules.d` are; the set's files in their order of loading. */
function loadedTogether(files: readonly RulesFile[]): readonly (readonly RulesFile[])[] {
  const folderOf = ({ path }: RulesFile): string => path.slice(0, path.lastIndexOf('/') + 1);
  const folders = [...new Set(files.map(folderOf))];
  const top = (folder: string): string =>
    folders
      .filter((other) => folder.startsWith(other))
      .reduce((a, b) => (b.length < a.length ? b : a), folder);
  const sets = new Map<string, RulesFile[]>();
  for (const file of files) {
    const folder = top(folderOf(file));
    sets.set(folder, [...(sets.get(folder) ?? []), file]);
  }
  return [...sets.values()].map((set) =>
    set.sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1)),
  );
}

/** Falco's own rules come first, a team's after them: https://falco.org/docs/concepts/rules/default-custom/ */
function rank(path: string): number {
  if (/(^|\/)falco_rules\.ya?ml$/.test(path)) return 0;
  return /(^|[/._-])(local|custom|override)s?[^/]*\.ya?ml$|(^|\/)rules\.d\//i.test(path) ? 2 : 1;
}

/** Structurally the language's `FalcoDefinitions`: one object for all rules of the set. */
interface Shared {
  readonly definitions: {
    readonly macros: ReadonlyMap<string, unknown>;
    readonly lists: ReadonlyMap<string, unknown>;
  };
  readonly hash: string;
}

function sharedContext({ macros, lists }: Definitions): Shared {
  const entries = [...macros].map(([name, { texts, index, sees, redefinedIn }]) => {
    const { text, pieces } = joinTexts(texts, (piece) => ({ ...piece, file: piece.path }));
    return [name, { text, pieces, index, sees, redefinedIn }] as const;
  });
  return {
    definitions: { macros: new Map(entries), lists },
    hash: createHash('sha256')
      .update(JSON.stringify([entries, [...lists]]))
      .digest('hex'),
  };
}

interface Piece {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly file: string | null;
}

function joinTexts(
  texts: readonly PlacedText[],
  place: (piece: PlacedText) => Omit<Piece, 'offset'>,
): { readonly text: string; readonly pieces: readonly Piece[] } {
  let text = '';
  const pieces: Piece[] = [];
  for (const each of texts) {
    if (text !== '') text += ' ';
    const { line, column, file } = place(each);
    pieces.push({ offset: text.length, line, column, file });
    text += each.text;
  }
  return { text, pieces };
}

function sourceRule(rule: RuleDefinition, shared: Shared): SourceRule {
  const { name, items, enabled } = rule;
  const { body, lineOf } = bodyOf(items);
  const { attack, tags } = sortTags(rule.tags);
  const exceptions = exceptionText(rule.exceptions);
  const queries = queriesOf(rule, shared, exceptions.text, lineOf);
  const [first] = items;
  return {
    id: ruleId('falco', name),
    platform: 'falco',
    nativeId: name,
    kind: 'rule',
    title: name,
    description: rule.description?.replace(/\s+/g, ' ') ?? null,
    severity: severityOf(rule.priority),
    nativeSeverity: rule.priority,
    status: statusOf(rule.tags, enabled),
    logSources: [logSourceOf(rule.source)],
    eventSchema: 'falco',
    language: 'falco',
    path: first?.path ?? '',
    authors: [],
    licence: null,
    references: [],
    tags,
    falsePositives: [],
    attack,
    body,
    bodyFormat: 'yaml',
    created: null,
    modified: null,
    tests: NO_TESTS,
    queries,
    inverted: false,
    stages: [],
    outputFields: outputFields(rule.output),
    noQuery: queries.length === 0 ? 'missing_condition' : null,
    diagnostics: [...ruleDiagnostics(rule), ...exceptions.diagnostics],
    contentHash: createHash('sha256')
      .update(JSON.stringify([items.map(({ path, text }) => [path, text]), rule.diagnostics, shared.hash]))
      .digest('hex'),
  };
}

const NO_TESTS: readonly RuleTest[] = [];

function ruleDiagnostics({ priority, diagnostics }: RuleDefinition): readonly Diagnostic[] {
  if (priority === null || severityOf(priority) !== null) return diagnostics;
  const message = `There is no priority ${JSON.stringify(priority)}.`;
  return [...diagnostics, diagnostic('unknown_level', message, null, 'warning')];
}

/** The lines of all items that make the rule; `lineOf` says where a line of an item's file stands in the body. */
function bodyOf(items: readonly RulesItem[]): {
  readonly body: string;
  readonly lineOf: (path: string, line: number) => number;
} {
  const begins: { readonly item: RulesItem; readonly line: number }[] = [];
  let body = '';
  for (const item of items) {
    if (body !== '') body += '\n\n';
    begins.push({ item, line: positionAt(body, body.length).line });
    body += item.text;
  }
  return {
    body,
    lineOf: (path, line) => {
      const own = begins.findLast(({ item }) => item.path === path && item.firstLine <= line);
      return own === undefined ? 1 : own.line + line - own.item.firstLine;
    },
  };
}

function queriesOf(
  { condition, exceptions }: RuleDefinition,
  { definitions }: Shared,
  excepted: string,
  lineOf: (path: string, line: number) => number,
): readonly SourceQuery[] {
  const [first] = condition;
  if (first === undefined) return [];
  const { text, pieces } = joinTexts(condition, ({ path, line, column }) => ({
    line: lineOf(path, line),
    column,
    file: null,
  }));
  const begin = pieces[0] ?? { line: 1, column: 1 };
  const own: SourceQuery = {
    language: 'falco',
    text,
    line: begin.line,
    column: begin.column,
    context: { definitions, pieces },
  };
  const [exception] = exceptions;
  if (excepted === '' || exception === undefined) return [own];
  const { item } = exception;
  const line = lineOf(item.path, positionAt(item.fileText, exception.fields?.start ?? item.node.start).line);
  return [own, { language: 'falco', text: excepted, line, column: 1, context: { definitions, pieces: [] } }];
}
