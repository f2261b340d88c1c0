/**
 * The parts of a union as one condition and one list of stages. What comes after the union was lowered for each part by itself, since a name may stand for
 * another field in each: where that says the same of all of them it is said once, after them.
 */
import { all, any } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { conditionKey } from '../../condition/key.ts';
import { simplify } from '../../condition/simplify.ts';
import type { Stage, UnionPart } from '../../rule/stage.ts';
import { mergeStages, sameStages } from './merge-stages.ts';
import type { MergedStages, PartColumns, PartStage } from './merge-stages.ts';
import type { UnionMark } from './model.ts';

/** A branch that is finished. */
export interface FinishedBranch {
  readonly conjuncts: readonly Condition[];
  readonly stages: readonly PartStage[];
  /** The unions that it goes through, the last one last. */
  readonly unions: readonly UnionMark[];
  readonly origin: string;
  readonly window: number | null;
  /** Columns that what comes after the union asks for by name. */
  readonly asked: UnionPart['columns'];
}

export interface Joined {
  readonly condition: Condition;
  readonly stages: readonly PartStage[];
  readonly showsParts: boolean;
}

export const UNION_REASON = 'union_of_stages';

export function joinParts(branches: readonly FinishedBranch[], text: string): Joined {
  const condition = joinBranches(branches.map(({ conjuncts }) => conjuncts));
  const [first] = branches;
  if (first === undefined || branches.length === 1)
    return { condition, stages: first?.stages ?? [], showsParts: false };
  const flat =
    hasOneBranchEach(branches) && asksForTheSame(branches)
      ? sameStages(branches.map(markedStages), origins(branches))
      : null;
  if (flat !== null) return { condition, stages: flat, showsParts: false };
  const united = unite(branches, text) ?? unite(branches.map(withoutRowStages), text);
  if (united !== null) return { condition, stages: united, showsParts: false };
  const shown = branches.map((branch) => ({ ...branch, stages: withoutShownStages(branch.stages) }));
  if (shown.some(({ stages }, at) => stages.length < (branches[at]?.stages.length ?? 0)))
    return { ...joinParts(shown, text), showsParts: true };
  const stage: Stage = { kind: 'opaque', reason: UNION_REASON, source: text };
  return {
    condition,
    stages: [{ stage, index: 0, keys: [], of: new Map(), groups: false }],
    showsParts: false,
  };
}

function asksForTheSame(branches: readonly FinishedBranch[]): boolean {
  return new Set(branches.map(({ asked }) => JSON.stringify(asked))).size <= 1;
}

function origins(branches: readonly FinishedBranch[]): readonly string[] {
  return branches.map(({ origin }) => origin);
}

/** Stages up to here are a part's own. */
function boundary({ unions }: FinishedBranch): number {
  return unions.at(-1)?.at ?? 0;
}

function partOf({ unions }: FinishedBranch, index: number): string {
  const last = unions.at(-1);
  return last === undefined ? `-${index}` : `${last.id}:${last.part}`;
}

function hasOneBranchEach(branches: readonly FinishedBranch[]): boolean {
  return new Set(branches.map(partOf)).size === branches.length;
}

/** What a part groups before the union, it groups by itself. */
function markedStages(branch: FinishedBranch): readonly (PartStage & { readonly isOfPart: boolean })[] {
  const at = boundary(branch);
  return branch.stages.map((each) => ({ ...each, isOfPart: each.groups && each.index < at }));
}

/** Null: what comes after the union differs from part to part. */
function unite(branches: readonly FinishedBranch[], text: string): readonly PartStage[] | null {
  const before = branches.map((branch) => ({
    ...branch,
    stages: branch.stages.filter(({ index }) => index < boundary(branch)),
    unions: branch.unions.slice(0, -1),
    asked: [],
  }));
  const after = branches.map((branch) => branch.stages.filter(({ index }) => index >= boundary(branch)));
  const asked = branches.map((branch) => branch.asked);
  const merged = mergeStages(after, asked);
  if (merged === null) return null;
  const grouped = groupedParts(branches, before, merged);
  if (grouped === null) return null;
  const parts = grouped.map((part) => unionPart(part, text));
  const isPlain = parts.every(({ stages, columns }) => stages.length === 0 && columns.length === 0);
  if (isPlain) return merged.stages;
  const stage: Stage = { kind: 'union', parts, source: text };
  return [{ stage, index: 0, keys: [], of: new Map(), groups: true }, ...merged.stages];
}

interface OpenPart {
  readonly branches: readonly FinishedBranch[];
  readonly columns: PartColumns;
}

/** Branches of one part stay one where they do something together. Null: they take a name from fields of their own even so. */
function groupedParts(
  branches: readonly FinishedBranch[],
  before: readonly FinishedBranch[],
  { columns }: MergedStages,
): readonly OpenPart[] | null {
  const groups = new Map<string, { branches: FinishedBranch[]; columns: PartColumns }>();
  for (const [index, branch] of branches.entries()) {
    const own = before[index];
    if (own === undefined) continue;
    const names = columns[index] ?? [];
    const isTogether = own.stages.some((stage) => stage.index >= boundary(own));
    const key = isTogether ? partOf(branch, index) : `${index}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { branches: [own], columns: names });
    else if (JSON.stringify(group.columns) === JSON.stringify(names)) group.branches.push(own);
    else return null;
  }
  return [...groups.values()];
}

function unionPart({ branches, columns }: OpenPart, text: string): UnionPart {
  const { condition, stages } = joinParts(branches, text);
  return { condition: simplify(condition), stages: stages.map(({ stage }) => stage), columns };
}

/** Filters and joins look at each row by itself: they may as well be the part's own. */
function withoutRowStages(branch: FinishedBranch): FinishedBranch {
  const at = boundary(branch);
  const last = branch.unions.at(-1);
  const group = branch.stages.find(({ stage, index }) => index >= at && !looksAtRows(stage));
  const end = group?.index ?? (branch.stages.at(-1)?.index ?? 0) + 1;
  const mark = last === undefined ? { id: -1, part: 0, at: end } : { ...last, at: Math.max(at, end) };
  return { ...branch, unions: [...branch.unions.slice(0, -1), mark] };
}

function looksAtRows(stage: Stage): boolean {
  if (stage.kind === 'join') return stage.type !== 'right' && stage.type !== 'full';
  return stage.kind === 'filter' || stage.kind === 'lookup';
}

/**
 * Without what comes last and lets every row go on: groups without a `having`, columns brought in. Where the parts of a union show their rows in ways of
 * their own, that is no logic of theirs.
 */
function withoutShownStages(stages: readonly PartStage[]): readonly PartStage[] {
  const last = stages.findLastIndex(({ stage }) => !onlyShows(stage));
  return stages.slice(0, last + 1);
}

function onlyShows(stage: Stage): boolean {
  if (stage.kind === 'aggregate') return stage.having.kind === 'always';
  return stage.kind === 'lookup' || (stage.kind === 'join' && stage.type === 'left');
}

/** Alternatives with what they have in common said once. */
function joinBranches(branches: readonly (readonly Condition[])[]): Condition {
  const [first = [], ...rest] = branches;
  if (rest.length === 0) return all(first);
  const keys = branches.map((conjuncts) => new Set(conjuncts.map(conditionKey)));
  const common = first.filter((conjunct) => keys.every((each) => each.has(conditionKey(conjunct))));
  const shared = new Set(common.map(conditionKey));
  const own = branches.map((conjuncts) => all(conjuncts.filter((each) => !shared.has(conditionKey(each)))));
  return all([any(own), ...common]);
}
