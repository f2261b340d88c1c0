// A stage as one of the schema's stage types.
import type { Stage } from '../rule/stage.ts';
import type { StageRow } from '../store/read/rule-parts.ts';
import type { ResolversInterfaceTypes, ResolversTypes } from './generated/resolvers.ts';

type StageNode = ResolversInterfaceTypes<ResolversTypes>['Stage'];

/** One that is stored. */
export function storedStageNode({ kind, position, source, data }: StageRow): StageNode {
  return stageNode({ ...data, kind, source } as Stage, position);
}

export function stageNode(stage: Stage, position: number): StageNode {
  const place = { position, source: stage.source };
  switch (stage.kind) {
    case 'filter':
      return { __typename: 'FilterStage', ...place, stage };
    case 'aggregate':
      return { __typename: 'AggregateStage', ...place, stage };
    case 'sequence':
      return { __typename: 'SequenceStage', ...place, stage };
    case 'new_terms':
      return { __typename: 'NewTermsStage', ...place, stage };
    case 'join':
      return { __typename: 'JoinStage', ...place, stage };
    case 'lookup':
      return { __typename: 'LookupStage', ...place, stage };
    case 'union':
      return { __typename: 'UnionStage', ...place, stage };
    case 'project':
      return { __typename: 'ProjectStage', ...place, stage };
    case 'opaque':
      return { __typename: 'OpaqueStage', ...place, stage };
  }
}
