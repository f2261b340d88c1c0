// Events near a rule's own: its test events with one thing changed that the rule's condition or code asks for.
import type { Compare, Condition } from '../src/condition/condition.ts';
import { leaves } from '../src/condition/fold.ts';
import type { Scalar } from '../src/condition/field-path.ts';
import { isRecord } from '../src/text/plain-data.ts';

export interface Mutant {
  /** Which kind of change: `own` is the test's own event. */
  readonly kind: MutationKind;
  readonly label: string;
  readonly event: unknown;
}

export type MutationKind =
  'own' | 'drop' | 'null' | 'empty' | 'type' | 'case' | 'constant' | 'list' | 'nest' | 'key_case' | 'two';

interface Change {
  readonly kind: MutationKind;
  readonly label: string;
  readonly apply: (event: unknown) => unknown;
}

type Path = readonly string[];
/** Stands for an element of a list. */
const ELEMENT = '[]';

interface Probe {
  readonly path: Path;
  readonly values: readonly unknown[];
}

/** A small generator of numbers in [0, 1), the same for the same seed. */
export function randomFrom(seed: string): () => number {
  let state = 2166136261;
  for (const char of seed) state = Math.imul(state ^ char.charCodeAt(0), 16777619) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let at = result.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [result[at], result[other]] = [result[other] as T, result[at] as T];
  }
  return result;
}

const MAX_OWN = 10;
const BASES = 5;

/** Mutants of the rule's own events (`bases`, those that alert first), each kind in turn until there are `count`. */
export function mutants(
  bases: readonly unknown[],
  condition: Condition,
  code: string,
  count: number,
  seed: string,
): readonly Mutant[] {
  const random = randomFrom(seed);
  const result: Mutant[] = [];
  const seen = new Set<string>();
  const add = (mutant: Mutant): boolean => {
    const text = JSON.stringify(mutant.event);
    if (seen.has(text)) return false;
    seen.add(text);
    // As the oracle reads it: without undefined.
    result.push({ ...mutant, event: JSON.parse(text) as unknown });
    return true;
  };
  for (const event of bases.slice(0, MAX_OWN)) add({ kind: 'own', label: 'own event', event });
  const changes = changesOf(probes(condition, code, random));
  const queues = new Map<MutationKind, { change: Change; base: unknown }[]>();
  for (const change of changes)
    for (const base of bases.slice(0, BASES)) {
      const queue = queues.get(change.kind) ?? [];
      queue.push({ change, base });
      queues.set(change.kind, queue);
    }
  const open = [...queues.values()].map((queue) => shuffled(queue, random));
  while (result.length < count - PAIRS && open.some((queue) => queue.length > 0))
    for (const queue of open) {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const { kind, label, apply } = next.change;
        if (add({ kind, label, event: apply(structuredClone(next.base)) })) break;
      }
    }
  for (let at = 0; at < PAIRS * 3 && result.length < count; at++) {
    const [first, second] = shuffled(changes, random);
    const base = bases[Math.floor(random() * Math.min(bases.length, BASES))];
    if (first === undefined || second === undefined) break;
    const event = second.apply(first.apply(structuredClone(base)));
    add({ kind: 'two', label: `${first.kind}: ${first.label}; ${second.kind}: ${second.label}`, event });
  }
  return result.slice(0, count);
}
const PAIRS = 8;

// What the rule asks for

const READS =
  /\.(?:get|deep_get|deep_walk|udm)\(\s*((?:["'][^"'\n]*["']\s*,?\s*)+)|\[\s*(["'][^"'\n]+["'])\s*\]/g;
const TEXT = /(["'])((?:(?!\1)[^\\\n]){1,60})\1/g;
const MAX_CODE_PROBES = 12;

function probes(condition: Condition, code: string, random: () => number): readonly Probe[] {
  const byPath = new Map<string, Map<string, unknown>>();
  const note = (path: Path, values: readonly unknown[]): void => {
    if (path.length === 0 || path[0] === 'p_log_type') return;
    const key = JSON.stringify(path);
    const known = byPath.get(key) ?? new Map<string, unknown>();
    for (const value of values) known.set(JSON.stringify(value), value);
    byPath.set(key, known);
  };
  for (const { node, within } of leaves(condition)) {
    const above = within.reduce<Path>(
      (path, { field }) => [...(field.scope === 'event' ? [] : path), ...field.segments, ELEMENT],
      [],
    );
    const fields = node.kind === 'opaque' ? node.fields : [node.field];
    for (const field of fields)
      note(
        field.scope === 'event' ? field.segments : [...above, ...field.segments],
        node.kind === 'compare' ? node.values.flatMap((value) => valuesFor(node, value)) : [],
      );
    if (node.kind === 'compare' && node.other !== null)
      note(node.other.scope === 'event' ? node.other.segments : [...above, ...node.other.segments], []);
  }
  const texts = [...code.matchAll(TEXT)].map(([, , text = '']) => text);
  const read = [...code.matchAll(READS)].map(([, keys, key]) =>
    [...(keys ?? key ?? '').matchAll(TEXT)].map(([, , text = '']) => text),
  );
  for (const path of shuffled(read, random).slice(0, MAX_CODE_PROBES))
    note(path, shuffled(texts, random).slice(0, 2));
  return [...byPath].map(([key, values]) => ({
    path: JSON.parse(key) as Path,
    values: [...values.values()],
  }));
}

/** Values of the field around one constant of its comparison. */
function valuesFor({ operator, field }: Compare, value: Scalar): readonly unknown[] {
  const last = field.transforms.at(-1)?.name;
  if (last === 'truthy') return [true, 'x', 1];
  if (last === 'type_name') return typeof value === 'string' ? [EXAMPLES[value] ?? 'x'] : [];
  if (typeof value === 'number') {
    const around = [value - 1, value, value + 1];
    if (last !== 'length') return [...around, String(value), value + 0.5];
    return around.filter((n) => n >= 0 && n < 500).flatMap((n) => ['x'.repeat(n), Array(n).fill('x')]);
  }
  if (typeof value !== 'string') return [value];
  if (operator === 'starts_with') return [value, `${value}zz`, `zz${value}`];
  if (operator === 'ends_with') return [value, `zz${value}`, `${value}zz`];
  if (operator === 'contains') return [value, `a${value}b`, [value], { [value]: 1 }];
  if (operator === 'wildcard')
    return [value.replaceAll('*', 'x').replaceAll('?', 'y'), value.replaceAll('*', '')];
  if (operator === 'cidr') return [value.replace(/\/.*$/, '')];
  return [value, value.toUpperCase(), `${value}x`];
}

const EXAMPLES: Readonly<Record<string, unknown>> = {
  string: 'x',
  number: 7,
  boolean: true,
  list: ['x', 'y'],
  object: { a: 'b' },
};

// What is done to the event

function changesOf(asked: readonly Probe[]): readonly Change[] {
  return asked.flatMap(({ path, values }) => [
    ...fieldChanges(path),
    ...values.map((value) => to('constant', path, `= ${JSON.stringify(value)}`, () => value)),
    ...ancestors(path),
  ]);
}

function fieldChanges(path: Path): readonly Change[] {
  return [
    { kind: 'drop', label: `${path.join('.')} dropped`, apply: (event) => drop(event, path) },
    to('null', path, '= null', () => null),
    ...['', [], {}].map((empty) => to('empty', path, `= ${JSON.stringify(empty)}`, () => empty)),
    to('case', path, 'upper case', (old) => ofTexts(old, (text) => text.toUpperCase())),
    to('case', path, 'lower case', (old) => ofTexts(old, (text) => text.toLowerCase())),
    to('case', path, 'in spaces', (old) => ofTexts(old, (text) => ` ${text} `)),
    to('type', path, 'other type', otherType),
    to('type', path, 'as list', (old) => [old]),
    to('type', path, 'as list of two', (old) => [old, 'zz']),
    to('type', path, 'as object', (old) => ({ key: old })),
    to('type', path, '= 0', () => 0),
    to('type', path, '= true', () => true),
    to('type', path, '= false', () => false),
    to('list', path, 'elements doubled', (old) => [...(listed(old) ?? [old]), ...(listed(old) ?? [old])]),
    to('list', path, 'elements swapped', (old) => listed(old)?.toReversed() ?? old),
    to('list', path, 'one more element', (old) =>
      listed(old) === null ? old : ['zz', ...(listed(old) ?? [])],
    ),
    to('list', path, 'one element less', (old) => listed(old)?.slice(1) ?? old),
    to('list', path, 'null among the elements', (old) =>
      listed(old) === null ? old : [...(listed(old) ?? []), null],
    ),
    to('nest', path, 'first element alone', (old) => (listed(old) === null ? old : listed(old)?.[0])),
    to('nest', path, 'as JSON text', (old) =>
      typeof old === 'object' && old !== null ? JSON.stringify(old) : old,
    ),
    {
      kind: 'key_case',
      label: `${path.join('.')} in upper case keys`,
      apply: (event) => foldKey(event, path),
    },
  ];
}

function ancestors(path: Path): readonly Change[] {
  if (path.length < 2) return [];
  const parent = path.slice(0, -1);
  return [
    { kind: 'drop', label: `${parent.join('.')} dropped`, apply: (event) => drop(event, parent) },
    to('null', parent, '= null', () => null),
    to('empty', parent, '= {}', () => ({})),
    to('nest', parent, 'in a list', (old) => [old]),
    to('nest', parent, 'in a list of two', (old) => [old, {}]),
    to('nest', parent, 'a text', () => 'zz'),
  ];
}

function listed(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? (value as unknown[]) : null;
}

function to(kind: MutationKind, path: Path, what: string, change: (old: unknown) => unknown): Change {
  return {
    kind,
    label: `${path.join('.')} ${what}`,
    apply: (event) => (path.at(-1) === ELEMENT ? event : setAt(event, path, change)),
  };
}

function ofTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  return listed(value)?.map((item) => (typeof item === 'string' ? change(item) : item)) ?? value;
}

function otherType(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : 7;
  return JSON.stringify(value ?? null);
}

function ownKey(object: Record<string, unknown>, key: string): string {
  if (Object.hasOwn(object, key)) return key;
  return Object.keys(object).find((own) => own.toLowerCase() === key.toLowerCase()) ?? key;
}

/** Sets the value at the path, in the first element of lists on its way; makes what is missing on the way. */
function setAt(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    const index = /^\d+$/.test(key) ? Number(key) : 0;
    const below = key === ELEMENT || /^-?\d+$/.test(key) ? rest : path;
    const copy = [...(value as unknown[])];
    copy[index] = setAt(copy[index], below, change);
    return copy;
  }
  if (key === ELEMENT) return [setAt(value ?? {}, rest, change)];
  const object = isRecord(value) ? { ...value } : {};
  const own = ownKey(object, key);
  object[own] = setAt(object[own], rest, change);
  return object;
}

function drop(value: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    const below = key === ELEMENT || /^-?\d+$/.test(key) ? rest : path;
    return below.length === 0
      ? value.slice(1)
      : value.map((item, at) => (at === 0 ? drop(item, below) : (item as unknown)));
  }
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = { ...value };
  const own = ownKey(copy, key);
  if (!(own in copy)) return value;
  if (rest.length > 0) return { ...copy, [own]: drop(copy[own], rest) };
  return Object.fromEntries(Object.entries(copy).filter(([each]) => each !== own));
}

function foldKey(event: unknown, [key]: Path): unknown {
  if (!isRecord(event) || key === undefined || !(key in event)) return event;
  return Object.fromEntries(
    Object.entries(event).map(([own, value]) => [own === key ? own.toUpperCase() : own, value]),
  );
}
