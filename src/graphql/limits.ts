// How much one operation may ask for: its depth, and its cost, measured before it is executed.
import {
  Kind,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  isCompositeType,
  isListType,
  isObjectType,
  isInterfaceType,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { requestError } from './errors.ts';

const MAX_DEPTH = 15;
const MAX_COST = 20_000;
/** How long a list without `first` is taken to be. */
const ASSUMED_LENGTH = 5;
/** What a root field costs beside its objects: at least one statement; some read a good part of a table. */
const ROOT_COST = 100;
const HEAVY_ROOT_COST = 1_000;
const HEAVY_ROOT_FIELDS = new Set([
  'corpusHealth',
  'evaluate',
  'rulesMatchingValue',
  'rulesSuppressing',
  'searchRules',
  'stats',
  '__schema',
  '__type',
]);

export interface Measure {
  readonly depth: number;
  /** About the number of objects in the response: one for each, times the lengths of the lists that it stands in. */
  readonly cost: number;
}

const NOTHING: Measure = { depth: 0, cost: 0 };

/** `variables` as the client sent them: where they are wrong, executing will say so. */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Measure {
  const root = schema.getRootType(operation.operation);
  if (!root) return NOTHING;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (coerced === undefined) return NOTHING;
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  return measurer(schema, fragments, coerced)(operation.selectionSet, root);
}

/** Throws QUERY_TOO_DEEP or QUERY_TOO_COSTLY. */
export function checkLimits({ depth, cost }: Measure): void {
  if (depth > MAX_DEPTH) {
    throw requestError('QUERY_TOO_DEEP', `the query is ${depth} levels deep, the limit is ${MAX_DEPTH}`, {
      maximum: MAX_DEPTH,
      actual: depth,
      http: { status: 400 },
    });
  }
  if (cost > MAX_COST) {
    throw requestError(
      'QUERY_TOO_COSTLY',
      `the query costs ${cost}, the limit is ${MAX_COST}: ask for fewer things at once, or for smaller pages`,
      { maximum: MAX_COST, actual: cost, http: { status: 400 } },
    );
  }
}

type MeasureSelections = (selections: SelectionSetNode, parent: GraphQLNamedType) => Measure;

/** A fragment is measured once however often it is spread: its measure does not depend on where. */
function measurer(
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Record<string, unknown>,
): MeasureSelections {
  const measured = new Map<string, Measure>();

  const ofFragment = (name: string): Measure => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const measure = fragment && type ? ofSelections(fragment.selectionSet, type) : NOTHING;
    measured.set(name, measure);
    return measure;
  };

  const ofField = (node: FieldNode, parent: GraphQLNamedType): Measure => {
    const name = node.name.value;
    const base = isRoot(schema, parent) ? rootCost(name) : 1;
    if (name.startsWith('__')) return { depth: 1, cost: name === '__typename' ? 0 : base };
    const field = fieldOf(parent, name);
    if (!field || !node.selectionSet) return { depth: 1, cost: base === 1 ? 0 : base };
    const inner = ofSelections(node.selectionSet, getNamedType(field.type));
    return { depth: 1 + inner.depth, cost: base + lengthOf(node, field, variables) * inner.cost };
  };

  const ofSelections: MeasureSelections = (selections, parent) => {
    let { depth, cost } = NOTHING;
    for (const node of selections.selections) {
      const inner =
        node.kind === Kind.FIELD
          ? ofField(node, parent)
          : node.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(node.name.value)
            : ofSelections(node.selectionSet, conditionType(schema, node.typeCondition?.name.value, parent));
      depth = Math.max(depth, inner.depth);
      cost += inner.cost;
    }
    return { depth, cost };
  };

  return ofSelections;
}

function isRoot(schema: GraphQLSchema, type: GraphQLNamedType): boolean {
  return type === schema.getQueryType() || type === schema.getMutationType();
}

function rootCost(name: string): number {
  return HEAVY_ROOT_FIELDS.has(name) ? HEAVY_ROOT_COST : ROOT_COST;
}

function fieldOf(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function conditionType(
  schema: GraphQLSchema,
  name: string | undefined,
  parent: GraphQLNamedType,
): GraphQLNamedType {
  const type = name === undefined ? parent : schema.getType(name);
  return type && isCompositeType(type) ? type : parent;
}

/** How often a field's selections count. A connection counts its page once, at the field that has `first`. */
function lengthOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  variables: Record<string, unknown>,
): number {
  const args = field.args.length === 0 ? {} : getArgumentValues(field, node, variables);
  if (typeof args['first'] === 'number') return Math.max(1, args['first']);
  if (Array.isArray(args['ids'])) return args['ids'].length;
  if (field.name === 'edges' || field.name === 'nodes') return 1;
  return isListType(getNullableType(field.type)) ? ASSUMED_LENGTH : 1;
}
