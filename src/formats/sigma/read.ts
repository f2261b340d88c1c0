/**
 * Files of Sigma's format to source rules: rules, correlations and filters, each with the documents that its logic depends on. What the platforms
 * that share the format do in their own way is in `SigmaFormat`.
 */
import type { LogSource } from '../../rule/log-source.ts';
import { logSourceText } from '../../rule/log-source.ts';
import type { RuleKind, RuleTest } from '../../rule/rule.ts';
import { ruleId } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type {
  FileDiagnostics,
  SourceFile,
  SourceQuery,
  SourceReading,
  SourceRule,
} from '../../platforms/platform.ts';
import { readDocuments } from './documents.ts';
import type { SigmaDocument } from './documents.ts';
import { EVENTS_SUFFIX, readEvents } from './events.ts';
import type { EventsFile } from './events.ts';
import {
  eventSchemaOf,
  headDiagnostics,
  readHead,
  readLogSources,
  readOutputFields,
  textAt,
} from './head.ts';
import { hashBy, queriesBy } from './dependencies.ts';
import { filterDiagnostics, relate } from './relations.ts';
import type { Entry, Relations } from './relations.ts';

/** Folders of a Sigma repository whose YAML is no rule, or not one to run. */
const OTHER_FOLDERS: ReadonlySet<string> = new Set([
  'tests',
  'other',
  'documentation',
  'images',
  'regression_data',
]);
const RULE_FILE = /\.ya?ml$/i;

export function wantsFile(path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  if (folders.some((folder) => folder.startsWith('.')) || folders[0] === 'regression_data') return false;
  return RULE_FILE.test(path) || path.endsWith(EVENTS_SUFFIX);
}

/** What a platform that writes its rules in Sigma's format has of its own. */
export interface SigmaFormat {
  readonly platform: string;
  /** What the language needs to know of the platform's own additions; null: plain Sigma. */
  readonly dialect: unknown;
  /** What the platform says of a rule beyond Sigma. */
  readonly refine: (rule: SourceRule, document: SigmaDocument) => SourceRule;
}

export function readSigmaFiles(files: readonly SourceFile[], format: SigmaFormat): SourceReading {
  const broken: FileDiagnostics[] = [];
  const documents: SigmaDocument[] = [];
  const events = new Map<string, EventsFile>();
  let skippedFileCount = 0;
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const { path } = file;
    if (!wantsFile(path) || OTHER_FOLDERS.has(path.split('/')[0] ?? '')) {
      skippedFileCount += 1;
    } else if (path.endsWith(EVENTS_SUFFIX)) {
      events.set(path.slice(0, -EVENTS_SUFFIX.length), readEvents(file));
    } else {
      const read = readDocuments(file);
      documents.push(...read.documents);
      if (read.diagnostics.length > 0) broken.push({ path, diagnostics: read.diagnostics });
      else if (read.documents.length === 0) skippedFileCount += 1;
    }
  }
  const entries = nameDocuments(documents);
  const relations = relate(entries.map(({ entry }) => entry));
  const tests = assignTests(
    entries.map(({ entry }) => entry),
    events,
    broken,
  );
  const building: Building = {
    relations,
    tests,
    format,
    queries: queriesBy(relations, format),
    hash: hashBy(relations, (entry) => [tests.get(entry) ?? [], format.dialect]),
  };
  return {
    rules: entries.map(({ entry, diagnostics }) => buildRule(entry, diagnostics, building)),
    broken,
    skippedFileCount,
  };
}

interface Named {
  readonly entry: Entry;
  readonly diagnostics: readonly Diagnostic[];
}

/** The rule's own id; its path where it has none, or where a rule of another file has it. Documents of one file may share an id. */
function nameDocuments(documents: readonly SigmaDocument[]): readonly Named[] {
  const taken = new Map<string, string>();
  return documents.map((document) => {
    const own = textAt(document.root, 'id');
    const suffix = document.index === 0 ? '' : `#${document.index + 1}`;
    const place = `${document.path}${suffix}`;
    const shared = own !== null && taken.get(own) === document.path;
    const repeated = own !== null && !shared && taken.has(own);
    const nativeId = own === null ? place : shared ? `${own}${suffix}` : repeated ? `${own}@${place}` : own;
    taken.set(nativeId, document.path);
    const message = `The id ${JSON.stringify(own)} belongs to another rule of the source already.`;
    return {
      entry: { document, nativeId, logSources: readLogSources(document.root) },
      diagnostics: repeated ? [diagnostic('duplicate_id', message, null, 'warning')] : [],
    };
  });
}

/** Tests of a file with one rule are that rule's; of several, each says whose it is. */
function assignTests(
  entries: readonly Entry[],
  events: ReadonlyMap<string, EventsFile>,
  broken: FileDiagnostics[],
): ReadonlyMap<Entry, readonly RuleTest[]> {
  const assigned = new Map<Entry, RuleTest[]>();
  const byFile = new Map<string, Entry[]>();
  for (const entry of entries) {
    const base = entry.document.path.replace(RULE_FILE, '');
    byFile.set(base, [...(byFile.get(base) ?? []), entry]);
  }
  for (const [base, { tests, diagnostics }] of events) {
    const problems = [...diagnostics];
    const rules = byFile.get(base) ?? [];
    for (const { rule: word, ...test } of tests) {
      const meant = rules.filter(({ document: { root }, nativeId }) =>
        word === null
          ? rules.length === 1
          : [nativeId, textAt(root, 'id'), textAt(root, 'name')].includes(word),
      );
      const [only] = meant;
      if (only === undefined) {
        problems.push(
          diagnostic(
            'orphan_test',
            `No rule beside this file is meant by the test ${JSON.stringify(test.name)}.`,
          ),
        );
      } else {
        assigned.set(only, [...(assigned.get(only) ?? []), test]);
      }
    }
    if (problems.length > 0) broken.push({ path: `${base}${EVENTS_SUFFIX}`, diagnostics: problems });
  }
  return assigned;
}

interface Building {
  readonly format: SigmaFormat;
  readonly relations: Relations;
  readonly tests: ReadonlyMap<Entry, readonly RuleTest[]>;
  readonly queries: (entry: Entry) => readonly SourceQuery[];
  readonly hash: (entry: Entry) => string;
}

function buildRule(entry: Entry, diagnostics: readonly Diagnostic[], building: Building): SourceRule {
  const { document, nativeId } = entry;
  const { platform, refine } = building.format;
  const logSources = logSourcesOf(entry, building.relations, new Set());
  const ofFilter = document.kind === 'filter' ? filterDiagnostics(entry, building.relations) : [];
  const rule: SourceRule = {
    ...readHead(document, nativeId),
    id: ruleId(platform, nativeId),
    platform,
    nativeId,
    kind: kindOf(entry, building.relations),
    logSources,
    eventSchema: eventSchemaOf(logSources),
    tests: building.tests.get(entry) ?? [],
    queries: building.queries(entry),
    inverted: false,
    stages: [],
    outputFields: readOutputFields(document.root),
    noQuery: null,
    diagnostics: [...diagnostics, ...headDiagnostics(document), ...ofFilter],
    contentHash: building.hash(entry),
  };
  return refine(rule, document);
}

function kindOf(entry: Entry, { silent }: Relations): RuleKind {
  const { kind } = entry.document;
  if (kind !== 'detection') return kind;
  return silent.has(entry) ? 'building_block' : 'rule';
}

/** A correlation watches what its rules watch. */
function logSourcesOf(entry: Entry, relations: Relations, seen: Set<Entry>): readonly LogSource[] {
  seen.add(entry);
  const own = [...entry.logSources];
  for (const rule of relations.referencesOf(entry).values()) {
    if (!seen.has(rule)) own.push(...logSourcesOf(rule, relations, seen));
  }
  return [...new Map(own.map((source) => [logSourceText(source), source])).values()];
}
