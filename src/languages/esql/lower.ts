/**
 * An ES|QL query's tree to a condition on events and the stages after it (https://www.elastic.co/docs/reference/query-languages/esql).
 *
 * `WHERE` before the first `STATS` is the filter; after it, what is asked of the groups. Columns that `EVAL`, `GROK`, `DISSECT` and `RENAME`
 * define are followed back to the fields that they come from (value.ts); truth is three-valued (truth.ts), comparisons are in compare.ts.
 * `SORT` and projections select nothing.
 */
import { all, opaque } from '../../condition/condition.ts';
import type { Collection, Compare, Condition } from '../../condition/condition.ts';
import { leaves } from '../../condition/fold.ts';
import { simplify } from '../../condition/simplify.ts';
import { spanWithin } from '../../text/span.ts';
import type { LowerInner, Lowered, Query } from '../language.ts';
import type { Command, Place } from './ast.ts';
import { ofEvent } from './expand.ts';
import { closeAggregation, lowerStats } from './lower-aggregate.ts';
import { lowerColumns, lowerLimit, lowerUnknown } from './lower-command.ts';
import { findingOf, lowerRow } from './lower-expression.ts';
import { lowerProjection } from './output.ts';
import { parseEsql } from './parse.ts';
import { report, textOf } from './rows.ts';
import type { Lowering } from './rows.ts';

export function lowerEsql(query: Query, lowerInner?: LowerInner): Lowered {
  const lowering = newLowering(query, lowerInner);
  const parsed = parseEsql(query.text);
  if ('failure' in parsed) {
    const { code, message } = parsed.failure;
    const condition = opaqueOf(lowering, parsed.failure, code, message, query.text);
    return { condition, stages: [], outputFields: [], diagnostics: lowering.diagnostics };
  }
  const [source] = parsed.tree.commands;
  const commands = parsed.tree.commands.slice(0, MAX_COMMANDS);
  const lastChoice = commands.findLastIndex(({ kind }) => CHOOSE_ROWS.has(kind));
  for (const [at, command] of commands.entries()) lowerCommand(lowering, command, at > lastChoice);
  const next = parsed.tree.commands[MAX_COMMANDS];
  if (next !== undefined) lowerRest(lowering, { start: next.start, end: query.text.length });
  if (source?.kind !== 'from') {
    const place = source ?? { start: 0, end: query.text.length };
    lowering.filters.push(opaqueOf(lowering, place, 'no_source', 'the query reads no events'));
  }
  closeAggregation(lowering);
  const condition = withoutWeakerTests(simplify(all(ofEvent(lowering.filters, lowering.expanded))));
  reportOpaque(lowering, condition);
  return {
    condition,
    stages: lowering.projection === null ? lowering.stages : [...lowering.stages, lowering.projection],
    outputFields: lowering.outputs,
    sources: source?.kind === 'from' ? source.sources : [],
    diagnostics: lowering.diagnostics,
  };
}

/** Far above any query that a person wrote. */
const MAX_COMMANDS = 300;

/** What stands behind so many commands is kept as text. */
function lowerRest(lowering: Lowering, place: Place): void {
  report(lowering, place, 'too_long', `a query of more than ${MAX_COMMANDS} commands`);
  closeAggregation(lowering);
  lowering.stages.push({ kind: 'opaque', source: textOf(lowering, place), reason: 'too_long' });
}

/** A field with one value is there: what `IS NOT NULL` asks besides need not be said. */
function withoutWeakerTests(condition: Condition): Condition {
  if (condition.kind !== 'all') return condition;
  const single = new Set(
    condition.of.flatMap((each) => (isPresence(each, 'single') ? [each.field.native] : [])),
  );
  return all(condition.of.filter((each) => !isPresence(each, 'any') || !single.has(each.field.native)));
}

function isPresence(condition: Condition, collection: Collection): condition is Compare {
  return (
    condition.kind === 'compare' &&
    condition.operator === 'exists' &&
    condition.collection === collection &&
    condition.field.scope === 'event' &&
    condition.field.transforms.length === 0
  );
}

function newLowering(query: Query, lowerInner: LowerInner | undefined): Lowering {
  return {
    query,
    lowerInner,
    diagnostics: [],
    filters: [],
    stages: [],
    later: [],
    fieldsRead: new Set(),
    columns: new Map(),
    metadata: new Set(),
    aggregation: null,
    names: 'open',
    window: null,
    expanded: [],
    outputs: [],
    projection: null,
  };
}

function opaqueOf(lowering: Lowering, place: Place, code: string, message: string, text?: string): Condition {
  report(lowering, place, code, message);
  const span = spanWithin(lowering.query.text, place.start, place.end, lowering.query);
  return opaque(text ?? textOf(lowering, place), code, [], span);
}

/** Parts that ended up opaque are found; those of columns that no condition asks for are not missed. */
function reportOpaque(lowering: Lowering, condition: Condition): void {
  const ofStages = lowering.stages.flatMap((stage) =>
    stage.kind === 'aggregate'
      ? [
          stage.having,
          ...stage.columns.flatMap(({ condition, cases = [] }) => [
            ...(condition === null ? [] : [condition]),
            ...cases.map(({ when }) => when),
          ]),
        ]
      : [],
  );
  const found = [condition, ...ofStages]
    .flatMap((each) => leaves(each))
    .map(({ node }) => (node.kind === 'opaque' ? findingOf(node) : undefined))
    .filter((finding) => finding !== undefined);
  lowering.diagnostics.push(...new Set(found));
}

/** Commands that choose among rows, or make others of them. */
const CHOOSE_ROWS: ReadonlySet<Command['kind']> = new Set([
  'where',
  'stats',
  'mv_expand',
  'lookup',
  'change_point',
  'unknown',
]);

/** `isLast`: no later command chooses among rows. */
function lowerCommand(lowering: Lowering, command: Command, isLast: boolean): void {
  switch (command.kind) {
    case 'from':
      lowering.metadata = new Set(command.metadata.map(({ name }) => name));
      break;
    case 'where': {
      const condition = lowerRow(lowering, command.condition);
      (lowering.aggregation?.having ?? lowering.filters).push(condition);
      break;
    }
    case 'stats':
      lowerStats(lowering, command);
      break;
    case 'keep':
    case 'drop':
      lowerProjection(lowering, command);
      break;
    case 'sort':
      break;
    case 'limit':
      lowerLimit(lowering, command, isLast);
      break;
    case 'unknown':
      lowerUnknown(lowering, command);
      break;
    case 'row':
    case 'eval':
    case 'rename':
    case 'dissect':
    case 'grok':
    case 'enrich':
    case 'lookup':
    case 'mv_expand':
    case 'completion':
    case 'change_point':
      lowerColumns(lowering, command);
  }
}
