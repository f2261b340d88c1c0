/** The rules of one group by their witnesses: gives the rules that an event may concern, and never leaves out one that is not surely unmatched. */
import type { EventSchema } from '../../rule/rule.ts';
import { asText } from '../evaluate/transforms.ts';
import { fieldQuery } from '../event/field-query.ts';
import type { EventView } from '../event/event-view.ts';
import type { FieldQuery } from '../event/field-query.ts';
import { isPartlyKnown } from '../../events/partly-known.ts';
import { isMissing, isObject } from '../../events/json-object.ts';
import type { Probe } from './witness.ts';

/** A rule by its position in the engine. */
export type RuleNumber = number;

export interface IndexedRule {
  readonly number: RuleNumber;
  readonly schema: EventSchema;
  /** Null: to be judged on every event. */
  readonly witness: readonly Probe[] | null;
}

export interface RuleIndex {
  /** Calls `add` for each rule that may be more than unmatched, some of them more than once. */
  readonly candidates: (view: EventView, add: (rule: RuleNumber) => void) => void;
}

interface FieldIndex {
  readonly query: FieldQuery;
  readonly equal: Map<string, RuleNumber[]>;
  readonly grams: Map<string, RuleNumber[]>;
  readonly present: RuleNumber[];
  /** All rules that this field may bring in. */
  readonly all: Set<RuleNumber>;
}

/** Past these, looking up costs more than judging the rules. */
const MAX_TEXT = 8_192;
const MAX_VALUES = 256;

export function indexRules(rules: readonly IndexedRule[]): RuleIndex {
  const fields = new Map<string, FieldIndex>();
  const always: RuleNumber[] = [];
  for (const { number, schema, witness } of rules) {
    if (witness === null) always.push(number);
    for (const probe of witness ?? []) addProbe(fields, probe, schema, number);
  }
  const indexes = [...fields.values()];
  return {
    candidates: (view, add) => {
      always.forEach(add);
      for (const index of indexes) addCandidates(index, view, add);
    },
  };
}

function addProbe(
  fields: Map<string, FieldIndex>,
  probe: Probe,
  schema: EventSchema,
  rule: RuleNumber,
): void {
  const query = fieldQuery({ ...probe.field, transforms: [] }, probe.collection, schema);
  let index = fields.get(query.key);
  if (index === undefined) {
    index = { query, equal: new Map(), grams: new Map(), present: [], all: new Set() };
    fields.set(query.key, index);
  }
  index.all.add(rule);
  if (probe.kind === 'present') index.present.push(rule);
  for (const key of probe.keys) {
    const map = probe.kind === 'equal' ? index.equal : index.grams;
    const known = map.get(key);
    if (known === undefined) map.set(key, [rule]);
    else known.push(rule);
  }
}

function addCandidates(index: FieldIndex, view: EventView, add: (rule: RuleNumber) => void): void {
  const reading = view.read(index.query);
  // A witness stands under no `not`: there what the source never records does not hold, as what is absent.
  if (reading.length === 0 || reading === 'not_observable') return;
  const texts = typeof reading === 'string' ? null : textsOf(comparedValues(reading, index.query.schema));
  if (texts === null) {
    index.all.forEach(add);
    return;
  }
  index.present.forEach(add);
  for (const text of texts) {
    index.equal.get(text)?.forEach(add);
    if (index.grams.size === 0) continue;
    for (const gram of gramsOf(text)) index.grams.get(gram)?.forEach(add);
  }
}

/** Every group of rules looks the same texts up: what was cut last need not be cut again. */
const cut = new Map<string, ReadonlySet<string>>();
let cutLength = 0;
/** Characters: some megabytes of runs. */
const MAX_CUT = 65_536;

/** The runs of three characters. */
function gramsOf(text: string): ReadonlySet<string> {
  const known = cut.get(text);
  if (known !== undefined) return known;
  const grams = new Set<string>();
  for (let at = 0; at + 3 <= text.length; at++) grams.add(text.slice(at, at + 3));
  cutLength += text.length;
  if (cutLength > MAX_CUT) {
    cut.clear();
    cutLength = text.length;
  }
  cut.set(text, grams);
  return grams;
}

/** Kusto compares an object or a list as its JSON text too. */
function comparedValues(values: readonly unknown[], schema: EventSchema): readonly unknown[] {
  if (schema !== 'log_analytics' || !values.some((value) => typeof value === 'object')) return values;
  return values.flatMap((value) =>
    isMissing(value) || typeof value !== 'object' ? [value] : [value, JSON.stringify(value)],
  );
}

/** The folded texts of values, of lists' elements and objects' keys; null: too many, or too long, to be looked up. */
function textsOf(values: readonly unknown[]): readonly string[] | null {
  if (values.length > MAX_VALUES) return null;
  const texts: string[] = [];
  const open: unknown[] = [...values];
  for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
    if (texts.length + open.length > MAX_VALUES) return null;
    if (isMissing(next)) continue;
    if (isPartlyKnown(next)) {
      // Whatever may stand before the end may be what a rule looks for.
      if (next.oneOf === null) return null;
      open.push(...next.oneOf);
    } else if (Array.isArray(next)) {
      if (next.length > MAX_VALUES) return null;
      open.push(...(next as unknown[]));
    } else if (isObject(next)) {
      for (const key of Object.keys(next)) texts.push(key.toLowerCase());
    } else {
      const text = asText(next, false)?.toLowerCase() ?? '';
      if (text.length > MAX_TEXT) return null;
      texts.push(text);
    }
  }
  return texts;
}
