/** A Sigma document as it was written: selections, condition, correlation; nothing resolved yet. */
import type { YamlMap, YamlNode, YamlScalar } from '../../text/yaml-tree.ts';

/** What the platform hands over with a document's text. Without it, the language parses the text and knows no other document. */
export interface SigmaContext {
  /** The document's YAML, its offsets those of the query's text; `global` documents are merged into it. */
  readonly document: YamlMap;
  /** The file that the text lies in, where that is not the rule's own. */
  readonly file: string | null;
  /** What the document names (correlations do), by the id or name that it writes. */
  readonly references: Readonly<Record<string, SigmaReference>>;
  /** Additions of a platform that writes its rules in Sigma; null or absent: plain Sigma. */
  readonly dialect?: SigmaDialect | null;
}

/** What a dialect adds: hayabusa's event keys, words of its own for values, and the files that they name. */
export interface SigmaDialect {
  /** Sigma's name of a field by the dialect's, where they differ. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Lines of the files that `regexes` and `allowlist` may name, by path. */
  readonly files: Readonly<Record<string, readonly string[]>>;
}

/** Another rule of the source: its id in the catalog and the documents that make its logic, all of which must hold. */
export interface SigmaReference {
  readonly ruleId: string;
  readonly queries: readonly SigmaReferenceQuery[];
}

/** Structurally the contract's `Query`. */
interface SigmaReferenceQuery {
  readonly language: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly context: unknown;
}

/** What the grammar returns: offsets count in the condition's text. */
export interface ParsedCondition {
  readonly search: Expression;
  readonly pipe: Pipe | null;
}

export type Expression = Chain | Negation | Identifier | Quantified;

interface Chain {
  readonly kind: 'and' | 'or';
  readonly of: readonly Expression[];
}
interface Negation {
  readonly kind: 'not';
  readonly of: Expression;
}
export interface Identifier {
  readonly kind: 'identifier';
  readonly name: string;
  readonly start: number;
  readonly end: number;
}
/** At least `count` of the selections that the pattern names; a null pattern is `them`. */
export interface Quantified {
  readonly kind: 'quantified';
  readonly count: number | 'all';
  readonly pattern: string | null;
  readonly start: number;
  readonly end: number;
}

export type Pipe = PipeAggregation | PipeText;

export interface PipeAggregation {
  readonly kind: 'aggregation';
  readonly function: 'count' | 'sum' | 'min' | 'max' | 'avg';
  readonly field: string | null;
  readonly by: readonly string[];
  readonly operator: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte';
  readonly value: number;
}
interface PipeText {
  readonly kind: 'near' | 'unreadable';
  readonly text: string;
}

/** The logic of a `detection` or a `filter`. */
export interface Detection {
  /** In the order of the text. */
  readonly selections: ReadonlyMap<string, Selection>;
  /** Several are alternatives. */
  readonly conditions: readonly ConditionText[];
  readonly timeframe: YamlScalar | null;
  readonly start: number;
  readonly end: number;
}

/** One condition, parsed; null where it could not be, which is reported already. */
export interface ConditionText {
  readonly text: string;
  readonly node: YamlNode;
  readonly parsed: ParsedCondition | null;
}

export type Selection = ItemGroup | Alternatives | Item | ValueTests | Broken;

/** A map: all of its items must hold. */
interface ItemGroup {
  readonly kind: 'group';
  readonly items: readonly Selection[];
}
/** A list of maps: one of them must hold. */
interface Alternatives {
  readonly kind: 'alternatives';
  readonly of: readonly Selection[];
}
/** A field, its modifiers and its values; without a field, its values are looked for in all of the event. */
export interface Item {
  readonly kind: 'item';
  readonly field: string | null;
  readonly modifiers: readonly string[];
  readonly values: readonly YamlScalar[];
  readonly start: number;
  readonly end: number;
}
/** A dialect's words for tests of a field's value: all of them must hold. */
export interface ValueTests {
  readonly kind: 'value_tests';
  readonly field: string;
  readonly minLength: number | null;
  /** One of the regexes must match. */
  readonly regexes: readonly string[] | null;
  /** None of the regexes may match. */
  readonly allowed: readonly string[] | null;
  readonly start: number;
  readonly end: number;
}
/** What cannot be read, which is reported already under `reason`. */
export interface Broken {
  readonly kind: 'broken';
  readonly reason: string;
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
}
