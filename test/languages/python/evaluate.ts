/** A small evaluator of conditions, for these tests only: three-valued, as condition.ts lays down. */
import ipaddr from 'ipaddr.js';
import { RE2JS } from 're2js';
import type { Collection, Compare, Condition } from '../../../src/condition/condition.ts';
import type { FieldPath, Scalar, Transform } from '../../../src/condition/field-path.ts';
import { wildcardParts } from '../../../src/condition/pattern.ts';

export type Verdict = 'matched' | 'unmatched' | 'undecided';

const verdict = (holds: boolean): Verdict => (holds ? 'matched' : 'unmatched');

export function evaluate(condition: Condition, event: unknown, element: unknown = event): Verdict {
  switch (condition.kind) {
    case 'always':
      return 'matched';
    case 'never':
      return 'unmatched';
    case 'from':
    case 'opaque':
      return 'undecided';
    case 'not': {
      const inner = evaluate(condition.of, event, element);
      return inner === 'undecided' ? inner : verdict(inner === 'unmatched');
    }
    case 'all':
    case 'any': {
      const stop: Verdict = condition.kind === 'all' ? 'unmatched' : 'matched';
      const inner = condition.of.map((child) => evaluate(child, event, element));
      if (inner.includes(stop)) return stop;
      return inner.includes('undecided') ? 'undecided' : verdict(stop === 'unmatched');
    }
    case 'some': {
      const found = valuesAt(condition.field, event, element, condition.collection).flatMap((value) =>
        Array.isArray(value) ? (value as unknown[]) : [value],
      );
      const { pick } = condition;
      if (pick !== null) {
        const order = pick.place === 'first' ? found : found.toReversed();
        const among = order.map((value) => evaluate(pick.among, event, value));
        const at = among.findIndex((one) => one !== 'unmatched');
        if (at === -1) return 'unmatched';
        return among[at] === 'matched' ? evaluate(condition.of, event, order[at]) : 'undecided';
      }
      const inner = found.map((value) => evaluate(condition.of, event, value));
      if (inner.includes('matched')) return 'matched';
      return inner.includes('undecided') ? 'undecided' : 'unmatched';
    }
    case 'compare':
      return verdict(compareHolds(condition, event, element));
  }
}

function lookUp(object: unknown, key: string): unknown {
  if (Array.isArray(object)) return /^-?\d+$/.test(key) ? (object as unknown[]).at(Number(key)) : undefined;
  if (typeof object !== 'object' || object === null) return undefined;
  if (Object.hasOwn(object, key)) return (object as Record<string, unknown>)[key];
  const other = Object.keys(object).find((name) => name.toLowerCase() === key.toLowerCase());
  return other === undefined ? undefined : (object as Record<string, unknown>)[other];
}

function valuesAt(field: FieldPath, event: unknown, element: unknown, collection: Collection): unknown[] {
  let values: unknown[] = [field.scope === 'event' ? event : element];
  for (const key of field.segments) {
    values = values.flatMap((value) => {
      const into =
        collection === 'any' && Array.isArray(value) && !/^-?\d+$/.test(key)
          ? (value.flat(9) as unknown[])
          : [value];
      return into.map((one) => lookUp(one, key)).filter((one) => one !== undefined && one !== null);
    });
  }
  const spread =
    collection === 'any' && field.transforms.length === 0
      ? values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
      : values;
  return spread
    .map((value) => field.transforms.reduce<unknown>(transform, value))
    .filter((value) => value !== undefined && value !== null);
}

function transform(value: unknown, { name, args }: Transform): unknown {
  const [a = null, b = null] = args;
  const text = typeof value === 'string' ? value : null;
  if (name === 'truthy') return isTruthy(value);
  if (value === null || value === undefined) return undefined;
  switch (name) {
    case 'lower':
      return text?.toLowerCase();
    case 'upper':
      return text?.toUpperCase();
    case 'trim':
      return text === null ? undefined : strip(text, a, true, true);
    case 'trim_start':
      return text === null ? undefined : strip(text, a, true, false);
    case 'trim_end':
      return text === null ? undefined : strip(text, a, false, true);
    case 'query_params':
      return undefined;
    case 'places':
      return Array.isArray(value)
        ? (value as unknown[]).map((one, at) => ({
            before: value.slice(0, at),
            value: one,
            after: value.slice(at + 1),
          }))
        : undefined;
    case 'length':
      return text !== null
        ? Array.from(text).length
        : Array.isArray(value)
          ? value.length
          : typeof value === 'object'
            ? Object.keys(value).length
            : undefined;
    case 'to_number': {
      const n =
        typeof value === 'boolean'
          ? Number(value)
          : typeof value === 'number'
            ? value
            : text !== null && text.trim() !== ''
              ? Number(text)
              : NaN;
      return Number.isNaN(n) ? undefined : n;
    }
    case 'to_string':
      return typeof value === 'boolean'
        ? value
          ? 'True'
          : 'False'
        : typeof value === 'number'
          ? String(value)
          : (text ?? JSON.stringify(value));
    case 'split':
      return text === null ? undefined : a === null ? text.trim().split(/\s+/) : text.split(String(a));
    case 'at':
      return Array.isArray(value) ? (value as unknown[]).at(Number(a)) : text?.at(Number(a));
    case 'key':
      return lookUp(value, String(a));
    case 'slice':
      return text !== null || Array.isArray(value)
        ? (value as string).slice(a === null ? 0 : Number(a), b === null ? undefined : Number(b))
        : undefined;
    case 'replace':
      return text?.split(String(a)).join(String(b));
    case 'hidden_text':
    case 'sort':
      return undefined;
    case 'prepend':
      return text === null ? undefined : String(a) + text;
    case 'append':
      return text === null ? undefined : text + String(a);
    case 'join': {
      if (text !== null) return Array.from(text).join(String(a));
      if (!Array.isArray(value) || (b !== true && value.some((one) => typeof one !== 'string')))
        return undefined;
      return value.map(String).join(String(a));
    }
    case 'extract': {
      const matcher = text === null ? null : RE2JS.compile(String(a)).matcher(text);
      const group = typeof b === 'number' ? b : RE2JS.compile(String(a)).namedGroups()[String(b)];
      return matcher !== null && matcher.find() ? (matcher.group(group) ?? undefined) : undefined;
    }
    case 'url_decode':
      return text === null ? undefined : decodeURIComponent(text);
    case 'parse_json':
      try {
        return text === null ? undefined : (JSON.parse(text) as unknown);
      } catch {
        return undefined;
      }
    case 'base64_decode':
      return text === null ? undefined : Buffer.from(text, 'base64').toString('utf8');
    case 'byte_length':
    case 'floor':
    case 'to_time':
    case 'age':
    case 'shell_split':
    case 'unique':
    case 'replace_regex':
    case 'extract_all':
    case 'each':
    case 'collect':
      return undefined;
    case 'items':
      return typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(value).map(([key, held]) => ({ key, value: held as unknown }))
        : undefined;
    case 'keys':
      return typeof value === 'object' ? Object.keys(value) : undefined;
    case 'values':
      return typeof value === 'object' ? Object.values(value) : undefined;
    case 'index_of':
      return text?.indexOf(String(a));
    case 'add':
      return typeof value === 'number' ? value + Number(a) : undefined;
    case 'subtract':
      return typeof value === 'number' ? value - Number(a) : undefined;
    case 'multiply':
      return typeof value === 'number' ? value * Number(a) : undefined;
    case 'divide':
      return typeof value === 'number' ? value / Number(a) : undefined;
    case 'modulo':
      return typeof value === 'number' ? value % Number(a) : undefined;
    case 'type_name':
      return text !== null
        ? 'string'
        : Array.isArray(value)
          ? 'list'
          : typeof value === 'object'
            ? 'object'
            : typeof value;
  }
}

function strip(text: string, characters: Scalar, start: boolean, end: boolean): string {
  const drop = (char: string): boolean =>
    characters === null ? /\s/.test(char) : String(characters).includes(char);
  let from = 0;
  let to = text.length;
  while (start && from < to && drop(text.charAt(from))) from++;
  while (end && to > from && drop(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function compareHolds(node: Compare, event: unknown, element: unknown): boolean {
  const left = valuesAt(node.field, event, element, node.collection);
  if (node.operator === 'exists') return left.length > 0;
  if (node.operator === 'is_null') return left.length === 0;
  if (node.operator === 'ne') return !compareHolds({ ...node, operator: 'eq' }, event, element);
  if (node.other !== null) {
    const right = valuesAt(node.other, event, element, node.collection);
    const operator = node.operator.replace('field_', '');
    const holds = (b: unknown): boolean =>
      left.some((a) => (operator === 'in' ? one('contains', b, a, node) : one(operator, a, b, node)));
    return node.quantifier === 'all' ? right.length > 0 && right.every(holds) : right.some(holds);
  }
  const holds = (wanted: Scalar): boolean => left.some((value) => one(node.operator, value, wanted, node));
  return node.quantifier === 'all' ? node.values.every(holds) : node.values.some(holds);
}

function one(operator: string, value: unknown, wanted: unknown, node: Compare): boolean {
  const fold = (item: unknown): unknown =>
    typeof item === 'string' && !node.caseSensitive ? item.toLowerCase() : item;
  const a = fold(value);
  const b = fold(wanted);
  const texts = typeof a === 'string' && typeof b === 'string';
  switch (operator) {
    case 'eq':
    case 'in':
      return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
    case 'contains':
      if (Array.isArray(a)) return a.some((item) => one('eq', item, wanted, node));
      return texts ? a.includes(b) : typeof a === 'object' && lookUp(a, String(wanted)) !== undefined;
    case 'starts_with':
      return texts && a.startsWith(b);
    case 'ends_with':
      return texts && a.endsWith(b);
    case 'wildcard':
      return texts && wildcard(b).test(a);
    case 'regex':
      return (
        typeof value === 'string' &&
        RE2JS.compile(String(wanted), node.caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE).test(value)
      );
    case 'cidr':
      return inBlock(value, String(wanted));
    case 'gt':
      return typeof a === typeof b && (a as number) > (b as number);
    case 'gte':
      return typeof a === typeof b && (a as number) >= (b as number);
    case 'lt':
      return typeof a === typeof b && (a as number) < (b as number);
    case 'lte':
      return typeof a === typeof b && (a as number) <= (b as number);
    default:
      throw new Error(`no operator ${operator}`);
  }
}

function wildcard(pattern: string): RegExp {
  const source = wildcardParts(pattern).map((part) =>
    part === '*' ? '.*' : part === '?' ? '.' : part.text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'),
  );
  return new RegExp(`^(?:${source.join('')})$`, 's');
}

function inBlock(value: unknown, block: string): boolean {
  if (
    typeof value !== 'string' ||
    !ipaddr.isValid(value) ||
    (!value.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(value))
  )
    return false;
  const address = ipaddr.parse(value);
  const [range, prefix] = ipaddr.parseCIDR(
    block.includes('/') ? block : `${block}/${block.includes(':') ? 128 : 32}`,
  );
  return address.kind() === range.kind() && address.match(range, prefix);
}
