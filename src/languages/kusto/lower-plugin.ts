/** `evaluate` with its plugins (https://learn.microsoft.com/kusto/query/evaluate-operator), and operators that are not read. */
import type { JoinPair } from '../../rule/stage.ts';
import type { Expression, Operator } from './ast.ts';
import { tableNames } from './conjuncts.ts';
import { evaluate } from './evaluate.ts';
import { textAt } from './findings.ts';
import { keyOfBranch, keyOfTable } from './join-key.ts';
import { joinedRow, prefixOf } from './lower-join.ts';
import { mentionedColumns } from './mentioned.ts';
import type { Branch, DraftJoin, Env, Relation, Value } from './model.ts';
import { unknownRows } from './opaque-stage.ts';
import { withStage } from './relation.ts';
import { withColumns } from './rows.ts';
import { column, opaqueValue } from './value.ts';

type Plugin = Operator & { readonly kind: 'evaluate' };
type Unknown = Operator & { readonly kind: 'unsupported' };

/**
 * What only shows the rows in another form: every row goes into it, so that where nothing comes after it is no logic
 * (https://learn.microsoft.com/kusto/query/pivot-plugin, …/autocluster-plugin, …/basket-plugin, …/make-series-operator, …/top-nested-operator).
 */
const SHOWS: ReadonlySet<string> = new Set([
  'pivot',
  'autocluster',
  'basket',
  'make-series',
  'TopNestedOperator',
]);

export function lowerUnknown(env: Env, operator: Unknown, branch: Branch): Branch {
  const { what, columns } = operator;
  if (what === 'parse-kv')
    return {
      ...branch,
      row: withColumns(
        branch.row,
        columns.map((name) => [name, opaqueValue('unsupported_operator', `${name} comes from parse-kv`)]),
      ),
    };
  const message = `the operator ${what} cannot be expressed`;
  return unknownRows(env, branch, operator, 'unsupported_operator', message, SHOWS.has(what));
}

/** `bag_unpack` adds columns of unknown names; the other plugins make tables of their own. */
export function lowerPlugin(env: Env, operator: Plugin, branch: Branch): Branch {
  const { name } = operator.call;
  if (name === 'bag_unpack') return unpacked(branch);
  const looked = LOOKUPS.has(name) ? lookedUp(env, operator, branch) : null;
  if (looked !== null) return looked;
  const message = `the plugin ${name} cannot be expressed`;
  return unknownRows(env, branch, operator, 'unsupported_plugin', message, SHOWS.has(name));
}

function unpacked(branch: Branch): Branch {
  const known = [...mentionedColumns(branch)].map((each): [string, Value] => [each, column(each)]);
  const row = withColumns(
    branch.row,
    known.filter(([each]) => !branch.row.columns.has(each)),
  );
  const message = 'a column that may come from bag_unpack';
  return { ...branch, row: { ...row, others: { reason: 'unpacked_column', message } } };
}

const LOOKUPS: ReadonlySet<string> = new Set(['ipv4_lookup', 'ipv6_lookup']);

/**
 * A join by the network that an address lies in; further keys are equal, and rows without a partner are kept where the last argument says so
 * (https://learn.microsoft.com/kusto/query/ipv4-lookup-plugin).
 */
function lookedUp(env: Env, operator: Plugin, branch: Branch): Branch | null {
  const { args } = operator.call;
  const [table, source, network, ...rest] = args.map(({ value }) => value);
  if (table === undefined || source === undefined || network === undefined) return null;
  const keepsAll = rest.map((each) => evaluate({ ...env, row: branch.row }, each)).some(isTrue);
  const names = rest.filter((each) => each.kind === 'name').map(nameOf);
  const right = env.lowering.table({ ...env, input: null }, table);
  const [other] = right.branches;
  const first = pair(env, branch, right, nameOf(source), nameOf(network));
  const more = names.map((name) => pair(env, branch, right, name, name));
  const pairs = [first === null ? null : { ...first, comparison: WITHIN }, ...more];
  if (other === undefined || !pairs.every((each) => each !== null)) return null;
  const scope = `r${env.lowering.counter.next++}`;
  const stage: DraftJoin = {
    kind: 'join',
    scope,
    type: keepsAll ? 'left' : 'inner',
    with: tableNames(right),
    right,
    on: pairs,
    keys: [nameOf(source), ...names],
    window: null,
    source: textAt(env, operator),
  };
  const sources = [...new Set([...branch.sources, ...right.branches.flatMap((each) => each.sources)])];
  const keys = {
    leftKeys: new Set([nameOf(source), ...names]),
    rightKeys: new Set([nameOf(network), ...names]),
  };
  return {
    ...withStage({ ...branch, sources }, stage),
    row: joinedRow(branch, right, { scope, prefix: prefixOf(branch), ...keys }),
  };
}

const WITHIN = { operator: 'cidr', caseSensitive: true } as const;

function isTrue(value: Value): boolean {
  return value.kind === 'literal' && value.value === true;
}

function nameOf(expression: Expression): string {
  return expression.kind === 'name' ? expression.name : '';
}

function pair(env: Env, left: Branch, right: Relation, own: string, others: string): JoinPair | null {
  if (own === '' || others === '') return null;
  const [mine, theirs] = [keyOfBranch(env, left, own), keyOfTable(env, right, others)];
  if (mine === null || theirs === null || theirs.isOfEach) return null;
  return {
    left: mine.field,
    right: theirs.field,
    ...(mine.cases === undefined ? {} : { leftCases: mine.cases }),
    ...(theirs.cases === undefined ? {} : { rightCases: theirs.cases }),
  };
}
