/** `invoke`: a function on the table so far. Advanced hunting's own look things up that no event holds. */
import type { Operator } from './ast.ts';
import { evaluate, functionScope, lookUp } from './evaluate.ts';
import { textAt } from './findings.ts';
import { unknownRows } from './opaque-stage.ts';
import type { Branch, Env, Relation, Value } from './model.ts';
import { prefixOf } from './lower-join.ts';
import { absoluteField, eachBranch, eventRow, externalTable, withStage } from './relation.ts';
import { withColumns } from './rows.ts';
import { foreignColumn } from './value.ts';

type Invoke = Operator & { readonly kind: 'invoke' };

/** https://learn.microsoft.com/defender-xdr/advanced-hunting-fileprofile-function */
const OF_EVENT = ['SHA1', 'SHA256', 'MD5', 'FileSize'];
const FILE_PROFILE = [
  'GlobalPrevalence',
  'GlobalFirstSeen',
  'GlobalLastSeen',
  'Signer',
  'Issuer',
  'SignerHash',
  'IsCertificateValid',
  'IsRootSignerMicrosoft',
  'SignatureState',
  'IsExecutable',
  'ThreatName',
  'Publisher',
  'SoftwareName',
  'ProfileAvailability',
];

export function lowerInvoke(env: Env, operator: Invoke, relation: Relation): Relation {
  const { call } = operator;
  const binding = lookUp(env.scope, call.name);
  if (
    binding?.kind === 'expression' &&
    binding.expression.kind === 'function' &&
    binding.expression.body !== null
  ) {
    const args = call.args.map(({ name, value }) => ({ name, value: evaluate(env, value) }));
    const input: Value = { kind: 'table', relation };
    const scope = functionScope(binding.scope(), binding.expression, [{ name: null, value: input }, ...args]);
    return env.lowering.table(
      { ...env, scope, row: eventRow, depth: env.depth + 1 },
      binding.expression.body,
    );
  }
  if (call.name === 'FileProfile')
    return eachBranch(relation, (branch) => fileProfile(env, operator, branch));
  const message = `the function ${call.name} is not in the rule`;
  return eachBranch(relation, (branch) => unknownRows(env, branch, operator, 'unknown_function', message));
}

/** A left join: what is asked of the profile is asked of the joined row. A hash that the event holds itself stays the event's. */
function fileProfile(env: Env, operator: Invoke, branch: Branch): Branch {
  const [first] = operator.call.args;
  const key = first === undefined ? null : evaluate({ ...env, row: branch.row }, first.value);
  const scope = `r${env.lowering.counter.next++}`;
  const prefix = prefixOf(branch);
  const on =
    key?.kind === 'field' ? [{ left: absoluteField(branch, key.field, key.scopes), right: key.field }] : [];
  const right = externalTable({
    name: 'FileProfile',
    reason: 'external_value',
    rows: null,
    columns: [...OF_EVENT, ...FILE_PROFILE],
  });
  const stage = {
    kind: 'join',
    scope,
    type: 'left',
    with: 'FileProfile',
    right,
    on,
    keys: key?.kind === 'field' ? [key.field.native] : [],
    window: null,
    source: textAt(env, operator),
  } as const;
  const columns = FILE_PROFILE.map((name): [string, Value] => [
    name,
    foreignColumn(name, prefix, `${scope}:event`),
  ]);
  return { ...withStage(branch, stage), row: withColumns(branch.row, columns) };
}
