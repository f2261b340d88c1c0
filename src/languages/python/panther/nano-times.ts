/**
 * Panther's helpers that read times with up to nine digits of a second, known by their contract: digits behind the sixth are cut off, then
 * strptime reads the text. They raise where it is no such time. Taken for these only where they name the same things.
 */
import { always } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import { isEvent, test } from '../values/fields.ts';
import { negate } from '../conditions/logic.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { namedIn } from '../syntax/named-in.ts';
import { textAsField } from '../values/texts.ts';
import { timeOf } from '../library/time-calls.ts';
import type { FunctionValue, Value } from '../values/values.ts';

interface Notation {
  readonly format: string;
  /** What stands behind the digits. */
  readonly end: string;
  /** What the helper names beside the format. */
  readonly named: readonly string[];
}

const SHARED = ['.', '0', '1', '6', 'datetime', 'group', 're', 'search', 'strptime', 'sub'];

const NOTATIONS: ReadonlyMap<string, Notation> = new Map([
  [
    'panther_nanotime_to_python_datetime',
    { format: '%Y-%m-%d %H:%M:%S.%f', end: '', named: [...SHARED, '\\.(\\d+)', '\\.\\d+'] },
  ],
  [
    'golang_nanotime_to_python_datetime',
    { format: '%Y-%m-%dT%H:%M:%S.%fZ', end: 'Z', named: [...SHARED, 'Z', '\\.(\\d+)Z', '\\.\\d+Z'] },
  ],
]);

/** Null: another function. */
export function nanoTime(m: Machine, of: FunctionValue, call: Call): Value | null {
  const notation = NOTATIONS.get(of.name);
  const [text] = call.args;
  if (notation === undefined || text === undefined || call.args.length > 1) return null;
  if (of.node.nodeType !== 'FunctionDef') return null;
  const { format, end, named } = notation;
  if (namedIn(of.node) !== [...named, format].sort().join('\n')) return null;
  return m.each(textAsField(m, text), (one) => {
    if (one.kind === 'constant' && typeof one.value !== 'string') {
      m.raise('TypeError', always);
      return one;
    }
    if (one.kind !== 'field' || one.walk !== null || isEvent(one)) return m.opaque('time', call.node, [one]);
    const cut = withTransform(one.field, 'replace_regex', `\\.(\\d{1,6})\\d*${end}`, `.\\1${end}`);
    const at = timeOf(cut, [format]);
    m.raise('ValueError', negate(test(at, 'exists')));
    return { kind: 'time', at, shift: 0, aware: false };
  });
}
