/** Bytes as lines of text: UTF-8, UTF-16 in either order of bytes, by the mark at their beginning or by the zeros between ASCII characters. */
import { CliError } from './exit-codes.ts';

export interface Line {
  readonly number: number;
  readonly text: string;
}

const UTF_8 = 'utf-8';

/** https://www.rfc-editor.org/rfc/rfc4627#section-3: a text that begins with two ASCII characters shows its encoding by its zeros. */
function encodingOf(start: Buffer): string | null {
  const [first = 1, second = 1, third = 1, fourth = 1] = start;
  if (first === 0xff && second === 0xfe)
    return third === 0 && fourth === 0 && start.length > 3 ? null : 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0 && second === 0) return null;
  if (first === 0) return 'utf-16be';
  return second === 0 ? 'utf-16le' : UTF_8;
}

/** Without the ends of lines. Throws a CliError that says in which line the bytes are no text. */
export async function* readLines(stream: AsyncIterable<Buffer>, name: string): AsyncGenerator<Line> {
  let number = 0;
  let rest = '';
  for await (const text of decoded(stream, name, () => number + 1)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield { number: ++number, text: withoutReturn(line) };
  }
  if (rest !== '') yield { number: number + 1, text: withoutReturn(rest) };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

async function* decoded(
  stream: AsyncIterable<Buffer>,
  name: string,
  lineNow: () => number,
): AsyncGenerator<string> {
  let start: Buffer = Buffer.alloc(0);
  let decode: Decode | undefined;
  for await (const chunk of stream) {
    if (decode !== undefined) {
      yield decode(chunk, false);
      continue;
    }
    start = Buffer.concat([start, chunk]);
    // What tells the encoding is in the first four bytes.
    if (start.length < 4) continue;
    decode = decoderOf(start, name, lineNow);
    yield decode(start, false);
  }
  yield decode === undefined ? decoderOf(start, name, lineNow)(start, true) : decode(Buffer.alloc(0), true);
}

type Decode = (bytes: Buffer, isLast: boolean) => string;

function decoderOf(start: Buffer, name: string, lineNow: () => number): Decode {
  const encoding = encodingOf(start);
  if (encoding === null)
    throw new CliError(`${name}: the bytes are UTF-32 or no text: save the file as UTF-8`);
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes, isLast) => {
    try {
      return decoder.decode(bytes, { stream: !isLast });
    } catch {
      throw new CliError(notText(name, lineNow(), bytes, encoding));
    }
  };
}

/** The line in which the first bytes stand that are no text: `lineNow` is that in which what could not be decoded begins. */
function notText(name: string, lineNow: number, bytes: Buffer, encoding: string): string {
  const before = bytes.subarray(0, validLength(bytes, encoding)).toString('latin1');
  const line = lineNow + (before.match(/\n/g)?.length ?? 0);
  return `${name}:${line}: the bytes are no ${encoding.toUpperCase()}, and nothing says what else they are: save the file as UTF-8`;
}

function validLength(bytes: Buffer, encoding: string): number {
  let [valid, invalid] = [0, bytes.length];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isText(bytes.subarray(0, middle), encoding)) valid = middle;
    else invalid = middle;
  }
  return valid;
}

/** Its end may be cut within a character. */
function isText(bytes: Buffer, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
