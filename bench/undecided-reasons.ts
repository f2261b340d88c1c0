// Raw events (bench/raw-events.ts, or a file of your own) by all rules: which match, and why rules stay undecided.
// Usage: RULE_CORPORA=<folder> npx tsx bench/undecided-reasons.ts [part of an event's name …] [--events <file of JSON: events by name>]
//   [--matches] [--rules <reason>] [--top <reasons>] [--fields: which fields leave active rules open]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compileRules } from '../src/engine/engine.ts';
import type { Evaluation, Undecided } from '../src/engine/evaluation.ts';
import { logSourcesFit } from '../src/fields/event-origin.ts';
import { logSourceText } from '../src/rule/log-source.ts';
import type { Rule } from '../src/rule/rule.ts';
import { compiledRules, countBy, engineRule } from './corpora.ts';
import { isActive, kindOfLog, printAverages, printOpenFields } from './open-fields.ts';
import type { LogKind, OpenRule } from './open-fields.ts';
import { RAW_EVENTS } from './raw-events.ts';

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    events: { type: 'string' },
    fields: { type: 'boolean', default: false },
    matches: { type: 'boolean', default: false },
    rules: { type: 'string' },
    top: { type: 'string', default: '12' },
  },
});

const rules = await compiledRules();
const ruleById = new Map(rules.map((rule) => [rule.id as string, rule]));
const engine = compileRules(rules.map(engineRule));

const events: Readonly<Record<string, unknown>> =
  options.events === undefined ? RAW_EVENTS : eventsOf(JSON.parse(readFileSync(options.events, 'utf8')));
const chosen = Object.entries(events).filter(
  ([name]) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
);
const all: string[] = [];
const kinds: LogKind[] = [];
const openRules: OpenRule[] = [];
for (const [name, event] of chosen) {
  const evaluation = engine.evaluate(event);
  const { matches, undecided, totals } = evaluation;
  console.log(
    `\n${name}: ${totals.evaluated} pass the gate, ${totals.matched} match, ${totals.undecided} are undecided`,
  );
  console.log(`  matched    ${byPlatform(matches)}`);
  console.log(`  undecided  ${byPlatform(undecided)}`);
  if (options.matches) for (const { id } of matches) console.log(`    ${id} · ${ruleOf(id).title}`);
  const explained = evaluation.undecided;
  kinds.push(kindOfLog(evaluation));
  openRules.push(...openRulesOf(name, evaluation, explained));
  const reasons = reasonsOf(evaluation, explained);
  all.push(...reasons.map(({ reason }) => reason));
  printReasons(reasons.map(({ reason }) => reason));
  if (options.rules !== undefined)
    for (const { id, reason, open } of reasons.filter((each) => each.reason.includes(options.rules ?? '')))
      console.log(`    ${id} · ${reason} · ${open}`);
}
console.log(`\nall ${chosen.length} events: ${(all.length / chosen.length).toFixed(0)} undecided on average`);
printReasons(all);
if (options.fields) printOpenFields(openRules, Number(options.top));
printAverages(openRules, kinds);

function eventsOf(parsed: unknown): Readonly<Record<string, unknown>> {
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}

function ruleOf(id: string): Rule {
  const rule = ruleById.get(id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  return rule;
}

function byPlatform(of: readonly { readonly id: string }[]): string {
  return countBy(of, ({ id }) => ruleOf(id).platform)
    .map(([platform, count]) => `${platform} ${count}`)
    .join(', ');
}

function printReasons(reasons: readonly string[]): void {
  for (const [reason, count] of countBy(reasons, (each) => each).slice(0, Number(options.top)))
    console.log(`  ${String(count).padStart(6)} ${reason}`);
}

interface Reason {
  readonly id: string;
  readonly reason: string;
  readonly open: string;
}

function openRulesOf(
  event: string,
  evaluation: Evaluation,
  explained: readonly Undecided[],
): readonly OpenRule[] {
  return explained
    .map(({ id, open }) => ({ rule: ruleOf(id), open }))
    .filter(({ rule }) => isActive(rule))
    .map(({ rule, open }) => {
      const fit = logSourcesFit(rule.logSources, evaluation.origin);
      return { kind: kindOfLog(evaluation), event, rule, fit, open };
    });
}

/** How sure it is that the rule is for such events at all, then what is open of its first open predicate. */
function reasonsOf({ origin }: Evaluation, explained: readonly Undecided[]): readonly Reason[] {
  return explained.map(({ id, open }) => {
    const rule = ruleOf(id);
    const fit = logSourcesFit(rule.logSources, origin);
    const sources =
      rule.logSources.length === 0 ? 'no log source' : rule.logSources.map(logSourceText).join(', ');
    const causes = [...new Set(open.map(({ reason }) => reason ?? 'undecided'))].sort();
    const shown = open
      .slice(0, 3)
      .map(({ node, reason }) =>
        node.kind === 'opaque' ? `opaque ${node.reason}` : `${node.field.native} ${reason ?? ''}`,
      );
    return {
      id,
      reason: `${rule.platform}: ${fit} (${sources}): ${causes.join('+') || 'from'}`,
      open: shown.join('; '),
    };
  });
}
