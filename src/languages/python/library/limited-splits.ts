/** `split` and `rsplit`, of constants and of the event's texts: docs.python.org/3.11/library/stdtypes.html#str.split */
import { always } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { splitText } from '../../../condition/split-text.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { constant, field } from '../values/values.ts';
import type { Field, Value } from '../values/values.ts';

/** Where a text is cut. */
interface Cuts {
  /** Null: at runs of white space. */
  readonly separator: string | null;
  /** At most so many (negative: counted from the end); undefined: all. */
  readonly most: number | undefined;
}

/** Null: not cuts that we know. */
export function splitConstant(m: Machine, self: string, name: 'split' | 'rsplit', call: Call): Value | null {
  const cuts = cutsOf(m, name, call);
  if (cuts === null) return null;
  const { separator, most } = cuts;
  if (separator !== null) return listOf(splitText(self, separator, most));
  return most === undefined ? listOf(self.split(/\s+/).filter((piece) => piece !== '')) : null;
}

/** Null: not cuts that we know. */
export function splitField(m: Machine, self: Field, name: 'split' | 'rsplit', call: Call): Value | null {
  const cuts = cutsOf(m, name, call);
  if (cuts === null) return null;
  const { separator, most } = cuts;
  if (separator === null)
    return most === undefined ? field(withTransform(self.field, 'split'), self.walk) : null;
  const args = most === undefined ? [separator] : [separator, most];
  return field(withTransform(self.field, 'split', ...args), self.walk);
}

/** One of the pieces; a piece that lies before all that a limit leaves together (behind it, from the end) is that of a plain split. */
export function pieceAt(pieces: FieldPath, index: number): FieldPath {
  const last = pieces.transforms.at(-1);
  const [separator, most] = last?.name === 'split' ? last.args : [];
  const isPlain =
    typeof separator === 'string' &&
    typeof most === 'number' &&
    (most > 0 ? index >= 0 && index < most : index < 0 && index >= most && !overlapsItself(separator));
  if (!isPlain) return withTransform(pieces, 'at', index);
  const transforms = [...pieces.transforms.slice(0, -1), { name: 'split', args: [separator] } as const];
  return withTransform({ ...pieces, transforms }, 'at', index);
}

function cutsOf(m: Machine, name: 'split' | 'rsplit', call: Call): Cuts | null {
  const separator = known(call.args[0] ?? call.named.get('sep'), null);
  const most = known(call.args[1] ?? call.named.get('maxsplit'), -1);
  if (separator === undefined || (separator !== null && typeof separator !== 'string')) return null;
  if (typeof most !== 'number' || !Number.isInteger(most)) return null;
  if (separator === '') m.raise('ValueError', always);
  if (most >= 0) return { separator, most: most === 0 || name === 'split' ? most : -most };
  // From the end `aa` is found elsewhere in `aaa`.
  if (name === 'rsplit' && separator !== null && overlapsItself(separator)) return null;
  return { separator, most: undefined };
}

/** Undefined: no constant. */
function known(
  of: Value | undefined,
  otherwise: number | null,
): string | number | boolean | null | undefined {
  if (of === undefined) return otherwise;
  return of.kind === 'constant' ? of.value : undefined;
}

function overlapsItself(text: string): boolean {
  return Array.from({ length: text.length - 1 }, (_, at) => at + 1).some((at) =>
    text.startsWith(text.slice(at)),
  );
}

export function listOf(texts: readonly string[]): Value {
  return {
    kind: 'sequence',
    type: 'list',
    parts: texts.map((one) => ({ kind: 'item', when: always, value: constant(one) })),
  };
}
