import { describe, expect, test } from 'vitest';
import { conjuncts } from '../lowering.ts';

/** A helper that names what Panther's names, put together in another way. */
const HELPER = String.raw`
import re

def is_base64(text, min_length=28):
    size = len(text)
    if size < min_length or (size == 32 and re.match(r"^[A-Za-z0-9]{32}$", text)):
        return ""
    if not re.match(r"^[A-Za-z0-9+/]*={0,2}$", text):
        return ""
    try:
        text.encode("ascii")
        raw = b64decode(text.ljust((size + 3) // 4 * 4, "="), validate=True)
    except (AsciiError, UnicodeEncodeError, ValueError):
        return ""
    for name in ("ascii", "utf-16-le", "utf-8"):
        try:
            shown = raw.decode(name)
        except UnicodeDecodeError:
            continue
        readable = sum(one.isprintable() or one.isspace() for one in shown)
        if readable >= 0.7 * len(shown) and shown.isascii():
            return shown
    return ""
`;

const rule = (helper: string, call = 'is_base64(event["a"])'): string =>
  `${helper}\ndef rule(event):\n    return bool(${call})\n`;

describe('a helper that finds what Base64 hides', () => {
  test('is known by its name and by what it names', () => {
    expect(conjuncts(rule(HELPER))).toEqual(['truthy(hidden_text(a, 28)) eq true']);
  });

  test('takes the shortest length from its caller', () => {
    const expected = ['truthy(hidden_text(a, 12)) eq true'];
    expect(conjuncts(rule(HELPER, 'is_base64(event["a"], 12)'))).toEqual(expected);
    expect(conjuncts(rule(HELPER, 'is_base64(event["a"], min_length=12)'))).toEqual(expected);
  });

  test.each([
    ['0.7', '0.9'],
    ['utf-16-le', 'utf-16'],
    ['{0,2}', '{0,1}'],
    ['.isascii()', '.isalpha()'],
    ['validate=True', 'validate=False'],
    ['def is_base64', 'def reveals'],
  ])('is another one where %s is %s', (before, after) => {
    const text = HELPER.replaceAll(before, after);
    const call = after.startsWith('def') ? 'reveals(event["a"])' : undefined;
    expect(conjuncts(rule(text, call)).join(' ')).not.toContain('hidden_text');
  });
});
