/** The operations that a rule's positive logic names, by its log sources' action fields (src/fields/actions.ts). */
import { all, any, never } from '../condition/condition.ts';
import type { Compare, Condition, Operator } from '../condition/condition.ts';
import { actionFields } from '../fields/actions.ts';
import type { ActionFields } from '../fields/actions.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { RuleAction } from './facts.ts';
import { logSourcesLeft } from './part-log-sources.ts';

/** A name in full names an operation; where operations are paths, a part of one does as well. */
const STRONG_OPERATORS: ReadonlySet<Operator> = new Set(['eq', 'in']);
const WEAK_OPERATORS: ReadonlySet<Operator> = new Set(['eq', 'in', 'ends_with', 'contains']);
/** Names nothing: what `.exe` ends may be anything. */
const EXTENSION = /^\.\w{1,4}$/;
/** Fields that hold a path to what the operation is named after. */
const PATH_FIELDS: ReadonlySet<string> = new Set(['process.executable', 'dll.path']);

/** Each action once, in the order in which the condition names them. */
export function actionsOf(logSources: readonly LogSource[], condition: Condition): readonly RuleAction[] {
  const actions = new Map<string, RuleAction>();
  for (const source of logSources) {
    const fields = actionFields(source);
    if (fields === null) continue;
    const isElsewhere = (part: Condition): boolean => !logSourcesLeft(part, logSources).includes(source);
    for (const action of actionsIn(partsOf(condition, isElsewhere), fields))
      actions.set(JSON.stringify(action), action);
  }
  return [...actions.values()];
}

/** The condition without the parts that are for events of other log sources. */
function partsOf(condition: Condition, isElsewhere: (part: Condition) => boolean): Condition {
  switch (condition.kind) {
    case 'all':
      return condition.of.some(isElsewhere)
        ? never
        : all(condition.of.map((child) => partsOf(child, isElsewhere)));
    case 'any':
      return any(condition.of.map((child) => partsOf(child, isElsewhere)));
    case 'from':
      return isElsewhere(condition) ? never : condition;
    case 'not':
    case 'always':
    case 'never':
    case 'some':
    case 'compare':
    case 'opaque':
      return condition;
  }
}

function actionsIn(condition: Condition, fields: ActionFields): readonly RuleAction[] {
  const operators = fields.weak ? WEAK_OPERATORS : STRONG_OPERATORS;
  // Of several fields, the first that the rule compares counts: the others say the same in another way.
  for (const field of fields.operation) {
    const found = operationsIn(condition, { field, operators, qualifierFields: fields.qualifier }, null);
    const own = found.filter(({ operation }) => fields.isOperation?.(operation) !== false);
    if (own.length > 0) {
      return own.map(({ operation, qualifier }) => ({
        logSource: fields.logSource,
        qualifier,
        operation: operationName(operation, fields),
        weak: fields.weak,
      }));
    }
  }
  return [];
}

function operationName(operation: string, { weak, isCaseless }: ActionFields): string {
  if (weak) return operation.toLowerCase();
  return isCaseless === true ? operation.toUpperCase() : operation;
}

interface Wanted {
  readonly field: string;
  readonly operators: ReadonlySet<Operator>;
  readonly qualifierFields: readonly string[];
}

interface Operation {
  readonly operation: string;
  readonly qualifier: string | null;
}

/** `qualifier`: what the conjuncts around this node say the operation belongs to. A negated node names nothing. */
function operationsIn(condition: Condition, wanted: Wanted, qualifier: string | null): readonly Operation[] {
  switch (condition.kind) {
    case 'all': {
      const own = qualifierOf(condition.of, wanted.qualifierFields) ?? qualifier;
      return condition.of.flatMap((child) => operationsIn(child, wanted, own));
    }
    case 'any':
      return condition.of.flatMap((child) => operationsIn(child, wanted, qualifier));
    case 'compare':
      return operationsOf(condition, wanted).map((operation) => ({ operation, qualifier }));
    case 'not':
    case 'always':
    case 'never':
    case 'from':
    case 'some':
    case 'opaque':
      return [];
  }
}

/** The one value that a conjunct pins the qualifier to; of several it is not known which goes with which operation. */
function qualifierOf(conjuncts: readonly Condition[], fields: readonly string[]): string | null {
  for (const conjunct of conjuncts) {
    if (conjunct.kind !== 'compare' || conjunct.operator !== 'eq' || !fields.includes(conjunct.field.name))
      continue;
    const [value] = conjunct.values;
    if (typeof value === 'string' && conjunct.field.transforms.length === 0) return value;
  }
  return null;
}

function operationsOf(node: Compare, { field, operators }: Wanted): readonly string[] {
  if (node.field.name !== field || node.field.transforms.length > 0 || !operators.has(node.operator))
    return [];
  return node.values
    .filter((value) => value !== null)
    .map((value) => (PATH_FIELDS.has(field) ? lastSegment(String(value)) : String(value)))
    .filter((operation) => operation !== '' && !(PATH_FIELDS.has(field) && EXTENSION.test(operation)));
}

function lastSegment(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}
