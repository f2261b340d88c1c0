/** Functions that are true or false: https://www.elastic.co/docs/reference/query-languages/eql/eql-function-ref */
import { compare, never } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import type { Scalar } from '../../condition/field-path.ts';
import type { Call, Lookup } from './ast.ts';
import { lookUp } from './compare.ts';
import { unsupported } from './operand.ts';
import type { Operand, Unsupported } from './operand.ts';

const TEXT_FUNCTIONS: ReadonlyMap<string, readonly [literal: Operator, field: Operator]> = new Map([
  ['startswith', ['starts_with', 'field_starts_with']],
  ['endswith', ['ends_with', 'field_ends_with']],
  ['stringcontains', ['contains', 'field_contains']],
]);

export function lowerBooleanFunction(call: Call, args: readonly Operand[]): Condition | Unsupported {
  const name = call.name.toLowerCase();
  const operators = TEXT_FUNCTIONS.get(name);
  if (operators !== undefined) return textFunction(call, operators, args);
  if (name === 'cidrmatch') return cidrMatch(call, args);
  if (name === 'wildcard') return wildcard(call, args);
  return unsupported('unsupported_function', `the function ${call.name} cannot be expressed`);
}

function textFunction(
  call: Call,
  [ofLiteral, ofField]: readonly [Operator, Operator],
  [source, part, ...rest]: readonly Operand[],
): Condition | Unsupported {
  const caseSensitive = !call.insensitive;
  if (rest.length > 0 || source?.kind !== 'field' || !source.comparable || source.guard !== null)
    return badCall(call);
  if (part?.kind === 'field' && part.comparable && part.guard === null) {
    return compare(source.path, ofField, [], { other: part.path, caseSensitive });
  }
  if (part?.kind !== 'literal' || typeof part.value !== 'string') return badCall(call);
  // By its reference, no text contains the empty text.
  if (part.value === '' && ofLiteral === 'contains') return never;
  return compare(source.path, ofLiteral, [part.value], { caseSensitive });
}

function cidrMatch(call: Call, [address, ...networks]: readonly Operand[]): Condition | Unsupported {
  const values = literalTexts(networks);
  if (address?.kind !== 'field' || !address.comparable || values === null) return badCall(call);
  return compare(address.path, 'cidr', values);
}

function wildcard(call: Call, [source, ...patterns]: readonly Operand[]): Condition | Unsupported {
  if (source?.kind !== 'field' || literalTexts(patterns) === null) return badCall(call);
  const { insensitive, start, end } = call;
  const like: Lookup = {
    kind: 'lookup',
    operator: 'like',
    insensitive,
    negated: false,
    left: call,
    values: [],
    start,
    end,
  };
  return lookUp(like, source, patterns);
}

function literalTexts(operands: readonly Operand[]): readonly Scalar[] | null {
  const values = operands.map((operand) => (operand.kind === 'literal' ? operand.value : null));
  return values.length > 0 && values.every((value) => typeof value === 'string') ? values : null;
}

function badCall(call: Call): Unsupported {
  return unsupported('unsupported_call', `${call.name} cannot be expressed with these arguments`);
}
