/** Tables as far as they are lowered: how they begin, and where a predicate belongs. */
import { not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { leaves, mapFields } from '../../condition/fold.ts';
import type { Place } from './ast.ts';
import { opaqueNode, textAt } from './findings.ts';
import type {
  Branch,
  DraftJoin,
  DraftStage,
  Env,
  ExternalTable,
  Relation,
  Row,
  Scopes,
  Truth,
} from './model.ts';
import { closedRow } from './rows.ts';
import { column } from './value.ts';

export const eventRow: Row = { columns: new Map(), others: 'event' };

export function sourceTable(name: string): Relation {
  return { branches: [{ ...emptyBranch, sources: [name], from: name }] };
}

export function externalTable(external: ExternalTable): Relation {
  const columns = new Map(external.columns.map((name) => [name, column(name)]));
  const row: Row = columns.size === 0 ? eventRow : closedRow(columns);
  return { branches: [{ ...emptyBranch, external, row }] };
}

const emptyBranch: Branch = {
  sources: [],
  from: null,
  external: null,
  conditions: [],
  expansions: [],
  stages: [],
  row: eventRow,
  window: null,
  earlier: null,
  unions: [],
  shown: [],
};

export function eachBranch(relation: Relation, map: (branch: Branch) => Branch): Relation {
  return { branches: relation.branches.map(map) };
}

/** Tables side by side. */
export function unite(env: Env, tables: readonly Relation[]): Relation {
  const parts = tables.filter(({ branches }) => branches.length > 0);
  const [only, ...others] = parts;
  if (others.length === 0) return only ?? { branches: [] };
  const id = env.lowering.counter.next++;
  return {
    branches: parts.flatMap(({ branches }, part) =>
      branches.map((branch) => ({
        ...branch,
        unions: [...branch.unions, { id, part, at: branch.stages.length }],
      })),
    ),
  };
}

export function withStage(branch: Branch, stage: DraftStage): Branch {
  return { ...branch, stages: [...branch.stages, stage] };
}

/** Puts a conjunct where it says what it says: into the event's filter, a list's, a group's `having`, the other side of a join, or after all. */
export function placeCondition(env: Env, branch: Branch, truth: Truth, place: Place): Branch {
  const target = targetOf(branch, truth.scopes);
  const condition = truth.holds;
  switch (target.kind) {
    case 'event':
      return { ...branch, conditions: [...branch.conditions, condition] };
    case 'element':
      return {
        ...branch,
        expansions: branch.expansions.map((list) =>
          list.scope === target.scope ? { ...list, conditions: [...list.conditions, condition] } : list,
        ),
      };
    case 'group':
      return {
        ...branch,
        stages: branch.stages.map((stage) =>
          stage.kind === 'aggregate' && stage.scope === target.scope
            ? { ...stage, having: [...stage.having, absolute(branch, condition, truth.scopes)] }
            : stage,
        ),
      };
    case 'right':
      return {
        ...branch,
        stages: branch.stages.map((stage) =>
          stage.kind === 'join' && stage.scope === target.scope ? withRight(env, stage, truth, place) : stage,
        ),
      };
    case 'joined':
      return withStage(branch, {
        kind: 'filter',
        condition: absolute(branch, condition, truth.scopes),
        source: textAt(env, place),
      });
    case 'nowhere': {
      const message = 'a condition on the elements of several lists at once';
      const fields = leaves(condition).flatMap(({ node }) => (node.kind === 'compare' ? [node.field] : []));
      const node = opaqueNode(env, place, { reason: 'several_lists', message, fields });
      return { ...branch, conditions: [...branch.conditions, node] };
    }
  }
}

type Target =
  | { readonly kind: 'event' | 'joined' | 'nowhere' }
  | { readonly kind: 'element' | 'group' | 'right'; readonly scope: string };

function targetOf(branch: Branch, scopes: Scopes): Target {
  const others = scopes.filter((scope) => scope !== 'event');
  const rights = new Set(
    others.filter((scope) => scope.startsWith('r')).map((scope) => scope.slice(0, scope.indexOf(':'))),
  );
  const [right] = rights;
  if (afterLimit(branch) || keepsOtherRows(branch)) return { kind: 'joined' };
  if (
    right !== undefined &&
    rights.size === 1 &&
    others.length === scopes.length &&
    others.every((scope) => scope.startsWith('r'))
  ) {
    const join = joinOf(branch, right);
    // What must hold of the partner must hold where there has to be one; the columns of a missing one are null.
    if (join?.type === 'inner') return { kind: 'right', scope: right };
  }
  if (rights.size > 0 || others.some((scope) => scope.startsWith('j'))) return { kind: 'joined' };
  const groups = others.filter((scope) => scope.startsWith('g'));
  const group = branch.stages
    .filter((stage) => stage.kind === 'aggregate')
    .findLast(({ scope }) => groups.includes(scope));
  if (group !== undefined) return { kind: 'group', scope: group.scope };
  const [element, ...more] = others;
  if (element === undefined) return { kind: 'event' };
  return more.length > 0 ? { kind: 'nowhere' } : { kind: 'element', scope: element };
}

/** Rows that a limit, or an operator that we do not know, let through are asked for what comes after it, not those before. */
function afterLimit(branch: Branch): boolean {
  return branch.stages.some((stage) => stage.kind === 'opaque');
}

/** Rows of the other side that have no partner are asked as well, with nulls for the columns of this side. */
function keepsOtherRows(branch: Branch): boolean {
  return branch.stages.some(
    (stage) => stage.kind === 'join' && (stage.type === 'right' || stage.type === 'full'),
  );
}

function joinOf(branch: Branch, scope: string): DraftJoin | undefined {
  return branch.stages.filter((stage) => stage.kind === 'join').find((stage) => stage.scope === scope);
}

/** The condition as the other side says it itself. */
function withRight(env: Env, join: DraftJoin, truth: Truth, place: Place): DraftJoin {
  const inner: Truth = {
    holds: mapFields(truth.holds, withoutPrefix),
    fails: not(truth.holds),
    isTwoValued: false,
    scopes: truth.scopes.map((scope) => scope.slice(scope.indexOf(':') + 1)),
  };
  return { ...join, right: eachBranch(join.right, (branch) => placeCondition(env, branch, inner, place)) };
}

const RIGHT = /^\$right\d*$/;

function withoutPrefix(field: FieldPath): FieldPath {
  const [first = '', ...rest] = field.segments;
  if (!RIGHT.test(first)) return field;
  const native = field.native.slice(first.length + 1);
  return Object.freeze({ ...field, native, name: native, segments: rest });
}

/** The condition with elements named by their way from the event. */
export function absolute(branch: Branch, condition: Condition, scopes: Scopes): Condition {
  const list = scopes.find((scope) => scope.startsWith('e') && scope !== 'event');
  if (list === undefined) return condition;
  return mapFields(condition, (field, within) =>
    within.length > 0 ? field : absoluteField(branch, field, scopes),
  );
}

/** An element's field by its way from the event. */
export function absoluteField(branch: Branch, field: FieldPath, scopes: Scopes): FieldPath {
  if (field.scope !== 'element') return field;
  const list = branch.expansions.find(({ scope }) => scopes.includes(scope));
  if (list === undefined) return field;
  const outer = absoluteField(branch, list.list, list.parent === null ? [] : [list.parent]);
  if (outer.transforms.length > 0) {
    // What a function makes has no path of its own.
    const rest = field.segments.map((key) => ({ name: 'key' as const, args: [key] }));
    return Object.freeze({ ...outer, transforms: [...outer.transforms, ...rest, ...field.transforms] });
  }
  const native = [outer.native, field.native].filter((part) => part !== '').join('.');
  return fieldPath(native, {
    segments: [...outer.segments, ...field.segments],
    transforms: field.transforms,
  });
}
