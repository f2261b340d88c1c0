/**
 * `triggerOperator` and `triggerThreshold`: how many results the query must have. More than none is what a query alerts on anyway.
 * https://learn.microsoft.com/azure/sentinel/detect-threats-custom#alert-threshold
 */
import { opaqueStage, thresholdStage } from '../../rule/declare-stage.ts';
import type { Threshold } from '../../rule/declare-stage.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { numberOf, textOf } from '../../text/plain-data.ts';
import type { SourceStage } from '../platform.ts';
import { secondsOf } from './duration.ts';
import type { RuleRecord } from './rule-record.ts';

export interface Trigger {
  readonly stages: readonly SourceStage[];
  readonly diagnostics: readonly Diagnostic[];
}

const OPERATORS: Readonly<Record<string, Threshold['operator']>> = {
  gt: 'gt',
  greaterthan: 'gt',
  lt: 'lt',
  lessthan: 'lt',
  eq: 'eq',
  equal: 'eq',
  ne: 'ne',
  notequal: 'ne',
};

export function triggerOf({ value, spanOf }: RuleRecord, path: string): Trigger {
  const word = textOf(value['triggerOperator']);
  const threshold = textOf(value['triggerThreshold']);
  if (word === null && threshold === null) return { stages: [], diagnostics: [] };
  const operator = OPERATORS[(word ?? 'gt').toLowerCase()];
  const number = threshold === null ? 0 : numberOf(threshold);
  const source = `triggerOperator: ${word ?? ''}\ntriggerThreshold: ${threshold ?? ''}`;
  if (operator === undefined || number === null) {
    const key = operator === undefined ? 'triggerOperator' : 'triggerThreshold';
    const message = `\`${key}: ${textOf(value[key]) ?? ''}\` is no condition on the number of results.`;
    return {
      stages: [{ stage: opaqueStage('unknown_trigger', source), queries: [] }],
      diagnostics: [diagnostic('unknown_trigger', message, spanOf(key), 'error', path)],
    };
  }
  if (operator === 'gt' && number === 0) return { stages: [], diagnostics: [] };
  const window = secondsOf(textOf(value['queryPeriod']));
  const stage = thresholdStage(
    [],
    window,
    [{ function: 'count', field: null, operator, value: number }],
    source,
  );
  return { stages: [{ stage, queries: [] }], diagnostics: [] };
}
