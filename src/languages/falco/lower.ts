/** A Falco condition to the IR: macros and lists in their places. Never throws on bad text. */
import { all, any, compare, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Lowered, Query } from '../language.ts';
import type { Check, FalcoContext, FalcoDefinitions, FalcoMacro, MacroName, Node } from './ast.ts';
import { refuse, report } from './context.ts';
import type { Lowering, Unsupported } from './context.ts';
import { namedFields } from './field.ts';
import { lowerCheck } from './lower-check.ts';
import { parseFalco } from './parse.ts';
import { expandValues } from './values.ts';
import type { Literal } from './values.ts';

/** Comparisons that the macros of one condition may come to. */
const MAX_SIZE = 20_000;

const NOTHING: FalcoDefinitions = { macros: new Map(), lists: new Map() };

export function lowerFalco(query: Query): Lowered {
  const context = isContext(query.context) ? query.context : { definitions: NOTHING, pieces: [] };
  const { line, column, text } = query;
  const lowering: Lowering = {
    text,
    pieces: context.pieces.length > 0 ? context.pieces : [{ offset: 0, line, column, file: null }],
    definitions: context.definitions,
    // A rule sees every macro, wherever it is defined; a macro only the earlier ones.
    sees: Infinity,
    budget: { left: MAX_SIZE },
    diagnostics: [],
  };
  const condition = lowerText(lowering);
  return { condition, stages: [], outputFields: [], diagnostics: [...new Set(lowering.diagnostics)] };
}

function isContext(context: unknown): context is FalcoContext {
  return typeof context === 'object' && context !== null && 'definitions' in context && 'pieces' in context;
}

function lowerText(lowering: Lowering): Condition {
  const parsed = parseFalco(lowering.text);
  if ('tree' in parsed) return lowerNode(lowering, parsed.tree);
  const { failure } = parsed;
  report(lowering, failure, failure);
  const whole = { start: 0, end: lowering.text.length };
  return refuse({ ...lowering, diagnostics: [] }, failure, whole);
}

function lowerNode(lowering: Lowering, node: Node): Condition {
  switch (node.kind) {
    case 'and':
      return all(node.of.map((child) => lowerNode(lowering, child)));
    case 'or':
      return any(node.of.map((child) => lowerNode(lowering, child)));
    case 'not':
      return not(lowerNode(lowering, node.of));
    case 'macro':
      return lowerMacro(lowering, node);
    case 'check':
      return lowerPlacedCheck(lowering, node);
  }
}

function lowerPlacedCheck(lowering: Lowering, check: Check): Condition {
  const direction = directionCheck(check);
  if (direction !== null) return direction;
  const literals = literalsOf(lowering, check);
  const lowered = 'code' in literals ? literals : lowerCheck(check, literals);
  return 'code' in lowered ? refuse(lowering, lowered, check, namedFields(check.left)) : lowered;
}

/** Since Falco 0.42 there are only events of completed calls (`<`), and they may do without the field. */
function directionCheck({ left, operator, right }: Check): Condition | null {
  const isDirection = left.kind === 'field' && left.name === 'evt.dir' && operator === '=';
  if (!isDirection || right?.kind !== 'value' || right.text !== '<') return null;
  const field = fieldPath(left.name);
  return any([compare(field, 'eq', ['<']), compare(field, 'is_null')]);
}

function literalsOf(lowering: Lowering, { right }: Check): readonly Literal[] | Unsupported {
  if (right === null || right.kind === 'call' || right.kind === 'field') return [];
  if (right.kind === 'value') return oneLiteral(lowering, right);
  const { start, end } = right;
  const values =
    right.kind === 'list'
      ? right.of
      : [{ kind: 'value', text: right.name, quoted: false, start, end } as const];
  const expanded = expandValues(values, lowering.definitions);
  if (expanded === null) return { code: 'too_large', message: 'the lists hold too many values' };
  for (const name of expanded.named) warnOfRedefinition(lowering, 'list', name, right);
  return expanded.values;
}

/** A list's name in the place of a value is put in as text, so a list of one is its value. */
function oneLiteral(
  lowering: Lowering,
  right: Extract<Check['right'], { kind: 'value' }>,
): readonly Literal[] | Unsupported {
  if (right.quoted || !lowering.definitions.lists.has(right.text)) return [right];
  const expanded = expandValues([right], lowering.definitions);
  if (expanded?.values.length === 1) return expanded.values;
  return { code: 'list_as_value', message: `${right.text} is a list; it stands where one value is needed` };
}

interface LoweredMacro {
  readonly condition: Condition;
  readonly diagnostics: readonly Diagnostic[];
  readonly size: number;
}

/** Of each set of definitions, its macros lowered once; null while one is being lowered. */
const lowered = new WeakMap<FalcoDefinitions, Map<string, LoweredMacro | null>>();

function lowerMacro(lowering: Lowering, node: MacroName): Condition {
  const { macros } = lowering.definitions;
  const macro = macros.get(node.name);
  if (macro === undefined || macro.index >= lowering.sees) {
    const message =
      macro === undefined
        ? `there is no macro ${node.name}`
        : `the macro ${node.name} is defined after the one that uses it`;
    return refuse(lowering, { code: 'unknown_macro', message }, node);
  }
  warnOfRedefinition(lowering, 'macro', node.name, node);
  const made = macroOf(lowering.definitions, node.name, macro);
  if (made === null)
    return refuse(lowering, { code: 'macro_cycle', message: `the macro ${node.name} needs itself` }, node);
  lowering.budget.left -= made.size;
  if (lowering.budget.left < 0) {
    return refuse(
      lowering,
      { code: 'too_large', message: `the macro ${node.name} makes the condition too large` },
      node,
    );
  }
  lowering.diagnostics.push(...made.diagnostics);
  return made.condition;
}

function macroOf(definitions: FalcoDefinitions, name: string, macro: FalcoMacro): LoweredMacro | null {
  const memory = lowered.get(definitions) ?? new Map<string, LoweredMacro | null>();
  lowered.set(definitions, memory);
  const known = memory.get(name);
  if (known !== undefined) return known;
  memory.set(name, null);
  const { text, pieces, sees } = macro;
  const lowering: Lowering = { text, pieces, definitions, sees, budget: { left: MAX_SIZE }, diagnostics: [] };
  const condition = lowerText(lowering);
  const made = { condition, diagnostics: lowering.diagnostics, size: sizeOf(condition) };
  memory.set(name, made);
  return made;
}

function sizeOf(condition: Condition): number {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.reduce((sum, child) => (sum > MAX_SIZE ? sum : sum + sizeOf(child)), 1);
    case 'not':
    case 'some':
      return 1 + sizeOf(condition.of);
    case 'always':
    case 'never':
    case 'compare':
    case 'from':
    case 'opaque':
      return 1;
  }
}

function warnOfRedefinition(
  lowering: Lowering,
  kind: 'macro' | 'list',
  name: string,
  place: { readonly start: number; readonly end: number },
): void {
  const { macros, lists } = lowering.definitions;
  const files = (kind === 'macro' ? macros : lists).get(name)?.redefinedIn ?? [];
  if (files.length === 0) return;
  const message = `the ${kind} ${name} is defined anew in ${files.join(', ')}: the last definition counts`;
  report(lowering, { code: `redefined_${kind}`, message }, place, 'warning');
}
