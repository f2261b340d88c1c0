/** Python's str() of a JSON value: rules search the text of whole lists and objects with it. */
import { LIMITS } from '../limits.ts';
import { isMissing, isObject } from '../../events/json-object.ts';

/** Null: a value that nests too deep to be written. */
export function pythonText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return pythonRepr(value, 0);
}

function pythonRepr(value: unknown, depth: number): string | null {
  if (depth > LIMITS.depth) return null;
  if (isMissing(value)) return 'None';
  if (typeof value === 'string') return pythonQuoted(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pythonNumber(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => pythonRepr(item, depth + 1));
    return items.includes(null) ? null : `[${items.join(', ')}]`;
  }
  if (typeof value === 'bigint') return value.toString();
  if (!isObject(value)) return null;
  const entries = Object.entries(value).map(([key, item]) => {
    const text = pythonRepr(item, depth + 1);
    return text === null ? null : `${pythonQuoted(key)}: ${text}`;
  });
  return entries.includes(null) ? null : `{${entries.join(', ')}}`;
}

/** Exponents have two digits at least: 1e-7 is 1e-07. */
function pythonNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) >= 1e21) return BigInt(value).toString();
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function pythonQuoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/[\\\n\r\t\u0000-\u001f\u007f-\u00a0\u00ad]/g, (char) => {
    return ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
}
