/**
 * The field of a check: https://falco.org/docs/reference/rules/supported-fields/
 *
 * Some names are no fields of an event but ways to look at several: `fd.ip` is either end of a connection, `fd.snet` the network of
 * `fd.sip`, `proc.aname` without an index every ancestor.
 */
import { fieldPath, withTransform } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { Call, Field, Operand } from './ast.ts';
import type { Unsupported } from './context.ts';

export interface CheckedField {
  /** Several: any of them may satisfy the check. */
  readonly fields: readonly FieldPath[];
  readonly kind: 'one' | 'sides' | 'ancestors';
  /** Values are networks in CIDR notation. */
  readonly network: boolean;
  /** Addresses: a value with a prefix length is a network. */
  readonly address: boolean;
  /** A list: `in` asks for all of its elements. */
  readonly list: boolean;
  /** All letters of the value are in this case. */
  readonly folded: 'lower' | 'upper' | null;
}

const PLAIN = { kind: 'one', network: false, address: false, list: false, folded: null } as const;

/** Either end of the connection that the descriptor is. */
const SIDES: Readonly<Record<string, readonly string[]>> = {
  'fd.ip': ['fd.cip', 'fd.sip'],
  'fd.port': ['fd.cport', 'fd.sport'],
  'fd.proto': ['fd.cproto', 'fd.sproto'],
  'fd.net': ['fd.cip', 'fd.sip'],
};

/** Fields of the parent, which is the first ancestor; the others stand under an index: `proc.aname[2]`. */
const ANCESTORS: Readonly<Record<string, string>> = {
  'proc.aname': 'proc.pname',
  'proc.aexe': 'proc.pexe',
  'proc.aexepath': 'proc.pexepath',
  'proc.acmdline': 'proc.pcmdline',
  'proc.apid': 'proc.ppid',
};

/** Fields that hold several values (of the Kubernetes audit plugin, https://github.com/falcosecurity/plugins/tree/main/plugins/k8saudit). */
const LISTS =
  /^(?:fd\.types|ka\.user\.groups|ka\.req\.(?:role\.rules|pod\.(?:containers|volumes|supplemental_groups)|service\.ports|binding\.subjects)\b.*)$/;

export function checkedField(operand: Operand): CheckedField | Unsupported {
  return operand.kind === 'field' ? plainField(operand) : calledField(operand);
}

/** All fields of an event that an operand names, for what cannot be expressed. */
export function namedFields(operand: Operand): readonly FieldPath[] {
  if (operand.kind === 'field') return plainField(operand).fields;
  return operand.of.flatMap((each) => (each.kind === 'value' ? [] : namedFields(each)));
}

function plainField({ name, argument }: Field): CheckedField {
  const sides = SIDES[name];
  if (sides !== undefined) {
    const fields = sides.map((side) => fieldPath(side));
    return { ...PLAIN, fields, kind: 'sides', network: name === 'fd.net', address: name === 'fd.ip' };
  }
  const parent = argument === null ? ANCESTORS[name] : undefined;
  if (parent !== undefined) {
    return {
      ...PLAIN,
      fields: [fieldPath(parent), fieldPath(`${name}[*`, { match: 'glob' })],
      kind: 'ancestors',
    };
  }
  const network = /^fd\.([cslr])net$/.exec(name);
  if (network !== null) {
    return { ...PLAIN, fields: [fieldPath(`fd.${network[1] ?? ''}ip`)], network: true };
  }
  return {
    ...PLAIN,
    fields: [indexedPath(name, argument)],
    address: /^fd\.[cslr]ip$/.test(name),
    list: LISTS.test(name),
  };
}

/** The argument belongs to the last key, whatever dots it holds. */
function indexedPath(name: string, argument: string | null): FieldPath {
  if (argument === null) return fieldPath(name);
  const segments = name.split('.');
  const last = segments.pop() ?? '';
  return fieldPath(`${name}[${argument}]`, { segments: [...segments, `${last}[${argument}]`] });
}

function calledField(call: Call): CheckedField | Unsupported {
  const [only] = call.of;
  if (only === undefined || only.kind === 'value' || call.of.length > 1) return unknownFunction(call.name);
  const inner = checkedField(only);
  if ('code' in inner || call.name === 'val') return inner;
  const apply = FUNCTIONS[call.name];
  if (apply === undefined || inner.kind !== 'one') return unknownFunction(call.name);
  const [field] = inner.fields;
  if (field === undefined) return unknownFunction(call.name);
  const folded = field.transforms.length > 0 ? null : (FOLDS[call.name] ?? null);
  return { ...inner, fields: [apply(field)], folded, list: call.name !== 'len' && inner.list };
}

function unknownFunction(name: string): Unsupported {
  return { code: 'unsupported_transformer', message: `the function ${name}() cannot be expressed here` };
}

const FOLDS: Readonly<Record<string, 'lower' | 'upper'>> = { tolower: 'lower', toupper: 'upper' };

/** https://falco.org/docs/concepts/rules/conditions/#transformers */
const FUNCTIONS: Readonly<Record<string, (field: FieldPath) => FieldPath>> = {
  tolower: (field) => withTransform(field, 'lower'),
  toupper: (field) => withTransform(field, 'upper'),
  b64: (field) => withTransform(field, 'base64_decode'),
  // Nothing behind the last slash is the empty text.
  basename: (field) => withTransform(withTransform(field, 'split', '/'), 'at', -1),
  len: (field) => withTransform(field, 'length'),
};
