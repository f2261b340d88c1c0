/**
 * A YARA-L rule to condition, stages and output fields, as Google SecOps runs it
 * (https://cloud.google.com/chronicle/docs/detection/yara-l-2-0-syntax).
 *
 * The condition is that of one event: of the rule's one event variable, or of any of several that must occur. Text comparisons heed letter case
 * unless `nocase` follows; regular expressions are RE2 and found anywhere; an absent field is its zero value (leaves.ts); a repeated field
 * stands for one of its elements at a time (rows.ts). Reference lists are not part of a rule: an event is matched with one (reference-lists.ts).
 */
import { all, always, any, opaque } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { Stage } from '../../rule/stage.ts';
import type { Lowered, Query } from '../language.ts';
import { and } from './formula.ts';
import { lowerCondition } from './lower-condition.ts';
import type { LoweredCondition } from './lower-condition.ts';
import { lowerEvents, sourcesOf as sourcesOfFormula } from './lower-events.ts';
import type { LoweredEvents } from './lower-events.ts';
import { outputFields } from './lower-outcome.ts';
import { parseYaraL } from './parse.ts';
import type { ParsedRule } from './parse.ts';
import { lowerRows } from './rows.ts';
import { createScope, report, textOf } from './scope.ts';
import type { Scope } from './scope.ts';
import { lowerStages } from './stages.ts';

/** What is known of a rule beside its text. */
interface YaraLContext {
  /** What the rule's meta section says of where events come from, in the words of a source: `declared_platform=WINDOWS`. */
  readonly declared: string;
}

const NOTHING_ASKED: LoweredCondition = { missing: new Set(), ofEvent: [], columns: [], having: always };

export function lowerYaraL(query: Query): Lowered {
  const parsed = parseYaraL(query.text);
  const outcome = parsed.outcome ?? [];
  const scope = createScope(query, parsed.events ?? [], outcome);
  for (const failure of parsed.failures) report(scope, failure, failure.code, failure.message);
  if (parsed.events === null) return unreadable(scope, parsed);
  reportOptions(scope, parsed);
  const events = lowerEvents(scope, parsed.events, parsed.match, allowsZero(parsed));
  const steps = [...scope.events.values()].filter(({ source }) => source === 'event').map(({ name }) => name);
  const conditionOf = (name: string): Condition | null =>
    steps.length > 1 ? (events.conditions.get(name) ?? null) : null;
  const condition =
    parsed.condition === null
      ? NOTHING_ASKED
      : lowerCondition(scope, parsed.condition, parsed.match !== null, conditionOf);
  const stages = lowerStages({
    scope,
    events,
    condition,
    match: parsed.match,
    eventsText: sectionText(scope, parsed, 'events'),
    matchText: [sectionText(scope, parsed, 'match'), sectionText(scope, parsed, 'condition')]
      .filter((text) => text !== '')
      .join('\n'),
  });
  return {
    condition: eventCondition(scope, events, condition, steps),
    stages: [...stages, ...unreadStages(scope, parsed)],
    outputFields: outputFields(scope, parsed.match, outcome),
    sources: sourcesOf(events, condition, steps).map((source) => withDeclared(source, query.context)),
    diagnostics: uniqueDiagnostics(scope),
  };
}

/** A placeholder's expression is read wherever the placeholder stands. */
function uniqueDiagnostics({ diagnostics }: Scope): Scope['diagnostics'] {
  const keyed = diagnostics.map((each) => [`${each.code} ${each.span?.start.offset}`, each] as const);
  return [...new Map(keyed.reverse()).values()].reverse();
}

function unreadable(scope: Scope, parsed: ParsedRule): Lowered {
  const section = parsed.present.get('events');
  const text = section === undefined ? scope.query.text : textOf(scope, section);
  const [failure] = scope.diagnostics;
  const condition = opaque(text.trim(), failure?.code ?? 'syntax_error', [], failure?.span ?? null);
  return { condition, stages: [], outputFields: [], diagnostics: scope.diagnostics };
}

/** Any of the events that must occur. A rule about entities only has no event of its own. */
function eventCondition(
  scope: Scope,
  events: LoweredEvents,
  { missing, ofEvent }: LoweredCondition,
  steps: readonly string[],
): Condition {
  const asked =
    ofEvent.length === 0
      ? always
      : lowerRows(
          and(ofEvent),
          (leaf) => textOf(scope, leaf),
          () => undefined,
        );
  const [only] = steps;
  if (steps.length === 1 && only !== undefined && !missing.has(only) && ofEvent.length > 0) {
    // Predicates on one repeated field speak of one element, those of the condition section too.
    return lowerRows(
      and([events.formulas.get(only) ?? and([]), ...ofEvent]),
      (leaf) => textOf(scope, leaf),
      () => undefined,
    );
  }
  const present = steps
    .filter((name) => !missing.has(name))
    .map((name) => events.conditions.get(name) ?? always);
  if (present.length === 0) {
    const at = { start: 0, end: Math.min(scope.query.text.length, 4) };
    const span = report(scope, at, 'no_event', 'no event must occur for the rule to alert');
    return opaque(textOf(scope, at), 'no_event', [], span);
  }
  return all([any(present), asked]);
}

function sourcesOf(
  events: LoweredEvents,
  { missing }: LoweredCondition,
  steps: readonly string[],
): readonly string[] {
  return [
    ...new Set(
      steps
        .filter((name) => !missing.has(name))
        .flatMap((name) => sourcesOfFormula(events.formulas.get(name) ?? and([]))),
    ),
  ];
}

function withDeclared(source: string, context: unknown): string {
  return [source, declaredIn(context)].filter((part) => part !== '').join(';');
}

function declaredIn(context: unknown): YaraLContext['declared'] {
  if (typeof context !== 'object' || context === null || !('declared' in context)) return '';
  return typeof context.declared === 'string' ? context.declared : '';
}

/** `allow_zero_values = true`: keys of the match section may be empty. */
function allowsZero({ options }: ParsedRule): boolean {
  return (options ?? []).some(
    ({ key, value }) => key === 'allow_zero_values' && value.toLowerCase() === 'true',
  );
}

function reportOptions(scope: Scope, { options }: ParsedRule): void {
  for (const option of options ?? []) {
    if (option.key === 'allow_zero_values') continue;
    const known = option.key === 'suppression_window';
    const message = known
      ? `"${option.key}" limits how often the rule alerts`
      : `there is no option "${option.key}"`;
    report(scope, option, known ? 'suppression' : 'unknown_option', message, known ? 'warning' : 'error');
  }
}

/** A section that could not be read says something that is kept as text only. */
function unreadStages(scope: Scope, parsed: ParsedRule): readonly Stage[] {
  return (['match', 'condition'] as const).flatMap((name) => {
    const section = parsed.present.get(name);
    if (section === undefined || parsed[name] !== null) return [];
    return [{ kind: 'opaque' as const, reason: 'syntax_error', source: textOf(scope, section).trim() }];
  });
}

function sectionText(scope: Scope, parsed: ParsedRule, name: string): string {
  const section = parsed.present.get(name);
  return section === undefined ? '' : scope.query.text.slice(section.head, section.end).trim();
}
