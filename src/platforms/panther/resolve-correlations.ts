/** Gives correlation rules what they have from the rules that they build on: log sources, and a content hash that changes with theirs. */
import type { LogSource } from '../../rule/log-source.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { SourceRule } from '../platform.ts';
import { hashOf } from './library.ts';
import { distinctLogSources } from './log-types.ts';

export function resolveCorrelations(rules: readonly SourceRule[]): readonly SourceRule[] {
  // Of rules of one id the first in path order has it.
  const sorted = [...rules].sort((left, right) => (left.path < right.path ? 1 : -1));
  const byId = new Map(sorted.map((rule) => [rule.id as string, rule]));
  return rules.map((rule) => {
    if (rule.kind !== 'correlation') return rule;
    const base = reachableRules(rule, byId);
    const unknown = stepIds(rule).filter((id) => !byId.has(id));
    return {
      ...rule,
      logSources: unknown.length > 0 ? [] : commonLogSources(base),
      contentHash: hashOf(rule.contentHash, ...base.map(({ contentHash }) => contentHash)),
      diagnostics: [
        ...rule.diagnostics,
        ...unknown.map((id) => diagnostic('unknown_rule', `There is no rule ${id} in this source.`)),
      ],
    };
  });
}

function stepIds(rule: SourceRule): readonly string[] {
  return rule.stages.flatMap(({ stage }) =>
    stage.kind === 'sequence'
      ? stage.steps.flatMap((step) => (step.ruleId === null ? [] : [step.ruleId]))
      : [],
  );
}

/** The rules that a correlation builds on, directly or through another correlation, each once (a circle ends). */
function reachableRules(rule: SourceRule, byId: ReadonlyMap<string, SourceRule>): readonly SourceRule[] {
  const reached = new Map<string, SourceRule>();
  const pending = [...stepIds(rule)];
  for (let id = pending.shift(); id !== undefined; id = pending.shift()) {
    const next = byId.get(id);
    if (next === undefined || next.id === rule.id || reached.has(id)) continue;
    reached.set(id, next);
    pending.push(...stepIds(next));
  }
  return [...reached.values()];
}

/** Rules of one event without a log source are of any: then so is the correlation. */
function commonLogSources(base: readonly SourceRule[]): readonly LogSource[] {
  const single = base.filter(({ kind }) => kind !== 'correlation');
  if (single.some(({ logSources }) => logSources.length === 0)) return [];
  return distinctLogSources(single.flatMap(({ logSources }) => logSources));
}
