/** The parser's tree to our own: tabular operators. What we do not know is `unsupported` with the columns that it makes, as far as known. */
import type { SyntaxNode } from './adapter.ts';
import type { Column, Expansion, Expression, Operator, Parameters, PatternPart, Place } from './ast.ts';
import { columnNames, literalText, nameOf, placeOf } from './syntax-names.ts';

export function isOperator({ kind }: SyntaxNode): boolean {
  return kind.endsWith('Operator') || kind === 'BadQueryOperator';
}

type Translate = (node: SyntaxNode) => Expression;

/** Operators hold expressions, and expressions operators. */
export function operatorTranslator(translate: Translate): (node: SyntaxNode) => Operator {
  return (node) => translateOperator(node, translate);
}

function translateOperator(node: SyntaxNode, translate: Translate): Operator {
  const place = placeOf(node);
  const { fields } = node;
  switch (node.kind) {
    case 'FilterOperator':
      return { kind: 'where', condition: expression(fields.Condition, place, translate), ...place };
    case 'ExtendOperator':
      return { kind: 'extend', columns: columns(fields.Expressions, translate), ...place };
    case 'ProjectOperator':
      return { kind: 'project', columns: columns(fields.Expressions, translate), ...place };
    case 'ProjectRenameOperator':
      return { kind: 'project-rename', columns: columns(fields.Expressions, translate), ...place };
    case 'ProjectAwayOperator':
      return { kind: 'project-away', names: names(fields.Expressions), ...place };
    case 'ProjectKeepOperator':
      return { kind: 'project-keep', names: names(fields.Expressions), ...place };
    case 'DistinctOperator':
      return { kind: 'distinct', columns: columns(fields.Expressions, translate), ...place };
    case 'SummarizeOperator':
      return {
        kind: 'summarize',
        aggregates: columns(fields.Aggregates, translate),
        by: columns(fields.ByClause?.fields.Expressions, translate),
        ...place,
      };
    case 'CountOperator': {
      const name = fields.AsIdentifier?.fields.Identifier;
      return { kind: 'count', name: name === undefined ? 'Count' : nameOf(name), ...place };
    }
    case 'TopOperator':
    case 'TakeOperator':
    case 'SampleOperator':
    case 'SampleDistinctOperator':
      return { kind: 'limit', what: keyword(node), ...place };
    case 'SortOperator':
    case 'RenderOperator':
    case 'ProjectReorderOperator':
    case 'GetSchemaOperator':
    case 'ConsumeOperator':
      return { kind: 'display', what: keyword(node), ...place };
    default:
      return translateSource(node, place, translate);
  }
}

/** Operators that bring in tables, or take rows apart. */
function translateSource(node: SyntaxNode, place: Place, translate: Translate): Operator {
  const { fields } = node;
  switch (node.kind) {
    case 'UnionOperator':
      return {
        kind: 'union',
        parameters: parameters(fields.Parameters),
        tables: list(fields.Expressions, translate),
        ...place,
      };
    case 'JoinOperator':
    case 'LookupOperator': {
      const on = fields.ConditionClause ?? fields.LookupClause;
      return {
        kind: node.kind === 'JoinOperator' ? 'join' : 'lookup',
        parameters: parameters(fields.Parameters),
        right: expression(fields.Expression, place, translate),
        on: list(on?.fields.Expressions, translate),
        ...place,
      };
    }
    case 'MvExpandOperator':
      return {
        kind: 'mv-expand',
        parameters: parameters(fields.Parameters),
        columns: expansions(fields.Expressions, translate),
        ...place,
      };
    case 'MvApplyOperator':
      return {
        kind: 'mv-apply',
        columns: expansions(fields.Expressions, translate),
        subquery: expression(fields.Subquery, place, translate),
        ...place,
      };
    case 'ParseOperator':
    case 'ParseWhereOperator':
      return {
        kind: node.kind === 'ParseOperator' ? 'parse' : 'parse-where',
        parameters: parameters(fields.Parameters),
        of: expression(fields.Expression, place, translate),
        pattern: (fields.Patterns?.items ?? []).map(patternPart),
        ...place,
      };
    case 'SerializeOperator':
      return { kind: 'serialize', columns: columns(fields.Expressions, translate), ...place };
    case 'SearchOperator':
      return {
        kind: 'search',
        tables: list(fields.InClause?.fields.Expressions, translate),
        condition: expression(fields.Condition, place, translate),
        cased: parameters(fields.Parameters)['kind'] === 'case_sensitive',
        ...place,
      };
    case 'FindOperator':
      return {
        kind: 'find',
        tables: list(fields.InClause?.fields.Expressions, translate),
        condition: expression(fields.Condition, place, translate),
        ...place,
      };
    case 'PrintOperator':
      return { kind: 'print', columns: columns(fields.Expressions, translate), ...place };
    case 'AsOperator':
      return { kind: 'as', name: fields.Name === undefined ? '' : nameOf(fields.Name), ...place };
    default:
      return translateFunction(node, place, translate);
  }
}

function translateFunction(node: SyntaxNode, place: Place, translate: Translate): Operator {
  const call = node.fields.Function ?? node.fields.FunctionCall;
  const called = call === undefined ? null : translate(call);
  if (called?.kind === 'call') {
    return { kind: node.kind === 'InvokeOperator' ? 'invoke' : 'evaluate', call: called, ...place };
  }
  return { kind: 'unsupported', what: keyword(node), columns: columnNames(node.fields.Keys), ...place };
}

/** The operator's first word. */
function keyword(node: SyntaxNode): string {
  const first = Object.values(node.fields).find(({ text }) => text !== '');
  return first?.text ?? node.kind;
}

function expression(node: SyntaxNode | undefined, place: Place, translate: Translate): Expression {
  return node === undefined ? { kind: 'unsupported', what: 'nothing', ...place } : translate(node);
}

function list(node: SyntaxNode | undefined, translate: Translate): readonly Expression[] {
  return (node?.items ?? []).map(translate);
}

function names(node: SyntaxNode | undefined): readonly string[] {
  return (node?.items ?? []).map(nameOf);
}

function columns(node: SyntaxNode | undefined, translate: Translate): readonly Column[] {
  return (node?.items ?? []).map((each) => column(each, translate));
}

function column(node: SyntaxNode, translate: Translate): Column {
  const place = placeOf(node);
  const { Name: name, Names: several, Expression: value } = node.fields;
  if (node.kind === 'SimpleNamedExpression' && name !== undefined) {
    return { names: [nameOf(name)], value: expression(value, place, translate), ...place };
  }
  if (node.kind === 'CompoundNamedExpression' && several !== undefined) {
    return {
      names: (several.fields.Names?.items ?? []).map(nameOf),
      value: expression(value, place, translate),
      ...place,
    };
  }
  return { names: null, value: translate(node), ...place };
}

function expansions(node: SyntaxNode | undefined, translate: Translate): readonly Expansion[] {
  return (node?.items ?? []).map((item) => {
    const { names: given, value, ...place } = column(item.fields.Expression ?? item, translate);
    const type = item.fields.ToTypeOf?.fields.TypeOf?.fields.Types?.items[0]?.fields.Type?.text ?? null;
    return { name: given?.[0] ?? null, value, type, ...place };
  });
}

function parameters(node: SyntaxNode | undefined): Parameters {
  return Object.fromEntries(
    (node?.items ?? []).map(({ fields }) => [
      fields.Name === undefined ? '' : nameOf(fields.Name),
      fields.Expression === undefined ? '' : literalText(fields.Expression) || nameOf(fields.Expression),
    ]),
  );
}

function patternPart(node: SyntaxNode): PatternPart {
  const { Name: name, Type: type } = node.fields;
  if (node.kind === 'StarExpression') return { kind: 'skip' };
  if (node.kind === 'NameAndTypeDeclaration' && name !== undefined) {
    return { kind: 'column', name: nameOf(name), type: type?.fields.Type?.text ?? null };
  }
  if (node.kind === 'NameDeclaration') return { kind: 'column', name: nameOf(node), type: null };
  return { kind: 'text', text: literalText(node) };
}
