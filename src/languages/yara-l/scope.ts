/** What the variables of a rule stand for: events, entities, placeholders, outcomes. */
import type { Diagnostic, DiagnosticSeverity } from '../../text/diagnostic.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import { spanWithin } from '../../text/span.ts';
import type { Query } from '../language.ts';
import type { Assignment, Comparison, Expression, Field, Place } from './ast.ts';
import type { FieldRef } from './formula.ts';
import { repeatedPrefixes } from './udm-fields.ts';

export interface Scope {
  readonly query: Query;
  readonly diagnostics: Diagnostic[];
  /** Event variables by name, in order of appearance. */
  readonly events: ReadonlyMap<string, EventVariable>;
  /** What each placeholder is bound to, in order of appearance. */
  readonly placeholders: ReadonlyMap<string, readonly Binding[]>;
  readonly outcomes: ReadonlyMap<string, Assignment>;
}

export interface EventVariable {
  readonly name: string;
  readonly source: 'event' | 'entity';
}

/** `$placeholder = expression`, either way round. */
export interface Binding {
  readonly value: Expression;
  readonly at: Comparison;
  /** The event variables that the expression reads. */
  readonly variables: ReadonlySet<string>;
}

export function textOf({ query }: Pick<Scope, 'query'>, { start, end }: Place): string {
  return query.text.slice(start, end);
}

export function report(
  { query, diagnostics }: Pick<Scope, 'query' | 'diagnostics'>,
  { start, end }: Place,
  code: string,
  message: string,
  severity: DiagnosticSeverity = 'error',
): Span {
  const span = spanWithin(query.text, start, end, query);
  diagnostics.push(diagnostic(code, message, span, severity));
  return span;
}

/** The field as the tables name it: without the source `udm`, map keys as one segment with their map. */
export function fieldRef({ variable, path }: Field): FieldRef {
  const segments: string[] = [];
  for (const step of path) {
    if (step.kind === 'name') segments.push(step.name);
    else if (step.kind === 'index') segments.push(String(step.index));
    else segments.push(`${segments.pop() ?? ''}["${step.key}"]`);
  }
  if (segments[0] === 'udm' && segments.length > 1) segments.shift();
  const source = segments[0] === 'graph' ? 'entity' : 'event';
  // A map's value is one: "the map access will deterministically return the first value".
  const isMap = path.some((step) => step.kind === 'key');
  return {
    variable,
    source,
    segments,
    native: segments.join('.'),
    repeated: isMap ? [] : repeatedPrefixes(segments),
  };
}

/** Every field, variable and count that an expression names. */
export function namesIn(
  expression: Expression,
): readonly (Field | Extract<Expression, { kind: 'variable' | 'count' | 'absent' }>)[] {
  switch (expression.kind) {
    case 'field':
    case 'variable':
    case 'count':
    case 'absent':
      return [expression];
    case 'and':
    case 'or':
    case 'choice':
    case 'list':
      return expression.of.flatMap(namesIn);
    case 'not':
    case 'modified':
    case 'lookup':
    case 'null_test':
      return namesIn(expression.of);
    case 'compare':
    case 'arithmetic':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case 'call':
      return expression.args.flatMap(namesIn);
    case 'text':
    case 'number':
    case 'boolean':
    case 'regex':
      return [];
  }
}

/** The predicates of the events section, those of explicit `and` groups one by one. */
export function conjuncts(expressions: readonly Expression[]): readonly Expression[] {
  return expressions.flatMap((each) => (each.kind === 'and' ? conjuncts(each.of) : [each]));
}

export function createScope(
  query: Query,
  events: readonly Expression[],
  outcomes: readonly Assignment[],
): Scope {
  const variables = new Map<string, EventVariable>();
  const all = [...events, ...outcomes.map(({ value }) => value)];
  for (const name of all.flatMap(namesIn)) {
    if (name.kind !== 'field') continue;
    const known = variables.get(name.variable);
    const { source } = fieldRef(name);
    if (known === undefined || source === 'entity')
      variables.set(name.variable, { name: name.variable, source });
  }
  return {
    query,
    diagnostics: [],
    events: variables,
    placeholders: bindingsIn(conjuncts(events)),
    outcomes: new Map(outcomes.map((each) => [each.name, each])),
  };
}

function bindingsIn(predicates: readonly Expression[]): ReadonlyMap<string, readonly Binding[]> {
  const found = new Map<string, Binding[]>();
  for (const predicate of predicates) {
    const binding = bindingOf(predicate);
    if (binding === null) continue;
    const known = found.get(binding.name);
    if (known === undefined) found.set(binding.name, [binding]);
    else known.push(binding);
  }
  return found;
}

/** A placeholder is bound where it is equal to an expression that reads an event; null: the predicate binds none. */
export function bindingOf(predicate: Expression): (Binding & { readonly name: string }) | null {
  if (predicate.kind !== 'compare' || predicate.operator !== '=' || predicate.nocase) return null;
  const { left, right } = predicate;
  const sides: readonly (readonly [Expression, Expression])[] = [
    [left, right],
    [right, left],
  ];
  for (const [variable, value] of sides) {
    if (variable.kind !== 'variable' || value.kind === 'variable') continue;
    const variables = new Set(
      namesIn(value).flatMap((name) => (name.kind === 'field' ? [name.variable] : [])),
    );
    if (variables.size > 0) return { name: variable.name, value, at: predicate, variables };
  }
  return null;
}
