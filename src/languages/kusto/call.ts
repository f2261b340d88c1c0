/** Calls of Kusto's own scalar functions: https://learn.microsoft.com/kusto/query/scalar-functions */
import type { Call } from './ast.ts';
import { addressFunctions } from './functions-address.ts';
import { conditionFunctions } from './functions-condition.ts';
import { listFunctions } from './functions-list.ts';
import { textFunctions } from './functions-text.ts';
import { timeFunctions } from './functions-time.ts';
import { isTableFunction } from './table-functions.ts';
import type { Env, ScalarFunction, Site, Value } from './model.ts';
import { fieldsOf, opaqueValue, scopesOf, sizeOfChoice, unionScopes, valuesOfChoice } from './value.ts';

const FUNCTIONS: ReadonlyMap<string, ScalarFunction> = new Map(
  Object.entries({
    ...textFunctions,
    ...listFunctions,
    ...timeFunctions,
    ...addressFunctions,
    ...conditionFunctions,
  }),
);

export function callFunction(env: Env, call: Call, args: readonly Value[]): Value {
  const apply = FUNCTIONS.get(call.name);
  if (apply === undefined) {
    if (isTableFunction(call.name)) return { kind: 'table', relation: env.lowering.table(env, call) };
    return open(args, 'unsupported_function', `the function ${call.name} cannot be expressed`);
  }
  // Each argument that is a choice multiplies the cases: their number is known before any is told.
  const isTellable =
    LAZY.has(call.name) || args.reduce((cases, arg) => cases * valuesOfChoice(arg), 1) <= MAX_SIZE;
  if (isTellable) {
    const value = lifted(apply, { env, call, args });
    // A value that is changed under one condition after the other doubles with each.
    if (sizeOfChoice(value) <= MAX_SIZE) return value;
  }
  return open(args, 'too_many_cases', `${call.name} has more cases here than can be told`);
}

const MAX_SIZE = 100;

/** Of a choice, the function is applied to each case; of what is opaque already, the reason stays. */
function lifted(apply: ScalarFunction, site: Site): Value {
  const { call, args } = site;
  const at = LAZY.has(call.name) ? -1 : args.findIndex((arg) => arg.kind === 'choice');
  const choice = args[at];
  if (choice?.kind === 'choice') {
    const withArgument = (value: Value): Value => lifted(apply, { ...site, args: args.with(at, value) });
    return {
      kind: 'choice',
      cases: choice.cases.map(({ when, value }) => ({ when, value: withArgument(value) })),
      otherwise: withArgument(choice.otherwise),
    };
  }
  const opaqueArgument = LAZY.has(call.name) ? undefined : args.find((arg) => arg.kind === 'opaque');
  if (opaqueArgument?.kind === 'opaque') {
    const { reason, message } = opaqueArgument;
    return open(args, reason, message);
  }
  const value = apply(site);
  return (
    value ?? open(args, 'unsupported_arguments', `${call.name} is called in a way that cannot be expressed`)
  );
}

/** Functions that choose among their arguments. */
const LAZY: ReadonlySet<string> = new Set([
  'iff',
  'iif',
  'case',
  'coalesce',
  'not',
  'pack_array',
  'pack',
  'bag_pack',
  'pack_dictionary',
]);

function open(args: readonly Value[], reason: string, message: string): Value {
  return opaqueValue(reason, message, args.flatMap(fieldsOf), unionScopes(...args.map(scopesOf)));
}
