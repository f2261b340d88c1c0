/**
 * Comparisons. In search, letter case makes no difference, `*` is a wildcard, and a network in CIDR notation holds the addresses in it; in
 * where and eval, texts are compared as they are written. A field with several values satisfies a comparison when one of them does.
 * https://docs.splunk.com/Documentation/Splunk/latest/Search/Comparefields
 */
import { all, any, compare, not } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { compareWildcards } from '../../condition/pattern.ts';
import type { WildcardPart } from '../../condition/pattern.ts';
import type { SearchOperator, SearchValue } from './ast.ts';
import { isSameField, ofExpanded } from './expanded-rows.ts';
import { breadth, decided, FALSE, fieldsOf, joinReach, reachOf, TRUE, truthOf, UNKNOWN } from './values.ts';
import type { FieldValue, OpaqueValue, Plain, Truth, Value } from './values.ts';

/** Says in a diagnostic what cannot be compared, and gives what stands in its place. */
export type Undecidable = (reason: string, fields: readonly FieldPath[], text?: string) => Condition;

const ORDER: Partial<Record<string, Operator>> = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' };

/** After mvexpand each value is a row of its own, so that one of them decides; else the field as a whole does. */
function onField(value: FieldValue, make: (path: FieldPath) => Condition): Condition {
  return value.list === null ? make(value.path) : ofExpanded(value.list, make(value.path));
}

/** Holds where the condition does, fails where it does not although there is a value. */
function ofPresent(value: FieldValue, make: (path: FieldPath) => Condition): Truth {
  return {
    holds: onField(value, make),
    fails: onField(value, (path) => all([compare(path, 'exists'), not(make(path))])),
    reach: value.reach,
  };
}

export function opaqueTruth(value: OpaqueValue, undecidable: Undecidable): Truth {
  const holds = undecidable(value.reason, value.fields, value.text);
  return { holds, fails: holds, reach: value.reach };
}

// ---------------------------------------------------------------- search

/** Is the value one of these, in the sense of the search command? `!=` asks that there is a value; NOT does not. */
export function searchEquals(
  value: Value,
  patterns: readonly SearchValue[],
  undecidable: Undecidable,
): Condition {
  return truthOf(value, (plain) => {
    switch (plain.kind) {
      case 'field':
        return decided(
          onField(plain, (path) => pathEquals(path, patterns)),
          plain.reach,
        );
      case 'literal':
        return patterns.some(({ parts, caseSensitive }) =>
          globMatches(parts, String(plain.value), caseSensitive),
        )
          ? TRUE
          : FALSE;
      case 'null':
        return FALSE;
      case 'truth':
        return truthEquals(plain.of, patterns);
      case 'opaque':
        return opaqueTruth(plain, undecidable);
    }
  }).holds;
}

export function searchDiffers(
  value: Value,
  patterns: readonly SearchValue[],
  undecidable: Undecidable,
): Condition {
  return truthOf(value, (plain) => {
    if (plain.kind !== 'field')
      return plain.kind === 'null'
        ? FALSE
        : decided(not(searchEquals(plain, patterns, undecidable)), reachOf(plain));
    const holds = onField(plain, (path) => all([compare(path, 'exists'), not(pathEquals(path, patterns))]));
    return decided(holds, plain.reach);
  }).holds;
}

export function searchOrder(
  value: Value,
  operator: Exclude<SearchOperator, '=' | '!='>,
  bound: SearchValue,
  undecidable: Undecidable,
): Condition {
  return truthOf(value, (plain) => {
    if (plain.kind === 'opaque') return opaqueTruth(plain, undecidable);
    return comparePlain(plain, operator, { kind: 'literal', value: scalarOf(bound) }, undecidable, false);
  }).holds;
}

/** A truth reads as 1 or true. */
function truthEquals(truth: Truth, patterns: readonly SearchValue[]): Truth {
  const texts = patterns.map(({ parts }) =>
    parts.map((part) => (typeof part === 'string' ? part : part.text)).join(''),
  );
  const yes = texts.some((text) => /^(true|1|t)$/i.test(text));
  const no = texts.some((text) => /^(false|0|f)$/i.test(text));
  const options = [...(yes ? [truth.holds] : []), ...(no ? [truth.fails] : [])];
  return decided(any(options), truth.reach);
}

const NETWORK = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f:.]+)\/\d{1,3}$/i;

function pathEquals(path: FieldPath, patterns: readonly SearchValue[]): Condition {
  const networks = patterns.map(plainText).filter((text) => text !== null && NETWORK.test(text));
  const equal = simpleEquals(path, patterns);
  return networks.length === 0 ? equal : any([compare(path, 'cidr', networks), equal]);
}

function simpleEquals(path: FieldPath, patterns: readonly SearchValue[]): Condition {
  const exact = patterns.filter(({ caseSensitive }) => caseSensitive === true);
  const others = patterns.filter(({ caseSensitive }) => caseSensitive !== true);
  return any([
    ...(others.length === 0 ? [] : [oneOf(path, others, false)]),
    ...(exact.length === 0 ? [] : [oneOf(path, exact, true)]),
  ]);
}

function oneOf(path: FieldPath, patterns: readonly SearchValue[], caseSensitive: boolean): Condition {
  if (patterns.some(({ parts }) => parts.includes('*')))
    return compareWildcards(
      path,
      patterns.map(({ parts }) => parts),
      { caseSensitive },
    );
  return compare(path, patterns.length === 1 ? 'eq' : 'in', patterns.map(scalarOf), { caseSensitive });
}

function plainText({ parts }: SearchValue): string | null {
  if (parts.includes('*')) return null;
  return parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/** Numbers are numbers, in quotes too; `007` and `0x1` are texts. */
function scalarOf(value: SearchValue): string | number {
  const text = value.parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
  const number = Number(text);
  return text !== '' && Number.isFinite(number) && String(number) === text ? number : text;
}

export function globMatches(parts: readonly WildcardPart[], text: string, caseSensitive = false): boolean {
  const source = parts
    .map((part) =>
      part === '*' ? '[^]*' : part === '?' ? '[^]' : part.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}$`, caseSensitive ? '' : 'i').test(text);
}

// ---------------------------------------------------------------- eval and where

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

const TURNED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Of the values that two choices may give. */
const MAX_PAIRS = 256;

export function compareValues(
  left: Value,
  operator: ComparisonOperator,
  right: Value,
  undecidable: Undecidable,
): Truth {
  if (breadth(left) * breadth(right) > MAX_PAIRS) {
    const holds = undecidable('too_large', [...fieldsOf(left), ...fieldsOf(right)]);
    return { holds, fails: holds, reach: joinReach(reachOf(left), reachOf(right)) };
  }
  return truthOf(left, (plainLeft) =>
    truthOf(right, (plainRight) => comparePlain(plainLeft, operator, plainRight, undecidable, true)),
  );
}

function comparePlain(
  left: Plain,
  operator: ComparisonOperator,
  right: Plain,
  undecidable: Undecidable,
  caseSensitive: boolean,
): Truth {
  if (left.kind === 'null' || right.kind === 'null') return UNKNOWN;
  const reach = joinReach(reachOf(left), reachOf(right));
  const fields = [left, right].flatMap((side) => (side.kind === 'field' ? [side.path] : []));
  if (left.kind === 'opaque' || right.kind === 'opaque') {
    const bounded = compareBound(left, operator, right);
    if (bounded !== null) return { ...bounded, reach };
    const [first] = [left, right].filter((side) => side.kind === 'opaque');
    const ofSides = [left, right].flatMap((side) => (side.kind === 'opaque' ? side.fields : []));
    const holds = undecidable(first?.reason ?? '', [...fields, ...ofSides], first?.text);
    return { holds, fails: holds, reach };
  }
  if (left.kind === 'literal' && right.kind === 'literal')
    return compareLiterals(left.value, operator, right.value);
  if (left.kind === 'literal' || (left.kind === 'truth' && right.kind !== 'literal'))
    return comparePlain(right, TURNED[operator], left, undecidable, caseSensitive);
  if (left.kind === 'truth' || right.kind === 'truth') {
    const holds = undecidable('boolean_comparison', fields);
    return { holds, fails: holds, reach };
  }
  if (right.kind === 'field') return compareFields(left, operator, right, undecidable);
  const make = (path: FieldPath): Condition =>
    compare(path, ORDER[operator] ?? 'eq', [right.value], { caseSensitive });
  const truth = ofPresent(left, make);
  return operator === '!=' ? { holds: truth.fails, fails: truth.holds, reach } : truth;
}

/** A number that is known to be at least so large, beside a smaller one. */
function compareBound(left: Plain, operator: ComparisonOperator, right: Plain): Truth | null {
  if (right.kind === 'opaque' && left.kind === 'literal') return compareBound(right, TURNED[operator], left);
  if (left.kind !== 'opaque' || left.atLeast === null || right.kind !== 'literal') return null;
  const bound = Number(right.value);
  if (operator === '>=' && bound <= left.atLeast) return TRUE;
  if (operator === '<' && bound <= left.atLeast) return FALSE;
  if (bound >= left.atLeast || Number.isNaN(bound)) return null;
  return operator === '>' || operator === '!=' ? TRUE : FALSE;
}

const FIELD_ORDER: Partial<Record<ComparisonOperator, Operator>> = {
  '<': 'field_lt',
  '<=': 'field_lte',
  '>': 'field_gt',
  '>=': 'field_gte',
};

function compareFields(
  left: FieldValue,
  operator: ComparisonOperator,
  right: FieldValue,
  undecidable: Undecidable,
): Truth {
  const reach = joinReach(left.reach, right.reach);
  const list = left.list ?? right.list;
  if (left.list !== null && right.list !== null && !isSameField(left.list, right.list)) {
    const holds = undecidable('expanded_field', [left.path, right.path]);
    return { holds, fails: holds, reach };
  }
  const ofRow = (condition: Condition): Condition =>
    list === null ? condition : ofExpanded(list, condition);
  const equal = compare(left.path, FIELD_ORDER[operator] ?? 'field_eq', [], { other: right.path });
  const present = [compare(left.path, 'exists'), compare(right.path, 'exists')];
  const holds = ofRow(equal);
  const fails = ofRow(all([...present, not(equal)]));
  return operator === '!=' ? { holds: fails, fails: holds, reach } : { holds, fails, reach };
}

/** By number where both are, else by text. */
function compareLiterals(left: string | number, operator: ComparisonOperator, right: string | number): Truth {
  const numeric = [left, right].every((side) => side !== '' && Number.isFinite(Number(side)));
  const [a, b] = numeric ? [Number(left), Number(right)] : [String(left), String(right)];
  const holds = { '=': a === b, '!=': a !== b, '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[operator];
  return holds ? TRUE : FALSE;
}

/** A test of texts: like(), match(), cidrmatch(); `test`: of a literal, null where that is not done. */
export function testText(
  value: Value,
  make: (path: FieldPath) => Condition,
  test: (text: string) => boolean | null,
  undecidable: Undecidable,
): Truth {
  return truthOf(value, (plain) => {
    switch (plain.kind) {
      case 'field':
        return ofPresent(plain, make);
      case 'literal': {
        const answer = test(String(plain.value));
        if (answer !== null) return answer ? TRUE : FALSE;
        const holds = undecidable('literal_test', []);
        return { holds, fails: holds, reach: reachOf(plain) };
      }
      case 'null':
        return UNKNOWN;
      case 'truth': {
        const holds = undecidable('boolean_comparison', []);
        return { holds, fails: holds, reach: plain.of.reach };
      }
      case 'opaque':
        return opaqueTruth(plain, undecidable);
    }
  });
}

/** Is there a value? Always true or false. */
export function isPresent(value: Value, undecidable: Undecidable): Truth {
  return truthOf(value, (plain) => {
    switch (plain.kind) {
      case 'field':
        return decided(
          onField(plain, (path) => compare(path, 'exists')),
          plain.reach,
        );
      case 'literal':
        return TRUE;
      case 'null':
        return FALSE;
      case 'truth':
        return decided(any([plain.of.holds, plain.of.fails]), plain.of.reach);
      case 'opaque':
        // That no command makes the column is certain enough to say that it has no value.
        return plain.reason === 'missing_column' ? FALSE : opaqueTruth(plain, undecidable);
    }
  });
}
