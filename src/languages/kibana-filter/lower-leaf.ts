/**
 * Leaf clauses of the query DSL → comparisons. Fields are taken as keyword fields: whole values, letter case counts, any value of a list will do; but for
 * those that are analysed texts, of which words are matched.
 */
import { all, any, compare, some } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import { compareWildcards, wildcardParts } from '../../condition/pattern.ts';
import { booleanOf, isRecord, textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import type { PartPath, Source } from './source.ts';

interface Leaf {
  readonly field: FieldPath;
  /** Is it an analysed text, whose words are matched? */
  readonly isText: boolean;
  readonly caseSensitive: boolean;
  readonly refuse: (code: string, message: string) => Condition;
}

/** Scores, names and how a query is carried out tell no document from another. */
const NEUTRAL: ReadonlySet<string> = new Set([
  'boost',
  '_name',
  'rewrite',
  'zero_terms_query',
  'auto_generate_synonyms_phrase_query',
]);

export function lowerExists(body: PlainRecord, path: PartPath, source: Source): Condition {
  const name = textOf(body['field']);
  if (name === null) return source.refuse(path, 'malformed_query', 'The clause exists names a field.');
  return compare(fieldPath(name, { match: name.includes('*') ? 'glob' : 'path' }), 'exists');
}

/** A clause of the form `{ field: value }` or `{ field: { parameter: value … } }`. */
export function lowerLeaf(clause: string, body: PlainRecord, path: PartPath, source: Source): Condition {
  const read = LEAVES.get(clause);
  const entries = Object.entries(body).filter(([key]) => !NEUTRAL.has(key));
  const [entry] = entries;
  if (read === undefined) {
    return source.refuse(path, 'unsupported_query', `The clause ${clause} is not read.`, namedFields(body));
  }
  if (entry === undefined || entries.length > 1) {
    return source.refuse(path, 'malformed_query', `The clause ${clause} names one field.`);
  }
  const [name, value] = entry;
  const parameters = isRecord(value) ? value : { [VALUE_KEY[clause] ?? 'value']: value };
  return read(newLeaf(name, parameters, [...path, name], source), parameters);
}

/** Under which name the bare value of a clause stands. */
const VALUE_KEY: Readonly<Record<string, string>> = {
  match: 'query',
  match_phrase: 'query',
  terms: 'values',
};

const SUB_FIELD = /^(.+)\.(text|caseless|keyword)$/;

/** Analysed texts of ECS and of the Windows integration. */
const TEXT_FIELDS: ReadonlySet<string> = new Set([
  'message',
  'error.message',
  'email.body.content',
  'powershell.command.value',
  'powershell.command.invocation_details.value',
  'powershell.file.script_block_text',
  'winlog.event_data.ScriptBlockText',
]);

function newLeaf(name: string, parameters: PlainRecord, path: PartPath, source: Source): Leaf {
  const [, base = name, index = ''] = SUB_FIELD.exec(name) ?? [];
  const field = fieldPath(base);
  const isCaseless = index === 'caseless' || booleanOf(parameters['case_insensitive']) === true;
  return {
    field,
    isText: index === 'text' || (index === '' && TEXT_FIELDS.has(base)),
    caseSensitive: !isCaseless,
    refuse: (code, message) => source.refuse(path, code, message, [field]),
  };
}

type ReadLeaf = (leaf: Leaf, parameters: PlainRecord) => Condition;

const LEAVES: ReadonlyMap<string, ReadLeaf> = new Map<string, ReadLeaf>([
  ['term', (leaf, parameters) => equal(leaf, parameters, 'value')],
  ['match', (leaf, parameters) => match(leaf, parameters)],
  ['match_phrase', (leaf, parameters) => equal(leaf, parameters, 'query')],
  ['terms', terms],
  ['prefix', (leaf, parameters) => text(leaf, parameters, 'starts_with')],
  ['wildcard', wildcard],
  ['regexp', regexp],
  ['range', range],
]);

/** A refusal when there is a parameter that is none of those known. */
function others(leaf: Leaf, parameters: PlainRecord, known: readonly string[]): Condition | null {
  const other = Object.keys(parameters).find((key) => !known.includes(key) && !NEUTRAL.has(key));
  return other === undefined
    ? null
    : leaf.refuse('unsupported_parameter', `The parameter ${other} is not read.`);
}

function scalarOf(value: unknown): Exclude<Scalar, null> | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

const IP_FIELD = /(?:^|[._])ip$/;
const NETWORK = /^[0-9a-f:.]+\/\d{1,3}$/i;

function equal(leaf: Leaf, parameters: PlainRecord, key: 'value' | 'query'): Condition {
  const refused = others(leaf, parameters, [key, 'case_insensitive']);
  const value = scalarOf(parameters[key]);
  if (refused !== null) return refused;
  if (value === null)
    return leaf.refuse('malformed_query', 'The value is a text, a number or a truth value.');
  return compareValues(leaf, [value], key === 'query');
}

function compareValues(leaf: Leaf, values: readonly Exclude<Scalar, null>[], isPhrase: boolean): Condition {
  const { field, caseSensitive } = leaf;
  const networks = values.filter((value) => typeof value === 'string' && NETWORK.test(value));
  if (IP_FIELD.test(field.native) && networks.length > 0) {
    const addresses = values.filter((value) => !networks.includes(value));
    const inNetworks = compare(field, 'cidr', networks);
    return addresses.length === 0 ? inNetworks : any([inNetworks, compareValues(leaf, addresses, isPhrase)]);
  }
  // A term of an analysed text is compared with one word of it as the analyser left it.
  if (leaf.isText && !isPhrase) return leaf.refuse('text_term', 'Words of a text field are not compared.');
  if (leaf.isText) return compare(field, 'match', values, { caseSensitive: false });
  return compare(field, values.length === 1 ? 'eq' : 'in', values, { caseSensitive });
}

/** On a keyword field a match is a term; on an analysed text it is any of the words, unless a phrase is asked for. */
function match(leaf: Leaf, parameters: PlainRecord): Condition {
  const refused = others(leaf, parameters, ['query', 'operator', 'type']);
  if (refused !== null) return refused;
  const isPhrase = parameters['type'] === 'phrase';
  if (leaf.isText && !isPhrase) return leaf.refuse('text_term', 'Words of a text field are not compared.');
  if (parameters['type'] !== undefined && !isPhrase)
    return leaf.refuse('unsupported_parameter', 'This type is not read.');
  return equal(leaf, { query: parameters['query'] }, 'query');
}

function terms(leaf: Leaf, parameters: PlainRecord): Condition {
  const values = parameters['values'];
  const scalars = Array.isArray(values) ? values.map(scalarOf).filter((value) => value !== null) : [];
  if (!Array.isArray(values) || scalars.length < values.length || scalars.length === 0) {
    return leaf.refuse('unsupported_query', 'The terms are not a list of values.');
  }
  return compareValues(leaf, scalars, false);
}

/** A comparison with a text, which on an analysed field would be with each word. */
function text(leaf: Leaf, parameters: PlainRecord, operator: Operator): Condition {
  const refused = others(leaf, parameters, ['value', 'case_insensitive']);
  const value = scalarOf(parameters['value']);
  if (refused !== null) return refused;
  if (value === null) return leaf.refuse('malformed_query', 'The value is a text.');
  if (leaf.isText) return leaf.refuse('text_term', 'Words of a text field are not compared.');
  return compare(leaf.field, operator, [String(value)], { caseSensitive: leaf.caseSensitive });
}

function wildcard(leaf: Leaf, parameters: PlainRecord): Condition {
  const refused = others(leaf, parameters, ['value', 'wildcard', 'case_insensitive']);
  const pattern = parameters['value'] ?? parameters['wildcard'];
  if (refused !== null) return refused;
  if (typeof pattern !== 'string' || pattern === '')
    return leaf.refuse('malformed_query', 'The wildcard is a text.');
  if (leaf.isText) return leaf.refuse('text_term', 'Words of a text field are not compared.');
  return compareWildcards(leaf.field, [wildcardParts(pattern)], { caseSensitive: leaf.caseSensitive });
}

/**
 * Lucene's operators that RE2 has not, or understands otherwise, outside of an escape:
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/regexp-syntax. `^` and `$` are plain characters there.
 */
const LUCENE_ONLY = /(?<!\\)(?:\\\\)*[~<>&@#"$]|(?<![\\[])(?:\\\\)*\^/;

function regexp(leaf: Leaf, parameters: PlainRecord): Condition {
  const refused = others(leaf, parameters, ['value', 'flags', 'case_insensitive', 'max_determinized_states']);
  const pattern = parameters['value'];
  if (refused !== null) return refused;
  if (typeof pattern !== 'string') return leaf.refuse('malformed_query', 'The expression is a text.');
  if (leaf.isText) return leaf.refuse('text_term', 'Words of a text field are not compared.');
  if (LUCENE_ONLY.test(pattern))
    return leaf.refuse('lucene_regex', 'An operator of Lucene in the expression is not read.');
  const { caseSensitive } = leaf;
  return compare(leaf.field, 'regex', [`(?s)^(?:${pattern})$`], { caseSensitive });
}

const BOUNDS = ['gt', 'gte', 'lt', 'lte'] as const;
const DATE_MATH = /^now(?:$|[-+/])|\|\|/;

function range(leaf: Leaf, parameters: PlainRecord): Condition {
  // A format says how a date is written; without date math the values are texts or numbers all the same.
  const refused = others(leaf, parameters, [...BOUNDS]);
  if (refused !== null) return refused;
  const bounds = BOUNDS.filter((bound) => (parameters[bound] ?? null) !== null);
  const comparisons = bounds.map((bound) => {
    const value = scalarOf(parameters[bound]);
    if (value === null || typeof value === 'boolean')
      return leaf.refuse('malformed_query', 'A range ends at a value.');
    if (DATE_MATH.test(String(value)))
      return leaf.refuse('date_math', 'A date relative to now is not compared.');
    if (IP_FIELD.test(leaf.field.native))
      return leaf.refuse('ip_range', 'A range of addresses is not compared.');
    return compare(leaf.field, bound, [value]);
  });
  const [first] = comparisons;
  if (first === undefined) return compare(leaf.field, 'exists');
  // Of a list, one value must lie between both ends; that is said of each element only where `some` looks at it.
  return comparisons.length === 1 ? first : some(leaf.field, all(comparisons.map(ofElement)));
}

function ofElement(comparison: Condition): Condition {
  return comparison.kind === 'compare'
    ? { ...comparison, field: fieldPath('', { scope: 'element' }) }
    : comparison;
}

/** What the clause names: its keys that look like fields. */
function namedFields(body: PlainRecord): readonly FieldPath[] {
  return Object.keys(body)
    .filter((key) => key.includes('.'))
    .map((key) => fieldPath(key));
}
