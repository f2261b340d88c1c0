/** One source rule to one catalog rule: the passes, in their order. */
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import type { SourceKnowledge, SourceRule } from '../platforms/platform.ts';
import type { Compiler } from './compiler.ts';
import { completeRule } from './complete-rule.ts';
import { deriveFacts } from './derive-facts.ts';
import { lowerRule } from './lower-rule.ts';
import { nameRuleFields, nameRuleSources } from './name-rule.ts';
import { simplifyRule } from './simplify-rule.ts';

/** Never throws on a rule's text; what it throws is a bug of ours (compile-source.ts catches it, rule by rule). */
export function compileRule(
  source: SourceRule,
  compiler: Compiler,
  knowledge: SourceKnowledge = {},
): CatalogRule {
  const lowered = lowerRule(source, compiler.languages);
  const sourced = nameRuleSources(lowered, knowledge);
  const named = nameRuleFields(sourced);
  const simple = simplifyRule(named);
  const complete = completeRule(simple);
  return deriveFacts(complete, source, compiler);
}
