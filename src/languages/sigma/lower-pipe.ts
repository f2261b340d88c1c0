/** The pipe of older rules to a stage (specification 1.0, "Aggregation expression", `timeframe`). */
import { fieldPath } from '../../condition/field-path.ts';
import { thresholdStage } from '../../rule/declare-stage.ts';
import type { Threshold } from '../../rule/declare-stage.ts';
import type { Stage } from '../../rule/stage.ts';
import type { YamlScalar } from '../../text/yaml-tree.ts';
import type { Pipe, PipeAggregation } from './ast.ts';
import type { Findings, Range } from './findings.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  M: 2_629_746,
  y: 31_556_952,
};

/** `5m`, `1h`: a month is a twelfth of a year of 365.2425 days, as in the reference implementation. */
export function secondsOf(text: string): number | null {
  const [, count, unit = ''] = /^\s*(\d{1,9})\s*([smhdwMy])\s*$/.exec(text) ?? [];
  const seconds = UNIT_SECONDS[unit];
  return seconds === undefined || Number(count) === 0 ? null : Number(count) * seconds;
}

/** `source` is the pipe's text, `at` its place. */
export function lowerPipe(
  pipe: Pipe,
  source: string,
  at: Range,
  timeframe: YamlScalar | null,
  findings: Findings,
): Stage {
  const refuse = (reason: string, message: string, where: Range = at): Stage => {
    findings.report(reason, message, where);
    return { kind: 'opaque', source, reason };
  };
  if (pipe.kind !== 'aggregation') {
    return pipe.kind === 'near'
      ? refuse('near', 'The relation "near" of several events is kept as text only.')
      : refuse('unsupported_aggregation', 'An aggregation is written like "count(field) by field > 5".');
  }
  const having = havingOf(pipe);
  if (having === null) {
    return refuse('unsupported_aggregation', `The aggregation ${pipe.function} needs a field.`);
  }
  const window = timeframe === null ? null : secondsOf(timeframe.source);
  if (timeframe !== null && window === null) {
    return refuse('invalid_timeframe', 'A time frame is a number and a unit: 30s, 5m, 1h, 7d.', timeframe);
  }
  return thresholdStage(
    pipe.by.map((name) => fieldPath(name)),
    window,
    [having],
    source,
  );
}

/** A count of a field counts its distinct values. */
function havingOf({ function: name, field, operator, value }: PipeAggregation): Threshold | null {
  if (field === null) return name === 'count' ? { function: 'count', field: null, operator, value } : null;
  return { function: name === 'count' ? 'cardinality' : name, field: fieldPath(field), operator, value };
}
