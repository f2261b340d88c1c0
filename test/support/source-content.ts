// What a source holds, for tests that have its rules compiled already.
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import type { RuleBatches, SourceContent } from '../../src/store/import-plan.ts';
import { ruleBatch } from '../../src/store/rule-batch.ts';

/** Nothing but these rules unless said; they come in batches of a hundred. */
export function contentOf(rules: readonly CatalogRule[], more: Partial<SourceContent> = {}): SourceContent {
  return {
    changed: rules.map(({ rule: { id, path }, contentHash }) => ({ id, path, contentHash })),
    compile: (ids) => batches(rules, new Set(ids)),
    unchanged: [],
    broken: [],
    skippedFileCount: 0,
    ...more,
  };
}

async function* batches(rules: readonly CatalogRule[], ids: Set<string>): RuleBatches {
  // Of two rules with one id the store wants the first.
  const wanted = rules.filter(({ rule }) => ids.delete(rule.id));
  for (let start = 0; start < wanted.length; start += 100)
    yield await Promise.resolve(ruleBatch(wanted.slice(start, start + 100)));
}
