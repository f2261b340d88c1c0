/** What the parts of the symbolic machine ask of each other: they meet here, and know one another by this interface only. */
import type { Condition, ElementPick } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import type { Expression, Located, Statement } from '../syntax/ast.ts';
import type { PythonContext } from '../panther/context.ts';
import type { Each, Part, Scope, Value } from '../values/values.ts';

export interface Call {
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** The call's own node, for texts and spans. */
  readonly node: Located;
}

/** How a block ends: a tree of alternatives over these leaves. */
export type Outcome =
  | { readonly kind: 'next' | 'break' | 'continue' | 'left' }
  | { readonly kind: 'returned'; readonly value: Value }
  | { readonly kind: 'raised'; readonly exception: string }
  | { readonly kind: 'split'; readonly when: Condition; readonly then: Outcome; readonly otherwise: Outcome };

export interface Raise {
  readonly exception: string;
  readonly when: Condition;
}

export interface Mapped {
  readonly value: Value;
  readonly raises: readonly Raise[];
  readonly reads: readonly FieldRead[];
}

/** `from`: the object that the field was read from, where that is not the event. */
export interface FieldRead {
  readonly field: FieldPath;
  readonly from: FieldPath | null;
}

export interface Machine {
  readonly context: PythonContext;
  /** The event's log type where it is known (OTHER_TYPE: none of the rule's), and whether a data model was asked that it decides about. */
  readonly logType: { readonly known: string | null; asked: boolean };
  /** What the data models gave for a name, and what that raised and read: they see the event alone, so that it is the same each time. */
  readonly mapped: Map<string, Mapped>;
  /** The scope that code runs in just now. */
  readonly scope: () => Scope;
  readonly inScope: <T>(scope: Scope, run: () => T) => T;
  readonly read: (name: string) => Value | undefined;
  readonly write: (name: string, value: Value) => void;
  /** Replaces an object wherever it is bound: what an in-place change does. */
  readonly replace: (before: Value, after: Value) => void;
  /** Runs with everything it writes or raises depending on the condition. */
  readonly under: <T>(when: Condition, run: () => T) => T;
  /** Python raises here when the condition holds. */
  readonly raise: (exception: string, when: Condition) => void;
  /** Runs and gives what was raised beside the result. */
  readonly collecting: <T>(run: () => T) => { readonly result: T; readonly raises: readonly Raise[] };
  /** Is an exception raised here caught by the rule itself, so that it matters which and when? */
  readonly catching: () => boolean;
  /** Runs, and hands what it raises to `wrap` before it counts. */
  readonly wrapRaises: <T>(run: () => T, wrap: (result: T, when: Condition) => Condition) => T;
  readonly newBinder: () => number;
  /** The objects whose entries loops go through, by the loops' binders. */
  readonly entries: Map<number, FieldPath>;
  /** The lists whose places loops go through, by the loops' binders. */
  readonly places: Map<number, FieldPath>;
  /** Texts of the question whether a loop's element is in what the loop has collected so far, and the variable that is. */
  readonly seen: Map<string, string>;
  /** How often a variable was read of which only the iterations before know what it holds. */
  readonly pendingReads: Map<string, number>;
  readonly evaluate: (node: Expression) => Value;
  readonly call: (callee: Value, call: Call) => Value;
  readonly block: (body: readonly Statement[]) => Outcome;
  /** Binds a target (name, tuple, subscript, attribute). */
  readonly bind: (target: Expression, value: Value) => void;
  /** Python's `bool()`. */
  readonly truth: (value: Value, node: Located) => Condition;
  /** One value for each alternative of `value`, each under its condition. */
  readonly each: (value: Value, run: (leaf: Value) => Value) => Value;
  /** `some element of the list`, opaque where the IR cannot say it. */
  readonly some: (part: Extract<Part, { kind: 'each' }>, of: Condition, node: Located) => Condition;
  /** `the first (last) element of the list that is among those satisfies it`; null where the IR cannot say it, or the order is not known. */
  readonly pick: (
    part: Each,
    place: ElementPick['place'],
    among: Condition,
    holds: Condition,
  ) => Condition | null;
  readonly opaque: (reason: string, node: Located, operands?: readonly (Value | Condition)[]) => Value;
  /** The fields that were read, in order. */
  readonly reads: readonly FieldRead[];
  /** Notes that a field was read, for output fields. */
  readonly noteRead: (field: FieldPath, from: FieldPath | null) => void;
  /** The values that mocks put in place of names. */
  readonly module: (name: string) => Value | null;
  readonly step: () => void;
}
