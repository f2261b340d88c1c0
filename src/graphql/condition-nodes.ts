// A condition's tree as the schema shows it: a flat list in reading order, each node with its parent's place.
import type { Condition } from '../condition/condition.ts';
import { fieldText } from '../condition/field-path.ts';
import { printConjuncts } from '../condition/print.ts';
import { logSourceText } from '../rule/log-source.ts';
import type { ResolversInterfaceTypes, ResolversTypes } from './generated/resolvers.ts';

export type ConditionNode = ResolversInterfaceTypes<ResolversTypes>['ConditionNode'];

export function conditionNodes(root: Condition): readonly ConditionNode[] {
  const nodes: ConditionNode[] = [];
  const visit = (condition: Condition, parent: number | null): void => {
    const index = nodes.length;
    nodes.push(conditionNode(condition, { index, parent, text: conditionText(condition) }));
    for (const child of childrenOf(condition)) visit(child, index);
  };
  visit(root, null);
  return nodes;
}

/** On one line. */
function conditionText(condition: Condition): string {
  return printConjuncts(condition).join(' and ');
}

function childrenOf(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of;
    case 'not':
      return [condition.of];
    case 'some':
      return condition.pick === null ? [condition.of] : [condition.pick.among, condition.of];
    case 'always':
    case 'never':
    case 'from':
    case 'compare':
    case 'opaque':
      return [];
  }
}

interface Place {
  readonly index: number;
  readonly parent: number | null;
  readonly text: string;
}

const GROUP_KINDS = { all: 'ALL', any: 'ANY', not: 'NOT' } as const;

const ELEMENT_PICKS = { some: 'ANY', first: 'FIRST', last: 'LAST' } as const;

function conditionNode(condition: Condition, place: Place): ConditionNode {
  switch (condition.kind) {
    case 'all':
    case 'any':
    case 'not':
      return { __typename: 'GroupNode', ...place, kind: GROUP_KINDS[condition.kind] };
    case 'always':
    case 'never':
      return { __typename: 'ConstantNode', ...place, value: condition.kind === 'always' };
    case 'from':
      return {
        __typename: 'SourceNode',
        ...place,
        source: condition.source,
        logSources: condition.logSources.map(logSourceText),
      };
    case 'some':
      return {
        __typename: 'ElementNode',
        ...place,
        field: fieldText(condition.field, 'name'),
        nativeField: fieldText(condition.field),
        pick: ELEMENT_PICKS[condition.pick?.place ?? 'some'],
      };
    case 'compare':
      return {
        __typename: 'ComparisonNode',
        ...place,
        field: fieldText(condition.field, 'name'),
        nativeField: fieldText(condition.field),
        operator: condition.operator,
        values: condition.values,
        otherField: condition.other === null ? null : fieldText(condition.other, 'name'),
        quantifier: condition.quantifier,
        caseSensitive: condition.caseSensitive,
      };
    case 'opaque':
      return {
        __typename: 'OpaqueNode',
        ...place,
        source: condition.text,
        reason: condition.reason,
        fields: condition.fields.map((field) => fieldText(field, 'name')),
      };
  }
}
