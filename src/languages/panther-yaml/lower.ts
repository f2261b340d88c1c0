/**
 * Panther's match expressions (`Detection` of a simple detection, `InlineFilters` of any rule) → conditions.
 *
 * The text is YAML: one of those two keys and its list, all of which must hold. docs.panther.com, Simple Detection Match
 * Expression Reference.
 */
import { parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { all, always, any, compare, never, not, opaque, some } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import { isRecord, listOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { spanWithin } from '../../text/span.ts';
import { QUIET_YAML, refuseYaml, withoutStackTraces } from '../../text/yaml-limits.ts';
import type { Lowered, Query } from '../language.ts';
import { acceptsValue, LONE_CONDITIONS, PANTHER, VALUE_CONDITIONS } from './conditions.ts';
import type { ValueCondition } from './conditions.ts';
import { KEY_SPECIFIERS, keyOf } from './key.ts';
import type { Scope } from './key.ts';
import { newSource } from './source.ts';
import type { PartPath, Source } from './source.ts';

const SECTIONS = ['Detection', 'InlineFilters'] as const;

/** Expressions nested deeper are refused, not followed. */
const MAX_DEPTH = 100;

/** Where an expression stands. */
interface Place {
  readonly source: Source;
  readonly path: PartPath;
  readonly scope: Scope;
  /** An inline filter lets an event pass that does not have its field. */
  readonly isFilter: boolean;
}

export function lowerPantherYaml(query: Query): Lowered {
  // Of a repeated key one would be lost: here that is an error, unlike in the rest of the file.
  const yaml = readYaml(query.text);
  if ('message' in yaml) {
    const span = spanWithin(query.text, yaml.start, yaml.end, query);
    const condition = opaque(query.text, 'yaml_syntax', [], span);
    return lowered(condition, [diagnostic('yaml_syntax', yaml.message, span)]);
  }
  const source = newSource(query, yaml.document);
  const { root } = yaml;
  const section = SECTIONS.find((name) => isRecord(root) && root[name] !== undefined);
  if (!isRecord(root) || section === undefined || Object.keys(root).length > 1) {
    const condition = source.refuse(
      [],
      'malformed_expression',
      'There is no Detection and no InlineFilters.',
    );
    return lowered(condition, source.diagnostics);
  }
  const place: Place = { source, path: [section], scope: 'event', isFilter: section === 'InlineFilters' };
  return lowered(lowerAll(root[section], place), source.diagnostics);
}

interface YamlError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

function readYaml(text: string): { readonly document: Document; readonly root: unknown } | YamlError {
  const refusal = refuseYaml(text);
  if (refusal !== null) return { message: refusal.message, start: 0, end: text.length };
  try {
    const document = withoutStackTraces(() =>
      parseDocument(text, { version: '1.2', uniqueKeys: true, ...QUIET_YAML }),
    );
    const [error] = document.errors;
    if (error === undefined) return { document, root: document.toJS() as unknown };
    return { message: error.message, start: error.pos[0], end: error.pos[1] };
  } catch (error) {
    // An alias to nowhere, or nested beyond the stack.
    if (error instanceof ReferenceError || error instanceof RangeError) {
      return { message: error.message, start: 0, end: text.length };
    }
    throw error;
  }
}

function lowered(condition: Condition, diagnostics: Lowered['diagnostics']): Lowered {
  return { condition, stages: [], outputFields: [], diagnostics };
}

function lowerAll(value: unknown, place: Place): Condition {
  return all(lowerEach(value, place));
}

function lowerEach(value: unknown, place: Place): readonly Condition[] {
  const isList = Array.isArray(value);
  return listOf(value).map((expression, index) =>
    lowerExpression(expression, isList ? { ...place, path: [...place.path, index] } : place),
  );
}

function lowerExpression(value: unknown, place: Place): Condition {
  const { source, path } = place;
  if (!isRecord(value)) return source.refuse(path, 'malformed_expression', 'An expression is a map.');
  if (path.length > MAX_DEPTH)
    return source.refuse(path, 'too_deep', 'The expressions are nested too deeply.');
  const combinator = COMBINATORS.find((name) => value[name] !== undefined);
  if (combinator !== undefined) {
    if (Object.keys(value).length > 1) {
      return source.refuse(path, 'malformed_expression', `Beside ${combinator} nothing else may stand.`);
    }
    return combine(combinator, value[combinator], { ...place, path: [...path, combinator] });
  }
  const unknown = Object.keys(value).find((key) => !EXPRESSION_KEYS.has(key));
  if (unknown !== undefined) {
    const code = unknown === 'Enrichment' ? 'unsupported_enrichment' : 'malformed_expression';
    return source.refuse(path, code, `${unknown} is not read in an expression.`);
  }
  return lowerCondition(value, place);
}

const EXPRESSION_KEYS: ReadonlySet<string> = new Set([
  'Condition',
  'Value',
  'Values',
  'Expressions',
  ...KEY_SPECIFIERS,
]);
const COMBINATORS = ['All', 'Any', 'OnlyOne', 'None'] as const;

/** Written out, `OnlyOne` grows with the square of its members. */
const MAX_ONLY_ONE = 20;

function combine(combinator: (typeof COMBINATORS)[number], value: unknown, place: Place): Condition {
  const of = lowerEach(value, place);
  const refuse = (code: string, message: string): Condition => place.source.refuse(place.path, code, message);
  switch (combinator) {
    case 'All':
      return all(of);
    case 'None':
      return not(any(of));
    case 'Any':
      return of.length === 0 ? refuse('empty_combinator', 'Any of nothing: no event can be told.') : any(of);
    case 'OnlyOne':
      if (of.length === 0) return refuse('empty_combinator', 'One of nothing: no event can be told.');
      if (of.length > MAX_ONLY_ONE)
        return refuse('too_many_expressions', `OnlyOne of ${of.length} expressions.`);
      return any(of.map((_, one) => all(of.map((each, index) => (index === one ? each : not(each))))));
  }
}

function lowerCondition(value: PlainRecord, place: Place): Condition {
  const { source, path, scope } = place;
  const name = value['Condition'];
  if (name === 'AlwaysTrue') return always;
  if (name === 'AlwaysFalse') return never;
  const field = keyOf(value, scope);
  if (field === null) return compareKeys(value, place);
  if ('code' in field) return source.refuse(path, field.code, field.message);
  const condition = keyCondition(value, field, place);
  if (condition.kind === 'opaque' || !place.isFilter) return condition;
  // Documented: a filter passes where its field is missing. (A field that is there and null should fail a positive one:
  // null and missing are one to the engine, and Panther keeps no nulls.)
  return any([compare(field, 'is_null', [], PANTHER), condition]);
}

function keyCondition(value: PlainRecord, field: FieldPath, place: Place): Condition {
  const { source, path } = place;
  const name = typeof value['Condition'] === 'string' ? value['Condition'] : '';
  const refuse = (code: string, message: string): Condition => source.refuse(path, code, message, [field]);
  if (value['Expressions'] !== undefined) {
    if (value['Value'] !== undefined || value['Values'] !== undefined) {
      return refuse('malformed_expression', 'Expressions stand without a value.');
    }
    return elementCondition(name, value['Expressions'], field, place);
  }
  const lone = LONE_CONDITIONS.get(name);
  if (lone !== undefined) {
    const isAlone = value['Value'] === undefined && value['Values'] === undefined;
    return isAlone ? lone(field) : refuse('malformed_expression', `${name} compares with nothing.`);
  }
  const condition = VALUE_CONDITIONS.get(name);
  if (condition === undefined)
    return refuse('unsupported_condition', `The condition ${name || '?'} is not read.`);
  const values = valuesOf(value, condition);
  if (values === null) return refuse('malformed_expression', `The value does not suit ${name}.`);
  return comparison(field, condition, values);
}

/** The condition's values; null when they are missing, too many or of a kind that it cannot compare. */
function valuesOf(
  value: PlainRecord,
  { arity, values: kind }: ValueCondition,
): readonly (string | number | boolean)[] | null {
  const one = value['Value'];
  const many = value['Values'];
  const isFit =
    arity === 'one'
      ? many === undefined
      : arity === 'many'
        ? one === undefined
        : (one === undefined) !== (many === undefined);
  const values = one === undefined ? many : [one];
  if (!isFit || !Array.isArray(values)) return null;
  const accepted = values.filter((each) => acceptsValue(kind, each)).filter((each) => each !== null);
  return accepted.length === values.length ? accepted : null;
}

function comparison(
  field: FieldPath,
  { operator, negated, caseSensitive }: ValueCondition,
  values: readonly (string | number | boolean)[],
): Condition {
  const condition =
    values.length === 0 ? never : compare(field, operator, values, { ...PANTHER, caseSensitive });
  return negated ? not(condition) : condition;
}

/** `Values` of two key specifiers: the first's value is compared with the second's. */
function compareKeys(value: PlainRecord, { source, path, scope, isFilter }: Place): Condition {
  const keys = listOf(value['Values']).map((key) => (isRecord(key) ? keyOf(key, scope) : null));
  const [left, right] = keys;
  if (left === undefined || right === undefined || left === null || right === null || keys.length > 2) {
    return source.refuse(path, 'malformed_expression', 'The expression names no key.');
  }
  if ('code' in left) return source.refuse(path, left.code, left.message);
  if ('code' in right) return source.refuse(path, right.code, right.message);
  const condition = VALUE_CONDITIONS.get(typeof value['Condition'] === 'string' ? value['Condition'] : '');
  if (condition === undefined || condition.fieldOperator === null || isFilter) {
    return source.refuse(path, 'unsupported_condition', 'This condition between two keys is not read.', [
      left,
      right,
    ]);
  }
  const options = { ...PANTHER, other: right, caseSensitive: condition.caseSensitive };
  const compared = compare(left, condition.fieldOperator, [], options);
  return condition.negated ? not(compared) : compared;
}

/** Expressions about the elements of the list at `field`: they hold of an element when all of them do. */
function elementCondition(name: string, expressions: unknown, field: FieldPath, place: Place): Condition {
  const inner: Place = { ...place, path: [...place.path, 'Expressions'], scope: 'element', isFilter: false };
  const refuse = (code: string, message: string): Condition =>
    place.source.refuse(place.path, code, message, [field]);
  if (listOf(expressions).length === 0) return refuse('malformed_expression', 'There are no Expressions.');
  if (name === 'OnlyOneElement') {
    return refuse('unsupported_condition', 'That exactly one element fits cannot be expressed.');
  }
  const fits = lowerAll(expressions, inner);
  switch (name) {
    case 'AnyElement':
      return some(field, fits, 'whole');
    case 'NoElement':
      return not(some(field, fits, 'whole'));
    case 'AllElements':
      return all([compare(field, 'exists', [], PANTHER), not(some(field, not(fits), 'whole'))]);
    default:
      return refuse('unsupported_condition', `The condition ${name || '?'} is not read with Expressions.`);
  }
}
