// A rule's stages: one type for each kind.
import { printCondition, printConjuncts } from '../../condition/print.ts';
import { fieldText } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { pairText } from '../../rule/stage.ts';
import type {
  AggregateStageResolvers,
  FilterStageResolvers,
  JoinStageResolvers,
  LookupStageResolvers,
  NewTermsStageResolvers,
  OpaqueStageResolvers,
  ProjectStageResolvers,
  SequenceStageResolvers,
  UnionPartResolvers,
  UnionStageResolvers,
} from '../generated/resolvers.ts';
import { stageNode } from '../stage-node.ts';

function texts(fields: readonly FieldPath[]): readonly string[] {
  return fields.map((field) => fieldText(field));
}

export const FilterStage: FilterStageResolvers = {
  condition: ({ stage }) => printCondition(stage.condition),
};

export const AggregateStage: AggregateStageResolvers = {
  by: ({ stage }) => texts(stage.by),
  windowSeconds: ({ stage }) => stage.window,
  columns: ({ stage }) =>
    stage.columns.map(({ name, function: computed, field, condition, percentile, expression, cases }) => ({
      name,
      function: computed,
      field: field === null ? null : fieldText(field),
      condition: condition === null ? null : printCondition(condition),
      percentile: percentile ?? null,
      expression: expression ?? null,
      cases: (cases ?? []).map((each) => ({
        condition: printCondition(each.when),
        value: each.field === null ? JSON.stringify(each.literal) : fieldText(each.field),
      })),
    })),
  having: ({ stage }) => printConjuncts(stage.having),
};

export const SequenceStage: SequenceStageResolvers = {
  ordered: ({ stage }) => stage.ordered,
  steps: ({ stage }) =>
    stage.steps.map(({ condition, relation, by, ...step }) => ({
      ...step,
      condition: printCondition(condition),
      relation: relation === undefined ? null : printCondition(relation),
      by: texts(by),
    })),
  by: ({ stage }) => texts(stage.by),
  windowSeconds: ({ stage }) => stage.window,
  until: ({ stage }) => (stage.until === null ? null : printCondition(stage.until)),
};

export const NewTermsStage: NewTermsStageResolvers = {
  fields: ({ stage }) => texts(stage.fields),
  windowSeconds: ({ stage }) => stage.window,
};

export const JoinStage: JoinStageResolvers = {
  type: ({ stage }) => stage.type,
  with: ({ stage }) => stage.with,
  condition: ({ stage }) => (stage.condition === null ? null : printCondition(stage.condition)),
  on: ({ stage }) => stage.on.map((pairs) => pairs.map(pairText).join(' and ')),
  windowSeconds: ({ stage }) => stage.window,
  ofList: ({ stage }) => stage.ofList === true,
};

export const LookupStage: LookupStageResolvers = {
  table: ({ stage }) => stage.table,
  on: ({ stage }) => stage.on.map(({ left, right }) => `${fieldText(left)} = ${fieldText(right)}`),
  fields: ({ stage }) => stage.fields,
};

export const UnionStage: UnionStageResolvers = {
  parts: ({ stage }) => stage.parts,
};

export const UnionPart: UnionPartResolvers = {
  condition: ({ condition }) => printCondition(condition),
  stages: ({ stages }) => stages.map(stageNode),
  columns: ({ columns }) => columns.map(({ name, field }) => ({ name, source: fieldText(field) })),
};

export const ProjectStage: ProjectStageResolvers = {
  fields: ({ stage }) => stage.fields,
};

export const OpaqueStage: OpaqueStageResolvers = {
  reason: ({ stage }) => stage.reason,
};
