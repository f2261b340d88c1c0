/**
 * The intermediate representation of a rule's logic: what every language is lowered to, and what analysis and engine read.
 *
 * One flat union of frozen data, `kind` as discriminant. It is lossless: original case, no regex compiled, quantifiers kept. A
 * construct that cannot be expressed is `opaque`, in place: never dropped, never true, never false.
 *
 * Semantics, three-valued (Kleene): `matched | unmatched | undecided`.
 * - `opaque` is undecided; `not` of undecided is undecided; `all` with one unmatched is unmatched, `any` with one matched is matched.
 * - A field that is missing (or null) makes every comparison unmatched, but `ne`, which is exactly `not eq` and so matched, and
 *   `is_null`. A language in which this is otherwise adds `exists` where it lowers.
 * - `from` holds for events of that log source: a rule that reads several sources (a union of tables) says with it which part is for which. Where the
 *   event's own log source is not known it is undecided.
 * - `some` holds when at least one element of the list at `field` satisfies `of`; fields of `of` with scope `element` are looked up in that
 *   element. A value that is no list counts as a list of one; a missing one as an empty list. With `pick` only one element counts: the first (or
 *   last) of those that satisfy `pick.among`; where none does, it does not hold.
 *
 * A comparison says all that the engine must know, so that the engine has one semantics for all languages:
 * - `quantifier`: must `any` of `values` satisfy the operator, or `all` of them (`has_all`, Sigma's `|all`)?
 * - `caseSensitive`: else both sides are compared in lower case.
 * - `collection`: `any`: a list satisfies the comparison when one of its elements does, and the path goes through lists on its way
 *   (Elasticsearch, Sigma). `whole`: the value is taken as it is and the path does not enter lists (Python): a list equals no string, and
 *   `contains` asks for a substring of a string, an element of a list, or a key of an object. `single`: the path goes through lists, and a
 *   field that has more than one value there (equal texts count once) is as if it were missing (ES|QL).
 * - `strict`: types must agree (Python: 22 is not "22"; 1 equals 1.0). Else scalars compare by their text, and gt/gte/lt/lte by number
 *   where both sides are numeric, else by text.
 *
 * `regex` values are RE2 syntax, searched (not anchored); flags stand in front of the pattern as `(?s)`; case-insensitivity is `caseSensitive: false`.
 * `wildcard` values: `*` any run, `?` one character, `\` escapes; the whole value must match. Prefix, suffix and substring wildcards are lowered
 * to `starts_with`, `ends_with`, `contains` (pattern.ts).
 */
import type { FieldPath, Scalar } from './field-path.ts';
import type { Span } from '../text/span.ts';

export const OPERATORS = [
  'eq',
  'ne',
  'in',
  'contains',
  'starts_with',
  'ends_with',
  'has',
  'has_prefix',
  'has_suffix',
  'wildcard',
  'regex',
  'cidr',
  'gt',
  'gte',
  'lt',
  'lte',
  'exists',
  'is_null',
  'is_key',
  'match',
  'field_eq',
  'field_contains',
  'field_starts_with',
  'field_ends_with',
  'field_in',
  'field_gt',
  'field_gte',
  'field_lt',
  'field_lte',
] as const;

/**
 * `in` is `eq` with several values. `exists`: present and not null, `is_null` its opposite; both without values. `is_key`: events
 * are grouped by the field, and one that lacks it is in no group: it is asked as `exists` where the event itself names its fields as the rule does, or
 * where a table gives exactly this field, and holds anywhere else, since what brings events to the rule's platform may fill the field. `match`: words of an analysed text
 * field. `has`: the text stands in the value as whole terms, a term being a run of letters and digits: what stands before and behind it is none
 * of its terms' characters; `has_prefix`, `has_suffix`: only what stands before, only what stands behind it. They look into a list or an object through its JSON text. `field_*`: as the operator of that name with the value(s) of the field `other`; `field_in`: the value is an element of the list
 * `other` (or, for a text, a substring of it: Python's `in`).
 */
export type Operator = (typeof OPERATORS)[number];

export type Condition = All | Any | Not | Always | Never | From | Compare | Some | Opaque;

/** What a list is to a comparison. */
export type Collection = 'any' | 'whole' | 'single';

export interface All {
  readonly kind: 'all';
  readonly of: readonly Condition[];
}
export interface Any {
  readonly kind: 'any';
  readonly of: readonly Condition[];
}
export interface Not {
  readonly kind: 'not';
  readonly of: Condition;
}
export interface Always {
  readonly kind: 'always';
}
export interface Never {
  readonly kind: 'never';
}
/** Where the event comes from, as a rule that reads several sources tells them apart. */
export interface From {
  readonly kind: 'from';
  /** The table, index pattern, data model or macro as the rule names it. */
  readonly source: string;
  /** What that is in Sigma's taxonomy; empty until the importer fills it in, and where the platform does not know the source. */
  readonly logSources: readonly MonitoredSource[];
}
/** Structurally the `LogSource` of rule/log-source.ts. */
export interface MonitoredSource {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
}
export interface Some {
  readonly kind: 'some';
  readonly field: FieldPath;
  readonly of: Condition;
  /** As in a comparison: does the path to the list go through other lists (`any`), or not (`whole`)? */
  readonly collection: 'any' | 'whole';
  /** Null: any element will do. */
  readonly pick: ElementPick | null;
}
/** Which one of a list's elements counts. */
export interface ElementPick {
  readonly place: 'first' | 'last';
  readonly among: Condition;
}
export interface Compare {
  readonly kind: 'compare';
  readonly field: FieldPath;
  readonly operator: Operator;
  /** Literals; empty for `exists`, `is_null` and `field_*`. */
  readonly values: readonly Scalar[];
  /** The other side of a `field_*` operator, else null. */
  readonly other: FieldPath | null;
  readonly quantifier: 'any' | 'all';
  readonly caseSensitive: boolean;
  readonly collection: Collection;
  readonly strict: boolean;
}
export interface Opaque {
  readonly kind: 'opaque';
  /** The source text that could not be expressed. */
  readonly text: string;
  /** Stable snake_case reason, the code of the diagnostic that goes with it. */
  readonly reason: string;
  /** Fields that the text names, as far as known. */
  readonly fields: readonly FieldPath[];
  readonly span: Span | null;
}

export const always: Always = Object.freeze({ kind: 'always' });
export const never: Never = Object.freeze({ kind: 'never' });

export function all(of: readonly Condition[]): All {
  return Object.freeze({ kind: 'all', of: Object.freeze([...of]) });
}

export function any(of: readonly Condition[]): Any {
  return Object.freeze({ kind: 'any', of: Object.freeze([...of]) });
}

export function not(of: Condition): Not {
  return Object.freeze({ kind: 'not', of });
}

export function from(source: string, logSources: readonly MonitoredSource[] = []): From {
  return Object.freeze({ kind: 'from', source, logSources: Object.freeze([...logSources]) });
}

export function some(
  field: FieldPath,
  of: Condition,
  collection: 'any' | 'whole' = 'any',
  pick: ElementPick | null = null,
): Some {
  return Object.freeze({ kind: 'some', field, of, collection, pick });
}

export function opaque(
  text: string,
  reason: string,
  fields: readonly FieldPath[] = [],
  span: Span | null = null,
): Opaque {
  return Object.freeze({ kind: 'opaque', text, reason, fields: Object.freeze([...fields]), span });
}

/** How a language compares: the defaults of its comparisons. */
export interface Comparing {
  readonly caseSensitive: boolean;
  readonly collection: Collection;
  readonly strict: boolean;
}

/** A comparison; case-sensitive, any element of a list, not strict, unless said. */
export function compare(
  field: FieldPath,
  operator: Operator,
  values: readonly Scalar[] = [],
  options: Partial<Pick<Compare, 'other' | 'quantifier' | keyof Comparing>> = {},
): Compare {
  return Object.freeze({
    kind: 'compare',
    field,
    operator,
    values: Object.freeze([...values]),
    other: options.other ?? null,
    quantifier: options.quantifier ?? 'any',
    caseSensitive: options.caseSensitive ?? true,
    collection: options.collection ?? 'any',
    strict: options.strict ?? false,
  });
}
