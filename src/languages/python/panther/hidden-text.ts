/**
 * Panther's helper `is_base64`, known by its contract as deep_get is: it gives the text that a Base64 text hides, else an empty one. The helper
 * changed over the years, and a repository may have its own: it is taken for this one only where it names the same things.
 */
import { always } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import { choice } from '../values/choice.ts';
import { test } from '../values/fields.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { namedIn } from '../syntax/named-in.ts';
import { textAsField } from '../values/texts.ts';
import { constant, field, NONE } from '../values/values.ts';
import type { FunctionValue, Value } from '../values/values.ts';

/** The names and constants that the helper's code is made of, each once. */
const NAMED = [
  '',
  '0.7',
  '3',
  '32',
  '4',
  '=',
  'AsciiError',
  'UnicodeDecodeError',
  'UnicodeEncodeError',
  'ValueError',
  '^[A-Za-z0-9+/]*={0,2}$',
  '^[A-Za-z0-9]{32}$',
  'ascii',
  'b64decode',
  'decode',
  'encode',
  'isascii',
  'isprintable',
  'isspace',
  'len',
  'ljust',
  'match',
  're',
  'sum',
  'true',
  'utf-16-le',
  'utf-8',
].join('\n');

/** Null: another function. */
export function hiddenText(m: Machine, of: FunctionValue, call: Call): Value | null {
  if (of.node.nodeType !== 'FunctionDef' || of.name !== 'is_base64') return null;
  const [text] = call.args;
  const shortest = call.args[1] ?? call.named.get('min_length') ?? of.defaults.at(-1);
  if (text === undefined || shortest?.kind !== 'constant' || typeof shortest.value !== 'number') return null;
  if (namedIn(of.node) !== NAMED) return null;
  const { value: length } = shortest;
  return m.each(textAsField(m, text), (one) => {
    if (one.kind === 'constant' && typeof one.value === 'string' && one.value.length < length)
      return constant('');
    if (one.kind === 'constant' && typeof one.value !== 'string') {
      m.raise('TypeError', always);
      return NONE;
    }
    if (one.kind !== 'field' || one.walk !== null) return m.opaque('unsupported_text', call.node, [one]);
    const hidden = withTransform(one.field, 'hidden_text', length);
    return choice(test(hidden, 'exists'), field(hidden), constant(''));
  });
}
