/** A correlation to the union of its rules' conditions and the stage that relates their events. */
import { any } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { thresholdStage } from '../../rule/declare-stage.ts';
import type { Threshold } from '../../rule/declare-stage.ts';
import type { SequenceStep, Stage } from '../../rule/stage.ts';
import type { YamlMap, YamlScalar } from '../../text/yaml-tree.ts';
import type { Expression } from './ast.ts';
import { isTemporal, parseCorrelation, VALUE_FUNCTIONS } from './correlation.ts';
import type { Correlation } from './correlation.ts';
import type { Findings } from './findings.ts';
import type { Logic } from './lower-detection.ts';

/** A rule that the correlation names, lowered; null where the source holds none of that name. */
export type ResolveRule = (name: string) => ResolvedRule | null;
export interface ResolvedRule extends Logic {
  readonly ruleId: string;
  /** Some of its logic could not be read. */
  readonly incomplete: boolean;
}

interface NamedRule {
  /** As the correlation writes it. */
  readonly name: string;
  readonly condition: Condition;
  readonly rule: ResolvedRule | null;
}

export function lowerCorrelation(map: YamlMap, resolve: ResolveRule, findings: Findings): Logic {
  const correlation = parseCorrelation(map, findings);
  const fault = findings.list.find(({ severity }) => severity === 'error');
  const names = correlation.rules.length > 0 ? correlation.rules : namesOfExpression(correlation, map);
  if (names.length === 0) {
    findings.report('missing_rules', 'The correlation names no rules.', map);
    return { condition: findings.opaqueAt(map, 'missing_rules'), stages: [] };
  }
  const rules = names.map((name) => resolveRule(name, resolve, findings));
  const source = findings.textOf(map);
  const lowering: Lowering = { correlation, rules, map, source, findings };
  const counted = rules.filter(({ name }) => !excluded(correlation).has(name));
  const [only] = counted;
  const condition =
    counted.length === 1 && only !== undefined ? only.condition : any(counted.map((rule) => rule.condition));
  if (fault !== undefined) return { condition, stages: [{ kind: 'opaque', source, reason: fault.code }] };
  return { condition, stages: isTemporal(correlation.type) ? [sequence(lowering)] : aggregate(lowering) };
}

interface Lowering {
  readonly correlation: Correlation;
  readonly rules: readonly NamedRule[];
  readonly map: YamlMap;
  readonly source: string;
  readonly findings: Findings;
}

function resolveRule(name: YamlScalar, resolve: ResolveRule, findings: Findings): NamedRule {
  const rule = resolve(name.source);
  if (rule === null) {
    findings.report('unknown_rule', `The source holds no rule ${JSON.stringify(name.source)}.`, name);
    return { name: name.source, condition: findings.opaqueAt(name, 'unknown_rule'), rule };
  }
  if (rule.incomplete) {
    const message = `Some logic of the rule ${JSON.stringify(name.source)} could not be read.`;
    findings.report('incomplete_rule', message, name);
  }
  return { name: name.source, condition: rule.condition, rule };
}

/** Without `rules`, an expression names them. */
function namesOfExpression({ condition }: Correlation, map: YamlMap): readonly YamlScalar[] {
  if (condition?.kind !== 'expression') return [];
  const collect = (expression: Expression): readonly string[] => {
    switch (expression.kind) {
      case 'identifier':
        return [expression.name];
      case 'and':
      case 'or':
        return expression.of.flatMap(collect);
      case 'not':
        return collect(expression.of);
      case 'quantified':
        return [];
    }
  };
  const { start, end } = map;
  return [...new Set(collect(condition.expression))].map((name) => ({
    kind: 'scalar',
    value: name,
    source: name,
    start,
    end,
  }));
}

/** Rules whose events must be missing: they are no part of what the correlation looks for. */
function excluded({ type, condition }: Correlation): ReadonlySet<string> {
  if (!isTemporal(type) || condition?.kind !== 'expression') return new Set();
  return new Set(
    conjunction(condition.expression)
      ?.filter(({ missing }) => missing)
      .map(({ name }) => name),
  );
}

function conjunction(
  expression: Expression,
): readonly { readonly name: string; readonly missing: boolean }[] | null {
  const parts = expression.kind === 'and' ? expression.of : [expression];
  const steps = parts.map((part) => {
    if (part.kind === 'identifier') return { name: part.name, missing: false };
    return part.kind === 'not' && part.of.kind === 'identifier'
      ? { name: part.of.name, missing: true }
      : null;
  });
  const known = steps.filter((step) => step !== null);
  return known.length === steps.length && known.some(({ missing }) => !missing) ? known : null;
}

function opaqueStage({ source, findings, map }: Lowering, message: string): Stage {
  findings.report('unsupported_correlation', message, map);
  return { kind: 'opaque', source, reason: 'unsupported_correlation' };
}

function sequence(lowering: Lowering): Stage {
  const { correlation, rules, source } = lowering;
  const order = stepsOf(correlation, rules);
  if (order === null) {
    return opaqueStage(lowering, 'A temporal correlation of some of its rules is kept as text only.');
  }
  const { groupBy, aliases, window, type } = correlation;
  const steps = order.map(({ rule, missing }): SequenceStep => {
    const by = groupBy
      .filter((name) => aliases.has(name))
      .map((name) => fieldPath(aliases.get(name)?.get(rule.name) ?? name));
    return {
      condition: rule.condition,
      by,
      runs: 1,
      missing,
      name: rule.name,
      ruleId: rule.rule?.ruleId ?? null,
    };
  });
  const by = groupBy.filter((name) => !aliases.has(name)).map((name) => fieldPath(name));
  return { kind: 'sequence', source, ordered: type === 'temporal_ordered', steps, by, window, until: null };
}

interface Ordered {
  readonly rule: NamedRule;
  readonly missing: boolean;
}

/** All rules must occur unless a condition says otherwise; null where it says what a sequence cannot. */
function stepsOf({ condition }: Correlation, rules: readonly NamedRule[]): readonly Ordered[] | null {
  if (condition === null) return rules.map((rule) => ({ rule, missing: false }));
  if (condition.kind === 'bounds') {
    const [bound, ...more] = condition.bounds;
    const least = bound?.operator === 'gt' ? bound.value + 1 : bound?.value;
    const whole =
      more.length === 0 && ['gt', 'gte', 'eq'].includes(bound?.operator ?? '') && least === rules.length;
    return whole ? rules.map((rule) => ({ rule, missing: false })) : null;
  }
  const steps = conjunction(condition.expression);
  if (steps === null) return null;
  const known = steps.flatMap(({ name, missing }) => {
    const rule = rules.find((each) => each.name === name);
    return rule === undefined ? [] : [{ rule, missing }];
  });
  return known.length === steps.length && known.length === rules.length ? known : null;
}

function aggregate(lowering: Lowering): readonly Stage[] {
  const { correlation, rules, source } = lowering;
  const earlier = rules.flatMap(({ rule }) => rule?.stages ?? []);
  if (earlier.length > 0 && rules.length > 1) {
    return [
      opaqueStage(
        lowering,
        'A count over several rules that are themselves correlations is kept as text only.',
      ),
    ];
  }
  const having = havingOf(lowering);
  if (typeof having === 'string') return [...earlier, opaqueStage(lowering, having)];
  const by = groupFields(correlation, rules);
  if (by === null) {
    const message = 'Aliases that name different fields of the counted rules are kept as text only.';
    return [...earlier, opaqueStage(lowering, message)];
  }
  return [...earlier, thresholdStage(by, correlation.window, having, source)];
}

/** An alias is one field where all rules give it the same. */
function groupFields(
  { groupBy, aliases }: Correlation,
  rules: readonly NamedRule[],
): readonly FieldPath[] | null {
  const fields = groupBy.map((name) => {
    const alias = aliases.get(name);
    const names = new Set(alias === undefined ? [name] : rules.map((rule) => alias.get(rule.name) ?? name));
    const [field] = names;
    return names.size === 1 && field !== undefined ? fieldPath(field) : null;
  });
  const known = fields.filter((field) => field !== null);
  return known.length === fields.length ? known : null;
}

/** What must hold of a group, or why that cannot be said. */
function havingOf({ correlation: { type, condition } }: Lowering): readonly Threshold[] | string {
  if (type === null || isTemporal(type)) return 'A correlation of this type is kept as text only.';
  if (condition?.kind !== 'bounds' || condition.bounds.length === 0) {
    return 'This correlation needs a condition such as "gte: 10".';
  }
  const { bounds, field, percentile } = condition;
  if (type === 'event_count') return bounds.map((bound) => ({ function: 'count', field: null, ...bound }));
  if (field === null) return `The correlation ${type} needs one field in its condition.`;
  const base = { function: VALUE_FUNCTIONS[type], field: fieldPath(field) };
  if (base.function !== 'percentile') return bounds.map((bound) => ({ ...base, ...bound }));
  const share = type === 'value_median' ? 50 : (percentile ?? NaN);
  if (!(share >= 0 && share <= 100))
    return 'The correlation value_percentile needs a percentile from 0 to 100.';
  return bounds.map((bound) => ({ ...base, ...bound, percentile: share }));
}
