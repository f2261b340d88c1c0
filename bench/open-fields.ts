// Which fields leave active rules undecided, by what kind of log an event is of; and how many rules an event leaves undecided on average.
import type { JudgedLeaf } from '../src/engine/evaluate/trace.ts';
import type { Evaluation } from '../src/engine/evaluation.ts';
import type { Rule } from '../src/rule/rule.ts';
import { countBy } from './corpora.ts';

export type LogKind = 'services' | 'Windows' | 'auditd';

export function kindOfLog({ origin }: Evaluation): LogKind {
  if (origin.product === 'windows') return 'Windows';
  return origin.services?.includes('auditd') === true ? 'auditd' : 'services';
}

const RETIRED: ReadonlySet<string> = new Set(['deprecated', 'disabled']);

/** Neither retired nor without a query that could be read (jobs of machine learning, mostly). */
export function isActive({ status, parseStatus }: Rule): boolean {
  return !RETIRED.has(status) && parseStatus !== 'OPAQUE';
}

/** An active rule that an event leaves undecided, and the predicates that are open. */
export interface OpenRule {
  readonly kind: LogKind;
  readonly event: string;
  readonly rule: Rule;
  readonly fit: string;
  readonly open: readonly JudgedLeaf[];
}

interface OpenField {
  /** In how many rules and events it is open; in how many it is all that is; under a `not` in how many. */
  count: number;
  only: number;
  negated: number;
}

const KINDS: readonly LogKind[] = ['services', 'Windows', 'auditd'];

export function printOpenFields(open: readonly OpenRule[], top: number): void {
  for (const kind of KINDS) {
    const ofKind = open.filter((each) => each.kind === kind);
    const fields = [...openFields(ofKind)].sort(([, a], [, b]) => b.only - a.only || b.count - a.count);
    console.log(`\nopen fields, ${kind}: rules × events · where it is all that is open · under a not`);
    for (const [field, { count, only, negated }] of fields.slice(0, top))
      console.log(`  ${[count, only, negated].map((each) => String(each).padStart(5)).join(' ')}  ${field}`);
  }
}

function openFields(open: readonly OpenRule[]): ReadonlyMap<string, OpenField> {
  const fields = new Map<string, OpenField>();
  for (const { rule, fit, open: leaves } of open) {
    const named = countBy(leaves, (leaf) => fieldOf(leaf));
    for (const [name] of named) {
      const key = `${rule.eventSchema.padEnd(13)} ${fit.padEnd(7)} ${name}`;
      const field = fields.get(key) ?? { count: 0, only: 0, negated: 0 };
      field.count += 1;
      field.only += named.length === 1 ? 1 : 0;
      field.negated += leaves.some((leaf) => leaf.negated && fieldOf(leaf) === name) ? 1 : 0;
      fields.set(key, field);
    }
    if (named.length === 0) {
      const key = `${rule.eventSchema.padEnd(13)} ${fit.padEnd(7)} (no predicate)`;
      const field = fields.get(key) ?? { count: 0, only: 0, negated: 0 };
      fields.set(key, { ...field, count: field.count + 1, only: field.only + 1 });
    }
  }
  return fields;
}

function fieldOf({ node }: JudgedLeaf): string {
  return node.kind === 'opaque' ? `opaque ${node.reason}` : node.field.native;
}

/** The line by which the work on translation is measured. */
export function printAverages(open: readonly OpenRule[], kinds: readonly LogKind[]): void {
  const parts = KINDS.map((kind) => {
    const events = kinds.filter((each) => each === kind).length;
    const of = open.filter((each) => each.kind === kind);
    const fitting = of.filter(({ fit }) => fit === 'fits').length;
    const mean = (count: number): string => (events === 0 ? '–' : (count / events).toFixed(0));
    return `${kind} ${mean(of.length)} (${mean(fitting)} surely of the event’s log source)`;
  });
  console.log(`\nactive rules undecided per event: ${parts.join(', ')}`);
}
