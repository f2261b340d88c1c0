/** `parse`: columns that a pattern finds in a text (https://learn.microsoft.com/kusto/query/parse-operator). */
import { regexOfText } from '../../condition/pattern.ts';
import type { Operator, PatternPart } from './ast.ts';
import { compareField } from './compare-field.ts';
import { evaluate } from './evaluate.ts';
import { opaqueTruth } from './findings.ts';
import type { Branch, Env, FieldValue, Value } from './model.ts';
import { placeCondition } from './relation.ts';
import { withColumns } from './rows.ts';
import { fieldsOf, opaqueValue, scopesOf, transformed } from './value.ts';

type ParseOperator = Operator & { readonly kind: 'parse' | 'parse-where' };

export function lowerParse(env: Env, operator: ParseOperator, branch: Branch): Branch {
  const text = evaluate(env, operator.of);
  const regex = text.kind === 'field' ? regexOf(operator) : null;
  const names = operator.pattern.flatMap((part) => (part.kind === 'column' ? [part] : []));
  const columns = names.map(({ name, type }, index): [string, Value] => {
    if (text.kind !== 'field' || regex === null || !isText(type)) return [name, unparsed(text, name)];
    return [name, transformed(asText(text), 'string', 'extract', regex, index + 1)];
  });
  const row = withColumns(branch.row, columns);
  if (operator.kind === 'parse') return { ...branch, row };
  const isExact = text.kind === 'field' && regex !== null && names.every(({ type }) => isText(type));
  const truth = isExact
    ? compareField(text, { operator: 'regex', caseSensitive: true, quantifier: 'any' }, [regex])
    : null;
  if (truth !== null) return placeCondition(env, { ...branch, row }, truth, operator);
  return placeOpen(env, { ...branch, row }, operator, text);
}

function placeOpen(env: Env, branch: Branch, operator: ParseOperator, text: Value): Branch {
  const value = unparsed(text, 'the text');
  const node = opaqueTruth(env, operator, value);
  return placeCondition(env, branch, node, operator);
}

function unparsed(text: Value, name: string) {
  return opaqueValue(
    'unsupported_pattern',
    `the pattern that ${name} comes from cannot be expressed`,
    fieldsOf(text),
    scopesOf(text),
  );
}

function isText(type: string | null): boolean {
  return type === null || type === 'string';
}

function asText(value: FieldValue): FieldValue {
  return value.collection === 'whole' && value.type === 'dynamic'
    ? transformed(value, 'string', 'to_string')
    : value;
}

/**
 * The pattern as a regex over the whole text, in which each column is a group: texts stand as they are, the shortest run goes into a
 * column that a text follows, the rest into the last.
 */
function regexOf({ parameters, pattern }: ParseOperator): string | null {
  const kind = parameters['kind'] ?? 'simple';
  if (kind !== 'simple' || hasNeighbours(pattern)) return null;
  const parts = pattern.map((part, index) => {
    if (part.kind === 'text') return regexOfText(part.text);
    const rest = index === pattern.length - 1 ? '.*' : '.*?';
    return part.kind === 'skip' ? rest : `(${rest})`;
  });
  return `(?s)^${parts.join('')}$`;
}

/** Two columns side by side: where one ends is not said. */
function hasNeighbours(pattern: readonly PatternPart[]): boolean {
  return pattern.some(
    (part, index) => part.kind !== 'text' && (pattern[index + 1]?.kind ?? 'text') !== 'text',
  );
}
