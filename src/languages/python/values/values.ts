/**
 * The values of the symbolic machine: constants, fields of the event, conditions, and unions of those (`choice`). Values are immutable; a
 * list that Python changes in place is replaced wherever the same object was bound.
 */
import type { Condition, ElementPick } from '../../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../../condition/field-path.ts';
import type { Span } from '../../../text/span.ts';
import type { FunctionNode, Located } from '../syntax/ast.ts';
import type { ParsedModule } from '../syntax/parse.ts';

export type Value =
  | Constant
  | Field
  | Truth
  | Choice
  | Sequence
  | Dictionary
  | Lookup
  | Text
  | FunctionValue
  | Native
  | Method
  | ModuleValue
  | ClassValue
  | Instance
  | Pattern
  | Found
  | Address
  | Count
  | Difference
  | Time
  | Duration
  | Pending
  | Picked
  | OpaqueValue;

export interface ModuleSource {
  readonly name: string;
  /** Null: the rule's own body. */
  readonly file: string | null;
  readonly parsed: ParsedModule;
}

export interface Scope {
  readonly names: Map<string, Value>;
  /** The function around this one; null at module level. */
  readonly parent: Scope | null;
  /** The module's scope (itself at module level). */
  readonly module: Scope | null;
  readonly source: ModuleSource;
  /** Names that a `global` or `nonlocal` statement binds elsewhere. */
  readonly outer: Map<string, 'global' | 'nonlocal'>;
}

export interface Constant {
  readonly kind: 'constant';
  readonly value: Scalar;
}

/**
 * A value of the event, present (not None): where it may be missing stands a `choice`. `walk`: what Panther's deep_walk found, all of it, the
 * first or the last; null for a plain path. `gapped_first`: the first of what was found or, where a key is missing, given.
 */
export interface Field {
  readonly kind: 'field';
  readonly field: FieldPath;
  readonly walk: 'all' | 'first' | 'last' | 'gapped_first' | null;
}

interface Truth {
  readonly kind: 'truth';
  readonly condition: Condition;
}

interface Choice {
  readonly kind: 'choice';
  readonly when: Condition;
  readonly then: Value;
  readonly otherwise: Value;
}

/** An element that is there when its condition holds, or one for each element of an event's list. */
export type Part = Item | Each;
export interface Item {
  readonly kind: 'item';
  readonly when: Condition;
  readonly value: Value;
}
export interface Each {
  readonly kind: 'each';
  readonly when: Condition;
  readonly list: FieldPath;
  readonly collection: 'any' | 'whole';
  readonly binder: number;
  /** The element of another list that holds this one. */
  readonly pick?: Picked;
  /** A set's elements, or sorted ones: which is first is not known. */
  readonly unordered?: true;
  readonly parts: readonly Part[];
  /** The same parts as long as the collection that they were added to was empty: enough to say whether it is. */
  readonly firstParts?: readonly Part[];
}

export interface Sequence {
  readonly kind: 'sequence';
  readonly type: 'list' | 'tuple' | 'set' | 'generator';
  readonly parts: readonly Part[];
}

export interface Entry {
  readonly key: Value;
  readonly when: Condition;
  readonly value: Value;
}
export interface Dictionary {
  readonly kind: 'dictionary';
  readonly entries: readonly Entry[];
}

/** A dictionary whose keys the event decides: pairs, made from the elements of its lists; of equal keys the later one counts. */
export interface Lookup {
  readonly kind: 'lookup';
  readonly parts: readonly Part[];
}

/** A string put together from constants and other values. */
export interface Text {
  readonly kind: 'text';
  readonly parts: readonly (string | Value)[];
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly node: FunctionNode;
  readonly scope: Scope;
  readonly defaults: readonly Value[];
  readonly keywordDefaults: readonly (Value | null)[];
}

/** Something of Python's own library, by its dotted name: `len`, `re.search`, `KeyError`. */
export interface Native {
  readonly kind: 'native';
  readonly name: string;
}

/** `self.name`, not yet called. `from`: the class that its search begins at, where `super()` says so. */
interface Method {
  readonly kind: 'method';
  readonly self: Value;
  readonly name: string;
  readonly from?: ClassValue;
}

export interface ModuleValue {
  readonly kind: 'module';
  readonly name: string;
  readonly scope: Scope;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Value[];
  readonly scope: Scope;
}

export interface Instance {
  readonly kind: 'instance';
  readonly of: ClassValue;
  readonly attributes: Map<string, Value>;
}

export interface Pattern {
  readonly kind: 'pattern';
  readonly source: string;
  readonly flags: string;
}

/** A match object. `of`: the text that was searched, and the pattern in RE2's syntax; null where only its truth is known. */
export interface Found {
  readonly kind: 'found';
  readonly of: { readonly text: Field | Constant; readonly pattern: string } | null;
}

/** An IP address or network made from a text. */
export interface Address {
  readonly kind: 'address';
  readonly of: Constant | Field;
  readonly type: 'address' | 'network';
}

/** The number of elements of a sequence. */
export interface Count {
  readonly kind: 'count';
  readonly of: Sequence;
}

/** A number of the event less another, divided by a positive constant. */
export interface Difference {
  readonly kind: 'difference';
  readonly left: FieldPath;
  readonly right: FieldPath;
  readonly divisor: number;
}

/** A moment: seconds since 1970 that are known, that the event says, or that pass while it is judged; and some seconds after. */
export interface Time {
  readonly kind: 'time';
  readonly at: number | FieldPath | 'now';
  readonly shift: number;
  /** Does it know its offset from UTC? Null: the event decides. Python refuses to compare one that does with one that does not. */
  readonly aware: boolean | null;
}

/** The time from one moment to another (null: no time at all), and some seconds more. */
export interface Duration {
  readonly kind: 'duration';
  readonly between: { readonly from: Time; readonly to: Time } | null;
  readonly seconds: number;
}

/** A variable of a loop over an event's list, as the iteration before left it. */
export interface Pending {
  readonly kind: 'pending';
  readonly name: string;
  /** Where every iteration finds what stood there before the loop: that. */
  readonly holds?: Value;
}

/**
 * What one element of an event's list gives, the first or last of those that satisfy `when`; `value` names the element of `part`. There is such
 * an element wherever the value stands.
 */
export interface Picked {
  readonly kind: 'picked';
  readonly part: Each;
  /** Null: neither is known to be the one. */
  readonly place: ElementPick['place'] | null;
  readonly when: Condition;
  readonly value: Value;
  /** Undecided: stands for what depends on the order of the list. */
  readonly doubt: Condition;
  /** Where the element is taken from the list. */
  readonly node: Located;
  readonly scope: Scope;
}

export interface OpaqueValue {
  readonly kind: 'opaque';
  readonly reason: string;
  readonly text: string;
  readonly fields: readonly FieldPath[];
  readonly span: Span | null;
  /** The file that `span` lies in; null: the rule's own body. */
  readonly file: string | null;
  /** A number of which only this is known: which place of a list it is. */
  readonly place?: Place;
  /** A long range of whole numbers, known by this. */
  readonly range?: Range;
}

/** So many whole numbers from `start` on, each a step (never zero) behind the one before. */
export interface Range {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** A place of a list of the event: that of the element a loop over its places looks at, or so many behind it. */
export interface Place {
  readonly list: FieldPath;
  /** Of the loop: holds the elements before and after, and the value itself. */
  readonly element: FieldPath;
  readonly offset: number;
  /** The loop goes through a part of the list: how many stand before the element in the whole list is not known. */
  readonly within?: true;
}

export function constant(value: Scalar): Constant {
  return { kind: 'constant', value };
}

export const NONE: Constant = constant(null);

export function field(path: FieldPath, walk: Field['walk'] = null): Field {
  return { kind: 'field', field: path, walk };
}

export function native(name: string): Native {
  return { kind: 'native', name };
}
