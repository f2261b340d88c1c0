/**
 * Texts of Azure Resource Manager's templates: `[concat('a', parameters('b'))]` is computed, `[[a]` is the text `[a]`, all else is itself.
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 */
import { isRecord, recordOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';

export interface TemplateScope {
  /** By name; each with its `defaultValue`, if it has one. */
  readonly parameters: PlainRecord;
  readonly variables: PlainRecord;
}

export const NO_TEMPLATE: TemplateScope = { parameters: {}, variables: {} };

/** Variables that name variables. */
const MAX_DEPTH = 20;

export function templateScope(template: PlainRecord): TemplateScope {
  return { parameters: recordOf(template['parameters']), variables: recordOf(template['variables']) };
}

/** Undefined: what nobody can compute without deploying it. */
export function templateValue(value: unknown, scope: TemplateScope, depth = 0): unknown {
  if (typeof value !== 'string' || !/^\s*\[/.test(value) || !/\]\s*$/.test(value)) return value;
  const text = value.trim();
  if (text.startsWith('[[')) return text.slice(1);
  if (depth > MAX_DEPTH) return undefined;
  const reader = { text: text.slice(1, -1), at: 0, scope, depth };
  const found = readExpression(reader);
  skipBlanks(reader);
  return reader.at === reader.text.length ? found : undefined;
}

interface Reader {
  readonly text: string;
  at: number;
  readonly scope: TemplateScope;
  readonly depth: number;
}

function skipBlanks(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at++;
}

function take(reader: Reader, pattern: RegExp): string | null {
  skipBlanks(reader);
  pattern.lastIndex = reader.at;
  const [found] = pattern.exec(reader.text) ?? [];
  if (found === undefined) return null;
  reader.at += found.length;
  return found;
}

function readExpression(reader: Reader): unknown {
  const text = take(reader, /'(?:[^']|'')*'/y);
  if (text !== null) return text.slice(1, -1).replaceAll("''", "'");
  const number = take(reader, /-?\d+/y);
  if (number !== null) return Number(number);
  const name = take(reader, /[a-z][\w.]*/iy);
  if (name === null || take(reader, /\(/y) === null) return undefined;
  const args: unknown[] = [];
  while (take(reader, /\)/y) === null) {
    if (args.length > 0 && take(reader, /,/y) === null) return undefined;
    const before = reader.at;
    args.push(readExpression(reader));
    if (reader.at === before) return undefined;
  }
  return readAccess(reader, call(name.toLowerCase(), args, reader));
}

/** `.name` and `[0]` behind what a function gives. */
function readAccess(reader: Reader, value: unknown): unknown {
  let found = value;
  for (;;) {
    const name = take(reader, /\.\w+/y)?.slice(1) ?? take(reader, /\[\s*(?:'[^']*'|\d+)\s*\]/y);
    if (name === null) return found;
    const key = name.replace(/^\[\s*'?|'?\s*\]$/g, '');
    const holder: unknown = found;
    found = isRecord(holder)
      ? holder[key]
      : Array.isArray(holder)
        ? (holder as unknown[])[Number(key)]
        : undefined;
    found = templateValue(found, reader.scope, reader.depth + 1);
  }
}

function call(name: string, args: readonly unknown[], { scope, depth }: Reader): unknown {
  const [first] = args;
  switch (name) {
    case 'concat':
      return args.every((arg) => typeof arg === 'string' || typeof arg === 'number')
        ? args.join('')
        : undefined;
    case 'format':
      return formatted(args);
    case 'parameters':
      return templateValue(recordOf(scope.parameters[String(first)])['defaultValue'], scope, depth + 1);
    case 'variables':
      return templateValue(scope.variables[String(first)], scope, depth + 1);
    case 'string':
      return typeof first === 'string' || typeof first === 'number' ? String(first) : undefined;
    case 'tolower':
      return typeof first === 'string' ? first.toLowerCase() : undefined;
    case 'toupper':
      return typeof first === 'string' ? first.toUpperCase() : undefined;
    case 'base64tostring':
      return typeof first === 'string' ? Buffer.from(first, 'base64').toString('utf8') : undefined;
    default:
      return undefined;
  }
}

function formatted([pattern, ...values]: readonly unknown[]): unknown {
  if (typeof pattern !== 'string' || values.some((value) => value === undefined)) return undefined;
  return pattern.replace(/\{(\d+)(?::[^}]*)?\}/g, (written, index: string) => {
    const value = values[Number(index)];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : written;
  });
}
