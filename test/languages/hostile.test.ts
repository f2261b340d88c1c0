/**
 * Hostile text, for every language that the importer knows: whatever stands in a rule, `lower` answers, soon, without an exception, and says
 * where it did not understand. Each language has tests of its own besides; this one is here for the languages to come.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { conditionsOfStage } from '../../src/analysis/parse-status.ts';
import { leaves } from '../../src/condition/fold.ts';
import { languages } from '../../src/importer/languages.ts';
import { readFolder } from '../../src/importer/read-folder.ts';
import type { Language, Lowered, Query } from '../../src/languages/language.ts';
import { platforms } from '../../src/platforms/index.ts';
import { limitNow } from '../support/patience.ts';

const SEED = fileURLToPath(new URL('../../seed/rules/', import.meta.url));
const QUERIES_PER_LANGUAGE = 6;
const MUTANTS_PER_LANGUAGE = 40;
const LIMIT_MS = 500;

const DEEP = 10_000;
const LONG = 1_000_000;

const PIECES = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '`',
    '"""',
    '\\',
    '|',
    '\n',
    '\n  ',
    '\t',
    '\0',
    '\ud800',
    '\udfff',
  ],
  ...[' and ', ' or ', ' not ', ' in ', ' where ', ' by ', ' as ', 'if ', 'null', 'true', '*', '?', '%', '~'],
  ...['=', '==', '!=', '<', '>=', ':', ',', ';', '.', '..', '$', '@', '#', '/*', '*/', '//', '--', '-', '+'],
  ...['0', '9'.repeat(400), '1e999', 'é', '\u202e', '\ufeff'],
];
const KEYWORDS: readonly (readonly [RegExp, string])[] = [
  [/\band\b/gi, 'or'],
  [/\bor\b/gi, 'not'],
  [/\bnot\b/gi, 'and'],
  [/\bwhere\b/gi, 'by'],
  [/\breturn\b/g, 'if'],
  [/\bcondition\b/g, 'detection'],
  [/[()]/g, ''],
  [/["']/g, ''],
  [/=/g, ':'],
];

/** Text that no language can read, and text that one or another may. */
const ATTACKS: readonly { readonly name: string; readonly text: string; readonly broken: boolean }[] = [
  { name: 'open parentheses', text: '('.repeat(DEEP), broken: true },
  // To KQL these are letters like others.
  { name: 'open brackets', text: '['.repeat(DEEP), broken: false },
  { name: 'open braces', text: '{'.repeat(DEEP), broken: true },
  {
    name: 'a comparison in parentheses',
    text: `${'('.repeat(DEEP)}a == 1${')'.repeat(DEEP)}`,
    broken: false,
  },
  { name: 'a field in parentheses', text: `a:${'('.repeat(DEEP)}b${')'.repeat(DEEP)}`, broken: false },
  { name: 'lists in lists', text: `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`, broken: false },
  { name: 'negations', text: `${'not '.repeat(DEEP)}a`, broken: false },
  { name: 'calls in calls', text: `${'f('.repeat(DEEP)}x${')'.repeat(DEEP)}`, broken: false },
  {
    name: 'indented blocks',
    text: Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
    broken: false,
  },
  { name: 'a long word', text: 'a'.repeat(LONG), broken: false },
  { name: 'a long quoted text', text: `x == "${'a'.repeat(LONG)}"`, broken: false },
  { name: 'a quote that does not end', text: `x == "${'a'.repeat(LONG)}`, broken: false },
  { name: 'quotes', text: '"'.repeat(100_001), broken: false },
  { name: 'backslashes', text: `x == "${'\\'.repeat(100_001)}`, broken: false },
  { name: 'equals signs', text: '='.repeat(LONG), broken: false },
  { name: 'stars', text: `a:${'*'.repeat(LONG)}`, broken: false },
  { name: 'pipes', text: '|'.repeat(LONG), broken: false },
  {
    name: 'disjuncts',
    text: Array.from({ length: 20_000 }, (_, at) => `a == ${at}`).join(' or '),
    broken: false,
  },
  { name: 'white space', text: `${' '.repeat(LONG)}a`, broken: false },
  { name: 'lines', text: '\n'.repeat(LONG), broken: false },
  { name: 'NULs', text: '\0'.repeat(1_000), broken: false },
  { name: 'lone surrogates', text: '\ud800 \udfff'.repeat(1_000), broken: false },
  { name: 'no text', text: '', broken: false },
];

const found = new Map<string, Query[]>();

async function readSeed(): Promise<void> {
  for (const platform of platforms) {
    const folder = join(SEED, platform.id);
    if (!existsSync(folder)) continue;
    const { files } = await readFolder(folder, platform);
    const queries = platform
      .read(files)
      .rules.flatMap((rule) => [...rule.queries, ...rule.stages.flatMap((stage) => stage.queries)]);
    for (const query of queries) found.set(query.language, [...(found.get(query.language) ?? []), query]);
  }
}

/** A few of the seed's queries, the same ones each time; one without text for a language that the seed does not speak. */
function queriesOf({ id }: Language): readonly Query[] {
  const all = [...(found.get(id) ?? [])].sort((a, b) => a.text.length - b.text.length);
  const step = Math.max(1, Math.floor(all.length / QUERIES_PER_LANGUAGE));
  const some = all.filter((_, at) => at % step === 0).slice(0, QUERIES_PER_LANGUAGE);
  return some.length > 0 ? some : [{ language: id, text: '', line: 1, column: 1, context: null }];
}

/** What must hold of every answer. */
function check(query: Query, { condition, stages, diagnostics }: Lowered): void {
  const conditions = [condition, ...stages.flatMap(conditionsOfStage)];
  const isOpaque =
    stages.some(({ kind }) => kind === 'opaque') ||
    conditions.flatMap((each) => leaves(each)).some(({ node }) => node.kind === 'opaque');
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (isOpaque) expect(errors, 'something is opaque, and no diagnostic says why').not.toEqual([]);
  const inText = errors.filter(({ file, span }) => file === null && span !== null);
  for (const { span } of inText) expect(span?.start.line ?? 0).toBeGreaterThanOrEqual(query.line);
}

/** Lowers, at most three times: a machine that is busy just now is not a slow language. */
function lowerInTime(language: Language, query: Query): Lowered {
  for (let attempt = 1; ; attempt++) {
    const limit = limitNow(LIMIT_MS);
    const started = performance.now();
    const lowered = language.lower(query);
    const took = performance.now() - started;
    if (took <= limit) return lowered;
    if (attempt === 3)
      expect.fail(`took ${took.toFixed(0)} ms, and may take ${limit.toFixed(0)} ms here and now`);
  }
}

/** A query with pieces put in, taken out and doubled, and its words exchanged. */
function mutant(queries: readonly Query[]): fc.Arbitrary<Query> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const change = fc.oneof(
    fc
      .record({ at: place, cut: fc.nat(8), piece: fc.constantFrom('', ...PIECES) })
      .map(({ at, cut, piece }) => (text: string) => {
        const start = Math.floor(at * text.length);
        return text.slice(0, start) + piece + text.slice(start + cut);
      }),
    fc.tuple(place, place).map(([one, other]) => (text: string) => {
      const [start, end] = [one, other].map((at) => Math.floor(at * text.length)).sort((a, b) => a - b);
      return text.slice(0, end) + text.slice(start);
    }),
    place.map((end) => (text: string) => text.slice(0, Math.floor(end * text.length))),
    fc.constantFrom(...KEYWORDS).map(
      ([word, other]) =>
        (text: string) =>
          text.replace(word, other),
    ),
  );
  return fc
    .tuple(fc.constantFrom(...queries), fc.array(change, { minLength: 1, maxLength: 5 }))
    .map(([query, changes]) => ({
      ...query,
      text: changes.reduce((text, apply) => apply(text), query.text),
    }));
}

describe.each([...languages.values()].map((language) => ({ id: language.id, language })))(
  '$id',
  ({ language }) => {
    let queries: readonly Query[] = [];
    beforeAll(async () => {
      if (found.size === 0) await readSeed();
      queries = queriesOf(language);
      // What is loaded and compiled with the first query is not the query's.
      for (const query of queries) language.lower(query);
    });

    it('answers the seed’s queries', () => {
      for (const query of queries) check(query, lowerInTime(language, query));
    });

    it('answers them when they are mutilated', () => {
      const property = fc.property(mutant(queries), (query) => check(query, lowerInTime(language, query)));
      fc.assert(property, { seed: 20_260_101, numRuns: MUTANTS_PER_LANGUAGE, endOnFailure: true });
    });

    it.each(ATTACKS)('answers $name', ({ text, broken }) => {
      const [first] = queries;
      if (first === undefined) throw new Error('there is always one');
      check({ ...first, text }, lowerInTime(language, { ...first, text }));
      // A platform may hand over in the context what it has read already: without it there is the text alone.
      const alone = { ...first, text, context: null };
      const lowered = lowerInTime(language, alone);
      check(alone, lowered);
      if (!broken) return;
      const placed = lowered.diagnostics.filter(
        ({ severity, span }) => severity === 'error' && span !== null,
      );
      expect(placed, 'an error with its place').not.toEqual([]);
    });
  },
);
