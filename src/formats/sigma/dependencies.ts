/** A rule's queries and content hash, with those of every document that they depend on. */
import { createHash } from 'node:crypto';
import { ruleId } from '../../rule/rule.ts';
import type { SourceQuery } from '../../platforms/platform.ts';
import type { Entry, Relations } from './relations.ts';

/** Structurally the language's `SigmaReference`. */
interface Reference {
  readonly ruleId: string;
  readonly queries: readonly SourceQuery[];
}

/** The rule's own query, then those of its filters; a correlation's holds the queries of the rules that it names. */
export function queriesBy(
  relations: Relations,
  { platform, dialect }: { readonly platform: string; readonly dialect: unknown },
): (entry: Entry) => readonly SourceQuery[] {
  const queries: (entry: Entry) => readonly SourceQuery[] | null = once((entry) => {
    const references: [string, Reference][] = [];
    for (const [word, rule] of relations.referencesOf(entry)) {
      const theirs = queries(rule);
      if (theirs !== null)
        references.push([word, { ruleId: ruleId(platform, rule.nativeId), queries: theirs }]);
    }
    const own = queryOf(entry, null, Object.fromEntries(references), dialect);
    const filters = relations.filtersOf(entry);
    return [own, ...filters.map((filter) => queryOf(filter, filter.document.path, {}, dialect))];
  });
  return (entry) => queries(entry) ?? [];
}

/** `extra`: what else the rule is made from. */
export function hashBy(relations: Relations, extra: (entry: Entry) => unknown): (entry: Entry) => string {
  const hash: (entry: Entry) => string | null = once((entry) => {
    const others = [...relations.referencesOf(entry).values(), ...relations.filtersOf(entry)].map(hash);
    const { document, nativeId } = entry;
    const own = [
      nativeId,
      document.path,
      document.index,
      document.text,
      relations.silent.has(entry),
      extra(entry),
    ];
    return createHash('sha256')
      .update(JSON.stringify([own, others]))
      .digest('hex');
  });
  return (entry) => hash(entry) ?? '';
}

/** Made once for each document. A correlation that comes back to itself gets null there: the language reports the rule as unknown. */
function once<T>(make: (entry: Entry) => T): (entry: Entry) => T | null {
  const memory = new Map<Entry, T>();
  const open = new Set<Entry>();
  return (entry) => {
    const known = memory.get(entry);
    if (known !== undefined) return known;
    if (open.has(entry)) return null;
    open.add(entry);
    const made = make(entry);
    open.delete(entry);
    memory.set(entry, made);
    return made;
  };
}

function queryOf(
  { document }: Entry,
  file: string | null,
  references: Readonly<Record<string, Reference>>,
  dialect: unknown,
): SourceQuery {
  const context = { document: document.written, file, references, dialect };
  return { language: 'sigma', text: document.text, line: 1, column: 1, context };
}
