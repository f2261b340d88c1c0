/**
 * Rules of which another source has the id already: a fork, an export beside the public corpus. They are stored under an id of their own,
 * `<platform>:<the rule's id>@<source>`: by its end they are known as copies.
 */
import type { SourceRule, SourceStage } from '../platforms/platform.ts';
import type { RuleId } from '../rule/rule.ts';
import type { Stage } from '../rule/stage.ts';
import { diagnostic } from '../text/diagnostic.ts';

export interface OtherSources {
  /** The name of the source that is read. */
  readonly name: string;
  /** Ids of the rules of all others, each with the id of its source. */
  readonly owners: ReadonlyMap<string, string>;
}

export const NO_OTHERS: OtherSources = { name: '', owners: new Map() };

export interface WithCopies {
  readonly rules: readonly SourceRule[];
  /** Ids as they are stored, by the rules' own. */
  readonly renamed: ReadonlyMap<string, RuleId>;
}

/** `known`: of the source's own stored rules; what is a copy there stays one, whatever became of the other. */
export function asCopies(
  rules: readonly SourceRule[],
  known: ReadonlyMap<string, string>,
  { name, owners }: OtherSources,
): WithCopies {
  const renamed = new Map<string, RuleId>();
  for (const { id } of rules) {
    const copy: RuleId = `${id}@${name}`;
    if (owners.has(id) || (name !== '' && known.has(copy))) renamed.set(id, copy);
  }
  if (renamed.size === 0) return { rules, renamed };
  return { rules: rules.map((rule) => asCopy(rule, renamed, owners)), renamed };
}

function asCopy(
  rule: SourceRule,
  renamed: ReadonlyMap<string, RuleId>,
  owners: ReadonlyMap<string, string>,
): SourceRule {
  const id = renamed.get(rule.id);
  const stages = rule.stages.map((each): SourceStage => ({
    ...each,
    stage: namedSteps(each.stage, renamed),
  }));
  if (id === undefined) return { ...rule, stages };
  const owner = owners.get(rule.id);
  const message = `the source ${owner ?? 'that was there first'} has the rule ${rule.id}: this one is stored as ${id}`;
  const diagnostics = [...rule.diagnostics, diagnostic('copy', message, null, 'info')];
  return { ...rule, id, nativeId: id.slice(rule.platform.length + 1), stages, diagnostics };
}

/** Steps of a sequence name the rules of their own source. */
export function namedSteps(stage: Stage, renamed: ReadonlyMap<string, RuleId>): Stage {
  if (stage.kind !== 'sequence') return stage;
  const steps = stage.steps.map((step) =>
    step.ruleId === null ? step : { ...step, ruleId: renamed.get(step.ruleId) ?? step.ruleId },
  );
  return { ...stage, steps };
}
