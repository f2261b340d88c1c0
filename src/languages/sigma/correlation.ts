/** A `correlation` section as it was written (Sigma correlation rules specification 2.1). */
import { yamlEntry } from '../../text/yaml-tree.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../../text/yaml-tree.ts';
import type { Threshold } from '../../rule/declare-stage.ts';
import type { Expression } from './ast.ts';
import type { Findings } from './findings.ts';
import { parse as parseGrammar, SyntaxError as GrammarError } from './grammar.generated.js';
import { secondsOf } from './lower-pipe.ts';

export type CorrelationType = 'temporal' | 'temporal_ordered' | 'event_count' | keyof typeof VALUE_FUNCTIONS;

/** What `value_*` correlations compute over their condition's field. */
export const VALUE_FUNCTIONS = {
  value_count: 'cardinality',
  value_sum: 'sum',
  value_avg: 'avg',
  value_min: 'min',
  value_max: 'max',
  value_percentile: 'percentile',
  value_median: 'percentile',
} as const;

export interface Correlation {
  /** Null where the word is none that we know, which is reported. */
  readonly type: CorrelationType | null;
  readonly rules: readonly YamlScalar[];
  readonly groupBy: readonly string[];
  readonly window: number | null;
  /** Alias → rule (as `rules` names it) → field. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly condition: CorrelationCondition | null;
}

type CorrelationCondition =
  | {
      readonly kind: 'bounds';
      readonly bounds: readonly { readonly operator: Threshold['operator']; readonly value: number }[];
      readonly field: string | null;
      readonly percentile: number | null;
    }
  | { readonly kind: 'expression'; readonly expression: Expression };

const TYPES: ReadonlySet<string> = new Set([
  'temporal',
  'temporal_ordered',
  'event_count',
  ...Object.keys(VALUE_FUNCTIONS),
]);
const BOUNDS: Readonly<Record<string, Threshold['operator']>> = {
  gt: 'gt',
  gte: 'gte',
  lt: 'lt',
  lte: 'lte',
  eq: 'eq',
  neq: 'ne',
};

export function isTemporal(type: CorrelationType | null): type is 'temporal' | 'temporal_ordered' {
  return type === 'temporal' || type === 'temporal_ordered';
}

const KEYS: ReadonlySet<string> = new Set([
  'type',
  'rules',
  'group-by',
  'timespan',
  'timeframe',
  'aliases',
  'condition',
  'generate',
]);

/** What is reported here as an error makes the correlation one that cannot be evaluated. */
export function parseCorrelation(map: YamlMap, findings: Findings): Correlation {
  checkKeys(map, findings);
  const type = textAt(map, 'type');
  const known = type !== null && TYPES.has(type) ? (type as CorrelationType) : null;
  if (known === null) {
    const message =
      type === null
        ? 'The correlation has no type.'
        : `There is no correlation type ${JSON.stringify(type)}.`;
    findings.report('unsupported_correlation', message, yamlEntry(map, 'type') ?? map);
  }
  return {
    type: known,
    rules: scalarsAt(map, 'rules', findings),
    groupBy: scalarsAt(map, 'group-by', findings).map(({ source }) => source),
    window: parseWindow(map, findings),
    aliases: parseAliases(yamlEntry(map, 'aliases'), findings),
    condition: parseCondition(yamlEntry(map, 'condition'), findings),
  };
}

function textAt(map: YamlMap, key: string): string | null {
  const node = yamlEntry(map, key);
  return node?.kind === 'scalar' && node.value !== null ? node.source : null;
}

function checkKeys(map: YamlMap, findings: Findings): void {
  for (const { key } of map.entries) {
    const name = JSON.stringify(key.source);
    if (!KEYS.has(key.source))
      findings.report('unknown_key', `A correlation has no ${name}.`, key, 'warning');
  }
}

function scalarsAt(map: YamlMap, key: string, findings: Findings): readonly YamlScalar[] {
  const node = yamlEntry(map, key);
  if (node === undefined) return [];
  const items = node.kind === 'list' ? node.items : [node];
  const scalars = items.filter((item) => item.kind === 'scalar').filter(({ value }) => value !== null);
  if (scalars.length < items.length) {
    findings.report('invalid_value', `The correlation's ${key} must be a text or a list of texts.`, node);
  }
  return scalars;
}

function parseWindow(map: YamlMap, findings: Findings): number | null {
  const node = yamlEntry(map, 'timespan') ?? yamlEntry(map, 'timeframe');
  const seconds = node?.kind === 'scalar' ? secondsOf(node.source) : null;
  if (seconds === null) {
    findings.report(
      'invalid_timeframe',
      'A correlation needs a timespan: a number and a unit, such as 5m.',
      node ?? map,
    );
  }
  return seconds;
}

function parseAliases(node: YamlNode | undefined, findings: Findings): Correlation['aliases'] {
  const aliases = new Map<string, ReadonlyMap<string, string>>();
  if (node === undefined) return aliases;
  const refuse = (at: YamlNode): void => {
    findings.report('invalid_value', 'An alias is a map of rules and their fields.', at);
  };
  if (node.kind !== 'map') refuse(node);
  for (const { key, value } of node.kind === 'map' ? node.entries : []) {
    if (value.kind !== 'map') refuse(value);
    const fields = new Map<string, string>();
    for (const field of value.kind === 'map' ? value.entries : []) {
      if (field.value.kind === 'scalar') fields.set(field.key.source, field.value.source);
      else refuse(field.value);
    }
    aliases.set(key.source, fields);
  }
  return aliases;
}

function parseCondition(node: YamlNode | undefined, findings: Findings): CorrelationCondition | null {
  if (node === undefined) return null;
  if (node.kind === 'map') return parseBounds(node, findings);
  if (node.kind === 'scalar' && node.value !== null) return parseExpression(node, findings);
  findings.report(
    'invalid_value',
    'A correlation condition is a map such as "gte: 10", or an expression of rules.',
    node,
  );
  return null;
}

function parseBounds(map: YamlMap, findings: Findings): CorrelationCondition | null {
  const bounds: { operator: Threshold['operator']; value: number }[] = [];
  for (const { key, value } of map.entries) {
    if (key.source === 'field' || key.source === 'percentile') continue;
    const operator = Object.hasOwn(BOUNDS, key.source) ? BOUNDS[key.source] : undefined;
    const bound = value.kind === 'scalar' && value.source.trim() !== '' ? Number(value.source) : NaN;
    if (operator === undefined || !Number.isFinite(bound)) {
      findings.report('invalid_value', 'A bound is gt, gte, lt, lte, eq or neq and a number.', key);
      return null;
    }
    bounds.push({ operator, value: bound });
  }
  const percentile = textAt(map, 'percentile');
  return {
    kind: 'bounds',
    bounds,
    field: textAt(map, 'field'),
    percentile: percentile === null ? null : Number(percentile),
  };
}

/** An expression of rules is written like one of selections, without counting. */
function parseExpression(node: YamlScalar, findings: Findings): CorrelationCondition | null {
  try {
    const { search, pipe } = parseGrammar(node.source.slice(0, 10_000));
    if (pipe === null && node.source.length <= 10_000) return { kind: 'expression', expression: search };
  } catch (error) {
    if (!(error instanceof GrammarError) && !(error instanceof RangeError)) throw error;
  }
  findings.report('syntax_error', 'The condition is no expression of rules joined by and, or, not.', node);
  return null;
}
