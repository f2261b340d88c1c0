/** Gives every field of a rule its catalog name, by its log sources. */
import { all, any, not } from '../condition/condition.ts';
import type { All, Condition, From } from '../condition/condition.ts';
import type { FieldPath } from '../condition/field-path.ts';
import { mapFields } from '../condition/fold.ts';
import { columnBehind } from '../fields/log-analytics-tables.ts';
import { conditionKey } from '../condition/key.ts';
import { nameField } from '../fields/name-field.ts';
import { jsonPath } from './json-path.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { Rule } from '../rule/rule.ts';
import type {
  AggregateColumn,
  ColumnCase,
  JoinPair,
  SequenceStage,
  Stage,
  UnionPart,
} from '../rule/stage.ts';

export interface FieldNamer {
  (field: FieldPath, within?: readonly FieldPath[]): FieldPath;
  /** The naming for a part of the rule that reads these log sources only. */
  readonly of: (logSources: readonly LogSource[]) => FieldNamer;
}

/** The naming of one rule's fields. */
export function fieldNamer(rule: Pick<Rule, 'eventSchema' | 'logSources'>): FieldNamer {
  const name = (field: FieldPath, within: readonly FieldPath[] = []): FieldPath => {
    if (field.native === '' || field.match !== 'path') return field;
    if (field.scope === 'event') return nameEventField(field, rule);
    const path = [
      ...within.map((outer) => outer.native).filter((native) => native !== ''),
      field.native,
    ].join('.');
    const outer = within
      .map((each) => each.name)
      .filter((each) => each !== '')
      .join('.');
    const named = nameField(path, rule.eventSchema, rule.logSources);
    return named.startsWith(`${outer}.`) ? { ...field, name: named.slice(outer.length + 1) } : field;
  };
  return Object.assign(name, {
    of: (logSources: readonly LogSource[]) => fieldNamer({ ...rule, logSources }),
  });
}

function nameEventField(
  field: FieldPath,
  { eventSchema, logSources }: Pick<Rule, 'eventSchema' | 'logSources'>,
): FieldPath {
  if (eventSchema !== 'log_analytics')
    return { ...field, name: nameField(field.native, eventSchema, logSources) };
  const path = jsonPath(field);
  const column = columnBehind(path.native, logSources);
  const own = column === null ? path : { ...path, segments: [column] };
  return { ...own, name: nameField(column ?? path.native, eventSchema, logSources) };
}

/** A part that is for events of one source has its fields named by that source. */
export function nameFields(condition: Condition, name: FieldNamer): Condition {
  switch (condition.kind) {
    case 'all': {
      const source = sourceOf(condition);
      if (source !== null) {
        const own = name.of(source.logSources);
        return all(condition.of.map((child) => nameFields(child, own)));
      }
      return nameBesideSources(condition, name);
    }
    case 'any':
      return any(condition.of.map((child) => nameFields(child, name)));
    case 'not':
      return not(nameFields(condition.of, name));
    case 'always':
    case 'never':
    case 'from':
    case 'some':
    case 'compare':
    case 'opaque':
      return mapFields(condition, name);
  }
}

/** What a part is for events of; null: of any, or of a source that the platform does not know. */
function sourceOf(condition: Condition): From | null {
  const own = condition.kind === 'all' ? condition.of.find(({ kind }) => kind === 'from') : condition;
  return own?.kind === 'from' && own.logSources.length > 0 ? own : null;
}

/** Of more sources than this, what they share keeps its first name. */
const MAX_SOURCES = 16;

/**
 * What is asked of events of several sources alike may be another field in each (`FileName` of a process, of a file): then it stands with each of them.
 * Exclusions stay where they are seen to be some.
 */
function nameBesideSources({ of }: All, name: FieldNamer): Condition {
  const union = of.find((child) => child.kind === 'any' && child.of.every((each) => sourceOf(each) !== null));
  const branches = union?.kind === 'any' && union.of.length <= MAX_SOURCES ? union.of : [];
  const names = branches.map((branch) => name.of(sourceOf(branch)?.logSources ?? []));
  const added = branches.map((): Condition[] => []);
  if (union === undefined || branches.length === 0) return all(of.map((child) => nameFields(child, name)));
  const kept = of.map((child): Condition | null => {
    const [first, ...rest] = names.map((own) => nameFields(child, own));
    if (child === union || first === undefined) return child === union ? union : null;
    if (child.kind === 'not') return nameFields(child, name);
    if (rest.every((each) => conditionKey(each) === conditionKey(first))) return first;
    [first, ...rest].forEach((each, at) => added[at]?.push(each));
    return null;
  });
  const named = any(branches.map((branch, at) => all([nameFields(branch, name), ...(added[at] ?? [])])));
  return all(kept.flatMap((child) => (child === null ? [] : [child === union ? named : child])));
}

/** A column of an aggregation has the name that the rule gave it. */
function besideColumns(columns: readonly AggregateColumn[], name: FieldNamer): FieldNamer {
  const own = new Set(columns.map((column) => column.name));
  const beside = (field: FieldPath, within?: readonly FieldPath[]): FieldPath =>
    own.has(field.native) ? field : name(field, within);
  return Object.assign(beside, {
    of: (logSources: readonly LogSource[]) => besideColumns(columns, name.of(logSources)),
  });
}

/** Fields of another step keep its name in front. */
function besideSteps(steps: SequenceStage['steps'], name: FieldNamer): FieldNamer {
  const beside = (field: FieldPath, within?: readonly FieldPath[]): FieldPath =>
    steps.some((step) => step.name === field.segments[0]) ? field : name(field, within);
  return Object.assign(beside, {
    of: (logSources: readonly LogSource[]) => besideSteps(steps, name.of(logSources)),
  });
}

/** The same stage with its fields named; a join's other side speaks of other records and keeps its names. */
export function nameStageFields(stage: Stage, name: FieldNamer): Stage {
  switch (stage.kind) {
    case 'filter':
      return stage;
    case 'aggregate':
      return {
        ...stage,
        by: stage.by.map((field) => name(field)),
        columns: stage.columns.map((column) => nameColumnFields(column, name)),
        having: nameFields(stage.having, besideColumns(stage.columns, name)),
      };
    case 'sequence':
      return {
        ...stage,
        by: stage.by.map((field) => name(field)),
        steps: stage.steps.map(({ relation, ...step }) => ({
          ...step,
          by: step.by.map((field) => name(field)),
          condition: nameFields(step.condition, name),
          ...(relation === undefined
            ? {}
            : { relation: nameFields(relation, besideSteps(stage.steps, name)) }),
        })),
        until: stage.until === null ? null : nameFields(stage.until, name),
      };
    case 'new_terms':
      return { ...stage, fields: stage.fields.map((field) => name(field)) };
    case 'join':
      return {
        ...stage,
        on: stage.on.map((pairs) => pairs.map((pair) => namePair(pair, name))),
      };
    case 'lookup':
      return { ...stage, on: stage.on.map(({ left, right }) => ({ left: name(left), right })) };
    case 'union':
      return { ...stage, parts: stage.parts.map((part) => namePart(part, name)) };
    case 'project':
    case 'opaque':
      return stage;
  }
}

/** A part has the names of what it reads. */
function namePart({ condition, stages, columns }: UnionPart, name: FieldNamer): UnionPart {
  const source = condition.kind === 'all' || condition.kind === 'from' ? sourceOf(condition) : null;
  const own = source === null ? name : name.of(source.logSources);
  return {
    condition: nameFields(condition, name),
    stages: stages.map((stage) => nameStageFields(stage, own)),
    columns: columns.map((column) => ({ ...column, field: own(column.field) })),
  };
}

function nameColumnFields(column: AggregateColumn, name: FieldNamer): AggregateColumn {
  const named = {
    ...column,
    field: column.field === null ? null : name(column.field),
    condition: column.condition === null ? null : nameFields(column.condition, name),
  };
  return column.cases === undefined ? named : { ...named, cases: nameCases(column.cases, name) };
}

function nameCases(cases: readonly ColumnCase[], name: FieldNamer): readonly ColumnCase[] {
  return cases.map(({ when, field, literal, parts }) => ({
    when: nameFields(when, name),
    field: field === null ? null : name(field),
    literal,
    ...(parts === undefined
      ? {}
      : { parts: parts.map((part) => (typeof part === 'string' ? part : name(part))) }),
  }));
}

/** What a computed key is called is no field. */
function namePair(pair: JoinPair, name: FieldNamer): JoinPair {
  if (pair.leftCases === undefined) return { ...pair, left: name(pair.left) };
  return { ...pair, leftCases: nameCases(pair.leftCases, name) };
}
