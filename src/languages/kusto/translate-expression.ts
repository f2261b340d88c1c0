/** The parser's tree to our own: expressions. What we do not know is `unsupported`, in its place. */
import type { SyntaxNode } from './adapter.ts';
import type { Argument, Expression, Let, Parameter, Pipe, Place } from './ast.ts';
import { literalValue, stringValue } from './literals.ts';
import { columnNames, literalText, nameOf, placeOf } from './syntax-names.ts';
import { isOperator, operatorTranslator } from './translate-operator.ts';

const translateOperator = operatorTranslator((node) => translate(node));

export function translate(node: SyntaxNode): Expression {
  const place = placeOf(node);
  const { fields } = node;
  switch (node.kind) {
    case 'NameReference':
    case 'NameDeclaration':
    case 'TokenName':
    case 'BracketedName':
    case 'WildcardedName':
      return { kind: 'name', name: nameOf(node), ...place };
    case 'StarExpression':
      return { kind: 'star', ...place };
    case 'ParenthesizedExpression':
    case 'MvApplySubqueryExpression':
      return within(fields.Expression, place);
    case 'PathExpression':
      return translatePath(node, place);
    case 'ElementExpression':
      return {
        kind: 'element',
        of: child(fields.Expression, place),
        index: child(fields.Selector?.fields.Expression, place),
        ...place,
      };
    case 'FunctionCallExpression':
      return {
        kind: 'call',
        name: fields.Name === undefined ? '' : nameOf(fields.Name),
        args: (fields.ArgumentList?.fields.Expressions?.items ?? []).map(translateArgument),
        ...place,
      };
    case 'AndExpression':
      return { kind: 'and', of: chain(node, 'AndExpression').map(translate), ...place };
    case 'OrExpression':
      return { kind: 'or', of: chain(node, 'OrExpression').map(translate), ...place };
    case 'UnaryMinusExpression':
      return negated(child(fields.Expression, place), place);
    case 'UnaryPlusExpression':
      return within(fields.Expression, place);
    case 'BetweenExpression':
    case 'NotBetweenExpression':
      return translateBetween(node, place);
    case 'DynamicExpression':
      return { kind: 'json', value: jsonOf(fields.Expression), ...place };
    case 'CompoundStringLiteralExpression': {
      const value = (fields.Tokens?.items ?? []).map((token) => stringValue(token.text)).join('');
      return { kind: 'literal', type: 'string', value, ...place };
    }
    case 'PipeExpression':
      return translatePipe(node, place);
    default:
      return translateOther(node, place);
  }
}

function translateOther(node: SyntaxNode, place: Place): Expression {
  const { fields } = node;
  if (node.kind.endsWith('LiteralExpression')) return translateLiteral(node, place);
  switch (node.kind) {
    case 'ToScalarExpression':
      return { kind: 'toscalar', of: child(fields.Expression, place), ...place };
    case 'MaterializeExpression':
    case 'ToTableExpression':
      return { kind: 'totable', of: child(fields.Expression, place), ...place };
    case 'DataTableExpression':
      return {
        kind: 'datatable',
        columns: columnNames(fields.Schema),
        values: listOf(fields.Values),
        ...place,
      };
    case 'ExternalDataExpression':
      return {
        kind: 'externaldata',
        columns: columnNames(fields.Schema),
        uri: (fields.URIs?.items ?? []).map((uri) => literalText(uri)).join(' '),
        ...place,
      };
    case 'FunctionDeclaration':
      return translateFunction(node, place);
    default:
      break;
  }
  if (isOperator(node)) return { kind: 'pipe', source: null, operators: [translateOperator(node)], ...place };
  if (fields.Operator !== undefined && fields.Left !== undefined && fields.Right !== undefined) {
    return translateBinary(node, place);
  }
  return { kind: 'unsupported', what: node.kind, ...place };
}

/** `a.b`; also `a.["b c"]`, `a.[0]` */
function translatePath({ fields }: SyntaxNode, place: Place): Expression {
  const of = child(fields.Expression, place);
  const selector = fields.Selector;
  if (selector?.kind === 'BracketedExpression') {
    return { kind: 'element', of, index: child(selector.fields.Expression, place), ...place };
  }
  return { kind: 'path', of, selector: child(selector, place), ...place };
}

/** `in`, `has_any`: by the operator's text, since the parser's kinds of `in` and `in~` are interchanged. */
function translateBinary({ fields }: SyntaxNode, place: Place): Expression {
  const operator = (fields.Operator?.text ?? '').replace(/\s+/g, ' ');
  const left = child(fields.Left, place);
  if (fields.Right?.kind === 'ExpressionList') {
    return { kind: 'in', operator, left, values: listOf(fields.Right.fields.Expressions), ...place };
  }
  return { kind: 'binary', operator, left, right: child(fields.Right, place), ...place };
}

function translateBetween({ kind, fields }: SyntaxNode, place: Place): Expression {
  return {
    kind: 'between',
    negated: kind === 'NotBetweenExpression',
    left: child(fields.Left, place),
    from: child(fields.Right?.fields.First, place),
    to: child(fields.Right?.fields.Second, place),
    ...place,
  };
}

function translateLiteral({ kind, fields }: SyntaxNode, place: Place): Expression {
  const token = fields.Token;
  if (kind === 'NullLiteralExpression') return { kind: 'literal', type: 'null', value: null, ...place };
  if (kind === 'TokenLiteralExpression') return { kind: 'name', name: token?.text ?? '', ...place };
  const value = token === undefined ? null : literalValue(token.kind, token.text);
  return value === null
    ? { kind: 'unsupported', what: kind, ...place }
    : { kind: 'literal', ...value, ...place };
}

function negated(of: Expression, place: Place): Expression {
  if (of.kind === 'literal' && typeof of.value === 'number') return { ...of, value: -of.value, ...place };
  return { kind: 'minus', of, ...place };
}

function translateFunction({ fields }: SyntaxNode, place: Place): Expression {
  const body = fields.Body;
  return {
    kind: 'function',
    parameters: translateParameters(fields.Parameters?.fields.Parameters),
    lets: (body?.fields.Statements?.items ?? []).flatMap(translateLet),
    body: body?.fields.Expression === undefined ? null : translate(body.fields.Expression),
    ...place,
  };
}

export function translateParameters(list: SyntaxNode | undefined): readonly Parameter[] {
  return (list?.items ?? []).map(({ fields }) => ({
    name: fields.NameAndType?.fields.Name === undefined ? '' : nameOf(fields.NameAndType.fields.Name),
    default:
      fields.DefaultValue?.fields.Value === undefined ? null : translate(fields.DefaultValue.fields.Value),
  }));
}

export function translateLet(node: SyntaxNode): readonly Let[] {
  const { Name: name, Expression: value } = node.fields;
  if (node.kind !== 'LetStatement' || name === undefined || value === undefined) return [];
  return [{ name: nameOf(name), value: translate(value), ...placeOf(node) }];
}

/** A chain of pipes leans to the left: as deep as it is long, so it is walked and not descended. */
function translatePipe(node: SyntaxNode, place: Place): Pipe {
  const operators: SyntaxNode[] = [];
  let first = node;
  while (first.kind === 'PipeExpression') {
    const { Expression: before, Operator: operator } = first.fields;
    if (operator !== undefined) operators.unshift(operator);
    if (before === undefined) break;
    first = before;
  }
  if (isOperator(first)) {
    return { kind: 'pipe', source: null, operators: [first, ...operators].map(translateOperator), ...place };
  }
  return { kind: 'pipe', source: translate(first), operators: operators.map(translateOperator), ...place };
}

/** `a and b and c` leans to the left as well. */
function chain(node: SyntaxNode, kind: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let at: SyntaxNode | undefined = node;
  while (at?.kind === kind) {
    if (at.fields.Right !== undefined) found.unshift(at.fields.Right);
    at = at.fields.Left;
  }
  return at === undefined ? found : [at, ...found];
}

function translateArgument(node: SyntaxNode): Argument {
  const { Name: name, Expression: value } = node.fields;
  if (node.kind !== 'SimpleNamedExpression' || name === undefined || value === undefined) {
    return { name: null, value: translate(node) };
  }
  return { name: nameOf(name), value: translate(value) };
}

/** The expression in parentheses, at the parentheses' place where it is a query (its text is what a stage shows). */
function within(node: SyntaxNode | undefined, place: Place): Expression {
  return child(node, place);
}

function child(node: SyntaxNode | undefined, place: Place): Expression {
  return node === undefined ? { kind: 'unsupported', what: 'nothing', ...place } : translate(node);
}

function listOf(list: SyntaxNode | undefined): readonly Expression[] {
  return (list?.items ?? []).map(translate);
}

/** JSON within `dynamic(…)`; the parser takes Kusto's own literals there too. */
function jsonOf(node: SyntaxNode | undefined): unknown {
  if (node === undefined) return null;
  if (node.kind === 'JsonArrayExpression') return (node.fields.Values?.items ?? []).map(jsonOf);
  if (node.kind === 'JsonObjectExpression') {
    return Object.fromEntries(
      (node.fields.Pairs?.items ?? []).map(({ fields }) => [literalText(fields.Name), jsonOf(fields.Value)]),
    );
  }
  const value = translate(node);
  return value.kind === 'literal' ? value.value : null;
}
