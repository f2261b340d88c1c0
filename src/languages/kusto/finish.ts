/** A lowered table to what the catalog keeps: one condition, stages in order. */
import { all, from } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { leaves } from '../../condition/fold.ts';
import { simplify } from '../../condition/simplify.ts';
import { askedOfPicked, namesAskedBy } from '../../rule/picked-row.ts';
import type { Stage, UnionPart } from '../../rule/stage.ts';
import { expandedConditions } from './finish-lists.ts';
import { joinParts } from './finish-union.ts';
import type { PartStage } from './merge-stages.ts';
import type { Branch, DraftStage, Relation } from './model.ts';
import { absoluteField, eachBranch } from './relation.ts';
import { column, scopesOf } from './value.ts';

export interface Finished {
  readonly condition: Condition;
  readonly stages: readonly Stage[];
  readonly sources: readonly string[];
  /** Of the opaque stages. */
  readonly problems: readonly (DraftStage & { readonly kind: 'opaque' })[];
  /** The parts of a union show their rows in ways of their own, which are not among the stages. */
  readonly showsParts: boolean;
}

/** `asked`: columns of the result that what comes after it asks for by name. */
export function finish(relation: Relation, text: string, asked: readonly string[] = []): Finished {
  const { branches } = relation;
  const joined = joinParts(
    branches.map((branch) => ({
      conjuncts: conjunctsOf(branch, text),
      stages: finishStages(branch, text),
      unions: branch.unions,
      origin: originOf(branch),
      window: branch.window,
      asked: asked.flatMap((name) => askedColumn(branch, name)),
    })),
    text,
  );
  return {
    condition: joined.condition,
    stages: joined.stages.map(({ stage }) => stage),
    sources: sourcesOf(branches),
    problems: branches.flatMap(problemsOf),
    showsParts: joined.showsParts,
  };
}

/** The tables; of a query that reads none, what gives it rows, which are no events then: those that stand in it (`datatable`), or a list's. */
function sourcesOf(branches: readonly Branch[]): readonly string[] {
  const tables = [...new Set(branches.flatMap(({ sources }) => sources))];
  const reasons = branches.map(({ external }) => external?.reason);
  if (tables.length > 0 || !reasons.every((reason) => reason !== undefined && Object.hasOwn(MADE, reason)))
    return tables;
  return [...new Set(reasons.map((reason) => MADE[reason ?? ''] ?? ''))];
}

const MADE: Readonly<Record<string, string>> = {
  constant_table: 'datatable',
  external_list: 'externaldata',
};

function askedColumn({ row, ...branch }: Branch, name: string): UnionPart['columns'] {
  const value = row.columns.get(name) ?? column(name);
  const field = value.kind === 'field' ? value.field : null;
  if (field === null) return [];
  return [{ name, field: absoluteField({ row, ...branch }, field, scopesOf(value)) }];
}

function originOf({ from: table, external }: Branch): string {
  return table ?? external?.name ?? '';
}

function problemsOf(branch: Branch): Finished['problems'] {
  return trailingLimitsDropped(branch.stages).flatMap((stage) => {
    if (stage.kind === 'opaque') return [stage];
    return stage.kind === 'join' ? stage.right.branches.flatMap(problemsOf) : [];
  });
}

function conjunctsOf(branch: Branch, text: string): readonly Condition[] {
  const origin = originOf(branch);
  const own = all([
    ...branch.conditions,
    ...expandedConditions(branch, null),
    ...pickedConditions(branch, text),
  ]);
  const simple = simplify(own);
  const conjuncts = simple.kind === 'all' ? simple.of : simple.kind === 'always' ? [] : [simple];
  return origin === '' ? conjuncts : [from(origin), ...conjuncts];
}

/** What is asked of the first groups' rows, where each of them is one of the events. */
function pickedConditions(branch: Branch, text: string): readonly Condition[] {
  const at = branch.stages.findIndex(({ kind }) => kind === 'aggregate');
  const stage = branch.stages[at];
  if (stage?.kind !== 'aggregate' || stage.picked === null) return [];
  const before = branch.stages.slice(0, at);
  // Behind these, rows are not events alone.
  const isOfEvents = before.every(
    (each) =>
      each.kind !== 'opaque' && !(each.kind === 'join' && (each.type === 'right' || each.type === 'full')),
  );
  if (!isOfEvents || branch.expansions.some((each) => each.at <= at)) return [];
  const later = finishStages(branch, text).filter(({ index }) => index > at);
  return askedOfPicked(
    { picked: stage.picked, columns: stage.columns, isOneEvent: true },
    stage.having,
    namesAskedBy(later.map((each) => each.stage)),
  );
}

function trailingLimitsDropped(stages: readonly DraftStage[]): readonly DraftStage[] {
  const last = stages.findLastIndex((stage) => !(stage.kind === 'opaque' && stage.isLimit));
  return stages.slice(0, last + 1);
}

/** Does a stage from here on say something of the column? */
function isAsked(name: string, stages: readonly DraftStage[]): boolean {
  return stages.some((stage) => {
    switch (stage.kind) {
      case 'aggregate': {
        const conditions = [
          ...stage.having,
          ...stage.columns.flatMap(({ condition }) => (condition === null ? [] : [condition])),
        ];
        const fields = [
          ...stage.by,
          ...stage.columns.flatMap(({ field }) => (field === null ? [] : [field])),
        ];
        return (
          conditions.some((each) => mentions(each, name)) || fields.some(({ native }) => native === name)
        );
      }
      case 'filter':
        return mentions(stage.condition, name);
      case 'join':
        return stage.on.some(({ left }) => left.native === name);
      case 'lookup':
      case 'opaque':
        return false;
    }
  });
}

function mentions(condition: Condition, name: string): boolean {
  return leaves(condition).some(({ node }) =>
    node.kind === 'opaque'
      ? node.fields.some(({ native }) => native === name)
      : node.field.native === name || node.other?.native === name,
  );
}

function finishStages(branch: Branch, text: string): readonly PartStage[] {
  const stages = trailingLimitsDropped(branch.stages);
  const lastGroup = stages.findLastIndex((stage) => stage.kind === 'aggregate' && !stage.isDistinct);
  return stages.flatMap((stage, index): readonly PartStage[] => {
    // Rows made distinct matter to what is counted later; else they are only shown once.
    const isShown =
      stage.kind === 'aggregate' && stage.isDistinct && stage.having.length === 0 && index > lastGroup;
    if (isShown) return [];
    const { keys, of } = stage.kind === 'aggregate' ? stage : { keys: keysOf(stage), of: new Map() };
    const groups = stage.kind === 'aggregate' && !stage.isDistinct;
    return [{ stage: finishStage(branch, stage, stages.slice(index), text), index, keys, of, groups }];
  });
}

/** A watchlist, a file: no table of events, and what it holds is not in the query. */
function isExternalList({ branches }: Relation): boolean {
  return branches.length > 0 && branches.every(({ external }) => external?.reason === 'external_list');
}

function keysOf(stage: DraftStage): readonly string[] {
  return stage.kind === 'join' ? stage.keys : [];
}

/** Of events before those of the rule: a baseline. */
function ofItsTime(relation: Relation): Relation {
  return eachBranch(relation, (branch) =>
    branch.earlier === null ? branch : { ...branch, conditions: [...branch.conditions, branch.earlier] },
  );
}

function finishStage(branch: Branch, stage: DraftStage, rest: readonly DraftStage[], text: string): Stage {
  switch (stage.kind) {
    case 'aggregate': {
      const { by, window, source } = stage;
      const columns = stage.columns.filter(({ name }) => !stage.late.has(name) || isAsked(name, rest));
      const having = simplify(all([...stage.having, ...expandedConditions(branch, null, stage.scope)]));
      return { kind: 'aggregate', by, window, columns, having, source };
    }
    case 'join': {
      const right = finish(ofItsTime(stage.right), text, stage.asked);
      const { type, on, window, source } = stage;
      const condition = simplify(right.condition);
      return {
        kind: 'join',
        type,
        with: stage.with,
        condition,
        stages: right.stages,
        on: stage.alternatives ?? [on],
        window,
        ...(isExternalList(stage.right) ? { ofList: true as const } : {}),
        source,
      };
    }
    case 'filter':
      return { kind: 'filter', condition: simplify(stage.condition), source: stage.source };
    case 'lookup':
      return stage;
    case 'opaque':
      return { kind: 'opaque', reason: stage.reason, source: stage.source };
  }
}
