/** Lowers a rule: runs its module, calls its entry function with the event, and keeps the condition under which that gives a true value. */
import { opaque } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { leaves } from '../../condition/fold.ts';
import { printCondition } from '../../condition/print.ts';
import { simplify } from '../../condition/simplify.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanAt } from '../../text/span.ts';
import type { Lowered, Query } from '../language.ts';
import { assign } from './statements/assignments.ts';
import { joinedOrNull, OTHER_TYPE } from './panther/by-log-type.ts';
import { call, MOCK } from './expressions/calls.ts';
import { pythonContext } from './panther/context.ts';
import { evaluate } from './expressions/expressions.ts';
import { withoutBinders } from './elements/closed-loops.ts';
import { EVENT } from './values/fields.ts';
import { dataValue } from './values/json.ts';
import { entryResult } from './panther/entry-result.ts';
import { both, denied, either, tidied } from './conditions/logic.ts';
import { TooLarge } from './conditions/too-large.ts';
import { contextModule } from './machine/modules.ts';
import { outputFields } from './panther/output-fields.ts';
import { nodeSpan, nodeText, parsePython } from './syntax/parse.ts';
import type { ParsedModule } from './syntax/parse.ts';
import { reasonMessage } from './conditions/reasons.ts';
import { createRun } from './machine/run.ts';
import type { Following, Run } from './machine/run.ts';
import { moduleScope } from './machine/scope.ts';
import { block } from './statements/statements.ts';
import type { FunctionValue, Scope, Value } from './values/values.ts';

type Mocks = Readonly<Record<string, unknown>>;

interface Logic {
  readonly condition: Condition;
  readonly diagnostics: readonly Diagnostic[];
}

export function lowerPython(query: Query): Lowered {
  const parsed = parsePython(query.text);
  if (parsed.tree === null) return { ...unparsed(parsed), stages: [], outputFields: [] };
  const { run, scope, logic: whole } = followed(query, parsed, null);
  const logic = (isLarge(whole) && run.logType.asked ? byLogType(query, parsed, whole) : null) ?? whole;
  const shown = outputFields(run, scope);
  const diagnostics = [...logic.diagnostics, ...dynamicSeverity(scope, parsed), ...shown.diagnostics];
  return { condition: logic.condition, stages: [], outputFields: shown.fields, diagnostics };
}

interface Followed {
  readonly run: Run;
  readonly scope: Scope;
  readonly logic: Logic;
}

function followed(query: Query, parsed: ParsedModule, logType: string | null): Followed {
  return withinSize((picks) => {
    const made = prepare(query, parsed, { picks, logType });
    return { ...made, logic: entryLogic(query, made.run, made.scope, parsed) };
  });
}

/** Shorter conditions are read as easily with their log types in place. */
const LARGE = 2000;
const MAX_LOG_TYPES = 40;

function isLarge({ condition }: Logic): boolean {
  return isTooLarge(condition) || printCondition(condition).length > LARGE;
}

function isTooLarge(condition: Condition): boolean {
  return condition.kind === 'opaque' && condition.reason === 'too_large';
}

/** The logic told apart by the event's log type; null where that makes it no shorter. */
function byLogType(query: Query, parsed: ParsedModule, whole: Logic): Logic | null {
  const { logTypes } = pythonContext(query.context);
  if (logTypes.length < 2 || logTypes.length > MAX_LOG_TYPES) return null;
  const ofTypes = [...logTypes, OTHER_TYPE].map(
    (type) => [type, followed(query, parsed, type).logic] as const,
  );
  if (ofTypes.some(([, { condition }]) => isTooLarge(condition))) return null;
  const condition = joinedOrNull(new Map(ofTypes.map(([type, logic]) => [type, logic.condition])));
  if (condition === null) return null;
  const shorter = printCondition(condition).length < printCondition(whole.condition).length;
  if (!shorter && !isTooLarge(whole.condition)) return null;
  const diagnostics = ofTypes.flatMap(([, logic]) => logic.diagnostics);
  return { condition, diagnostics: [...new Map(diagnostics.map((one) => [one.message, one])).values()] };
}

/** The condition while mocks stand in for functions and constants of the rule's module. */
export function lowerWithMocks(query: Query, mocks: Mocks): Condition {
  const parsed = parsePython(query.text);
  if (parsed.tree === null) return unparsed(parsed).condition;
  return withinSize((picks) => {
    const { run, scope } = prepare(query, parsed, { picks, logType: null });
    for (const [name, value] of Object.entries(mocks)) scope.names.set(name, mock(scope, value));
    return { logic: entryLogic(query, run, scope, parsed) };
  }).logic.condition;
}

/** Where exact conditions on the first and last elements of lists grow too large, those that leave their order open may not. */
function withinSize<T extends { readonly logic: Logic }>(lower: (picks: boolean) => T): T {
  const exact = lower(true);
  return isTooLarge(exact.logic.condition) ? lower(false) : exact;
}

function mock(scope: Scope, returns: unknown): Value {
  const of = { kind: 'class', name: MOCK, bases: [], scope: moduleScope(scope.source) } as const;
  return { kind: 'instance', of, attributes: new Map([['return_value', dataValue(returns)]]) };
}

function unparsed(parsed: ParsedModule): Logic {
  const found = parsed.diagnostic;
  return {
    condition: opaque(parsed.text, found?.code ?? 'syntax_error', [], found?.span ?? null),
    diagnostics: found === null ? [] : [found],
  };
}

function prepare(
  query: Query,
  parsed: ParsedModule,
  following: Following,
): { readonly run: Run; readonly scope: Scope } {
  const scope = moduleScope({ name: '__main__', file: null, parsed });
  const machine = { evaluate, call, block, bind: assign, module: contextModule };
  const run = createRun(pythonContext(query.context), scope, machine, following);
  return { run, scope };
}

function entryLogic(query: Query, run: Run, scope: Scope, parsed: ParsedModule): Logic {
  const { entry } = pythonContext(query.context);
  try {
    const { tree } = parsed;
    if (tree !== null && scope.names.size === 0) run.collecting(() => run.block(tree.body));
    else if (tree !== null) runAroundMocks(run, scope, () => run.collecting(() => run.block(tree.body)));
    const found = scope.names.get(entry);
    if (found?.kind !== 'function') return withoutEntry(entry, parsed);
    const condition = withoutBinders(simplify(entryCondition(run, found)));
    return { condition, diagnostics: opaqueDiagnostics(condition, run) };
  } catch (error) {
    if (!(error instanceof TooLarge) && !(error instanceof RangeError)) throw error;
    return tooLarge(entry, scope, parsed, error.message);
  }
}

/** The module binds its names first, then the mocks take their places. */
function runAroundMocks(run: Run, scope: Scope, body: () => void): void {
  const mocks = [...scope.names];
  scope.names.clear();
  body();
  for (const [name, value] of mocks) scope.names.set(name, value);
  run.restart();
}

function entryCondition(run: Run, entry: FunctionValue): Condition {
  const node = entry.node.nodeType === 'FunctionDef' ? entry.node : entry.node.body;
  const { result, raises } = run.collecting(() => run.call(entry, { args: [EVENT], named: new Map(), node }));
  // A policy alerts where this condition does not hold, and not where it raises either.
  if (run.context.entry === 'policy')
    return either(...raises.map((one) => one.when), entryResult(run, result, node));
  return tidied(both(...raises.map((one) => denied(one.when)), entryResult(run, result, node)));
}

function withoutEntry(entry: string, parsed: ParsedModule): Logic {
  const span = spanAt(parsed.text, 0, 0);
  return {
    condition: opaque(parsed.text, 'no_entry_function', [], span),
    diagnostics: [diagnostic('no_entry_function', `The module defines no function ${entry}(event).`, span)],
  };
}

function tooLarge(entry: string, scope: Scope, parsed: ParsedModule, why: string): Logic {
  const found = scope.names.get(entry);
  const node = found?.kind === 'function' && found.node.nodeType === 'FunctionDef' ? found.node : null;
  const span = node === null ? spanAt(parsed.text, 0, 0) : nodeSpan(parsed, node);
  const text = node === null ? parsed.text : nodeText(parsed, node);
  return {
    condition: opaque(text, 'too_large', [], span),
    diagnostics: [diagnostic('too_large', `${entry}(): ${why}`, span)],
  };
}

/** One diagnostic for each thing that stayed opaque in the condition. */
function opaqueDiagnostics(condition: Condition, run: Run): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { node } of leaves(condition)) {
    if (node.kind !== 'opaque') continue;
    const key = `${node.reason}\n${node.text}`;
    const origin = run.opaques.get(key);
    if (!found.has(key)) {
      found.set(
        key,
        diagnostic(
          node.reason,
          reasonMessage(node.reason, node.text),
          node.span,
          'error',
          origin?.file ?? null,
        ),
      );
    }
  }
  return [...found.values()];
}

function dynamicSeverity(scope: Scope, parsed: ParsedModule): readonly Diagnostic[] {
  const found = scope.names.get('severity');
  if (found?.kind !== 'function' || found.node.nodeType !== 'FunctionDef') return [];
  return [
    diagnostic(
      'dynamic_severity',
      'The severity depends on the event: severity() decides it.',
      nodeSpan(parsed, found.node),
      'info',
    ),
  ];
}
