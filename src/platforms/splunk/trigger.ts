/**
 * On how many results, or on which, a saved search alerts. Without a condition, and on more than none, it alerts on whatever its search finds.
 * https://help.splunk.com/splunk-enterprise/administer/admin-manual/9.4/configuration-file-reference/9.4.2-configuration-file-reference/savedsearches.conf
 */
import { opaqueStage, thresholdStage } from '../../rule/declare-stage.ts';
import type { Threshold } from '../../rule/declare-stage.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { numberOf } from '../../text/plain-data.ts';
import type { SourceStage } from '../platform.ts';
import type { Said } from './saved-search-head.ts';

export interface Trigger {
  /** A search over the results, to be put behind the rule's own. */
  readonly filter: string | null;
  readonly stages: readonly SourceStage[];
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING: Trigger = { filter: null, stages: [], diagnostics: [] };

/** `relation` in the file, `alert_comparator` in what the API gives. */
const OPERATORS: Readonly<Record<string, Threshold['operator']>> = {
  'greater than': 'gt',
  'less than': 'lt',
  'equal to': 'eq',
  'not equal to': 'ne',
};

export function triggerOf(said: Said): Trigger {
  const condition = said('alert_condition');
  const type = (said('counttype') ?? said('alert_type') ?? 'always').toLowerCase().replaceAll('_', ' ');
  if (condition !== null) return { ...NOTHING, filter: condition.replace(/^\s*\|\s*/, '') };
  if (type === 'always' || type === 'custom') return NOTHING;
  const relation = (said('relation') ?? said('alert_comparator') ?? 'greater than').toLowerCase();
  const quantity = said('quantity') ?? said('alert_threshold') ?? '0';
  const source = `${type} ${relation} ${quantity}`;
  const operator = OPERATORS[relation];
  const value = numberOf(quantity);
  // Hosts and sources are counted over all events; a number that rises or drops compares two runs.
  if (type !== 'number of events' || operator === undefined || value === null) return unknownTrigger(source);
  if (operator === 'gt' && value === 0) return NOTHING;
  const stage = thresholdStage([], null, [{ function: 'count', field: null, operator, value }], source);
  return { ...NOTHING, stages: [{ stage, queries: [] }] };
}

function unknownTrigger(source: string): Trigger {
  const message = `the condition on which it alerts, \`${source}\`, is kept as text only`;
  return {
    ...NOTHING,
    stages: [{ stage: opaqueStage('unknown_trigger', source), queries: [] }],
    diagnostics: [diagnostic('unknown_trigger', message)],
  };
}
