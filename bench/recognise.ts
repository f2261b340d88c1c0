// Panther's own test events without what Panther adds to a record (`p_*`): of how many the origin is found, and where it contradicts the log type
// of the rule, or the resource type of the policy.
// Usage: RULE_CORPORA=<folder> npx tsx bench/recognise.ts [--unknown] [--contradicting] [part of a log source …]
//   --unknown prints the keys of the largest groups of which no origin is found.
import { parseArgs } from 'node:util';
import { detectOrigin } from '../src/events/detect-origin.ts';
import { logSourcesFit, logSourcesOf } from '../src/fields/event-origin.ts';
import { logSourcesOfLogType } from '../src/fields/panther-log-types.ts';
import { logSourceText } from '../src/rule/log-source.ts';
import type { Rule } from '../src/rule/rule.ts';
import { compiledRules, countBy, share } from './corpora.ts';

const { positionals: parts, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    unknown: { type: 'boolean', default: false },
    contradicting: { type: 'boolean', default: false },
  },
});

type Finding = 'found' | 'unknown' | 'contradicting';

interface Recognised {
  readonly rule: Rule;
  readonly name: string;
  readonly event: unknown;
  readonly source: string;
  readonly found: string;
  readonly finding: Finding;
}

const rules = (await compiledRules()).filter(({ platform }) => platform === 'panther');
for (const kind of ['rule', 'policy'] as const) report(kind);

function report(kind: Rule['kind']): void {
  const tests = rules
    .filter((rule) => rule.kind === kind)
    .flatMap((rule) => rule.tests.map(({ name, event }) => recognise(rule, name, event)))
    .filter(({ source }) => parts.length === 0 || parts.some((part) => source.includes(part)));
  const of = (finding: Finding): readonly Recognised[] => tests.filter((each) => each.finding === finding);
  console.log(
    `${kind}: ${tests.length} events; found ${of('found').length} (${share(of('found').length, tests.length)}), ` +
      `unknown ${of('unknown').length}, contradicting ${of('contradicting').length}`,
  );
  for (const [source, count] of countBy(of('unknown'), (each) => each.source)) {
    const all = tests.filter((each) => each.source === source).length;
    console.log(`  unknown: ${source} ${count} of ${all}`);
    if (options.unknown) printKeys(of('unknown').filter((each) => each.source === source));
  }
  for (const [text, count] of countBy(of('contradicting'), ({ source, found }) => `${source} as ${found}`))
    console.log(`  contradicting: ${text} ${count}`);
  if (!options.contradicting) return;
  for (const { rule, name } of of('contradicting')) console.log(`    ${rule.id} · ${name}`);
}

function recognise(rule: Rule, name: string, event: unknown): Recognised {
  const origin = detectOrigin(withoutPantherFields(event));
  const isKnown = origin.product !== null;
  // A rule may try events that are not of its log type: those say so.
  const own = logTypeOf(event);
  const sources = own === null ? rule.logSources : [...rule.logSources, ...logSourcesOfLogType(own)];
  const differs = isKnown && logSourcesFit(sources, origin) === 'differs';
  return {
    rule,
    name,
    event,
    source: rule.logSources.map(logSourceText).join(' or '),
    found: logSourcesOf(origin).map(logSourceText).join(' '),
    finding: differs ? 'contradicting' : isKnown ? 'found' : 'unknown',
  };
}

function logTypeOf(event: unknown): string | null {
  const own = (event as { readonly p_log_type?: unknown } | null)?.p_log_type;
  return typeof own === 'string' ? own : null;
}

function withoutPantherFields(event: unknown): unknown {
  if (typeof event !== 'object' || event === null) return event;
  return Object.fromEntries(Object.entries(event).filter(([key]) => !key.startsWith('p_')));
}

function printKeys(events: readonly Recognised[]): void {
  const keys = countBy(events, ({ event }) =>
    Object.keys(event ?? {})
      .sort()
      .join(' ')
      .slice(0, 400),
  );
  for (const [text, count] of keys.slice(0, 12)) console.log(`      ${count}: ${text}`);
}
