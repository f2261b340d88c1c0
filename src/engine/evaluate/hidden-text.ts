/**
 * The ASCII text that a Base64 text hides, as Panther's `is_base64` finds it. Padding may be missing; the bytes are read as ASCII, then as
 * UTF-16; seven tenths of the characters must be printable or white space. Random names are often Base64 by their letters alone: that, and that
 * 32 letters and digits are taken for an id, tells them apart.
 */

const BASE64 = /^([A-Za-z0-9+/]*)(={0,2})$/;
const ID = /^[A-Za-z0-9]{32}$/;
/** How much padding may follow so many characters more than whole groups of four. Python 3.11 leaves what stands behind a whole group unread. */
const PADDING: readonly (number | undefined)[] = [2, undefined, 2, 1];
const PRINTABLE_SHARE = 0.7;

/** Null: it hides none. */
export function hiddenText(text: string, shortest: number): string | null {
  const [, data = '', padding = ''] = BASE64.exec(text) ?? [];
  const allowed = PADDING[data.length % 4];
  if (text.length < shortest || data === '' || ID.test(text)) return null;
  if (allowed === undefined || padding.length > allowed) return null;
  const bytes = Buffer.from(data, 'base64');
  // Of bytes beyond ASCII no encoding makes ASCII text.
  if (bytes.some((byte) => byte > 0x7f)) return null;
  const plain = bytes.toString('latin1');
  if (isPrintable(plain)) return plain;
  if (bytes.length % 2 === 1) return null;
  const wide = bytes.toString('utf16le');
  return isAscii(wide) && isPrintable(wide) ? wide : null;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

function isPrintable(text: string): boolean {
  let printable = 0;
  for (let at = 0; at < text.length; at++) if (isShown(text.charCodeAt(at))) printable += 1;
  return printable / text.length >= PRINTABLE_SHARE;
}

/** Python's `isprintable()` or `isspace()` of an ASCII character: white space has the separators 0x1c to 0x1f too. */
function isShown(code: number): boolean {
  return (code >= 0x20 && code <= 0x7e) || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
}
