/** `invoke`: a function on the table so far. Advanced hunting's own look things up that no event holds. */
import type { Operator } from './ast.ts';
import { evaluate, functionScope, lookUp } from './evaluate.ts';
import { textAt } from './findings.ts';
import { unknownRows } from './opaque-stage.ts';
import type { Branch, Env, Relation, Value } from './model.ts';
import { eachBranch, eventRow, withStage } from './relation.ts';
import { withColumns } from './rows.ts';
import { opaqueValue } from './value.ts';

type Invoke = Operator & { readonly kind: 'invoke' };

/** https://learn.microsoft.com/defender-xdr/advanced-hunting-fileprofile-function */
const FILE_PROFILE = [
  'SHA1',
  'SHA256',
  'MD5',
  'FileSize',
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

function fileProfile(env: Env, operator: Invoke, branch: Branch): Branch {
  const [first] = operator.call.args;
  const key = first === undefined ? null : evaluate({ ...env, row: branch.row }, first.value);
  const on = key?.kind === 'field' ? [{ left: key.field, right: key.field }] : [];
  const given = new Set(key?.kind === 'field' ? key.field.segments : []);
  const fields = FILE_PROFILE.filter((name) => !given.has(name));
  const stage = { kind: 'lookup', table: 'FileProfile', on, fields, source: textAt(env, operator) } as const;
  const columns = fields.map((name): [string, Value] => {
    const message = `${name} comes from FileProfile, not from the event`;
    return [name, opaqueValue('external_value', message)];
  });
  // A hash that the event holds itself stays the event's.
  const added = columns.filter(([name]) => !['SHA1', 'SHA256', 'MD5', 'FileSize'].includes(name));
  return { ...withStage(branch, stage), row: withColumns(branch.row, added) };
}
