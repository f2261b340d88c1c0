/** The events that a file or a stream holds: one JSON document, a list, a document a line or one after the other, or a text that the catalog may open (XML). */
import { createReadStream } from 'node:fs';
import { CliError } from './exit-codes.ts';
import { readLines } from './read-lines.ts';
import type { Line } from './read-lines.ts';

/** An event, or why there is none, with the place where it stands: `events.ndjson:3`. */
export type ReadEvent =
  | { readonly place: string; readonly event: unknown; readonly failure: null }
  | { readonly place: string; readonly event: undefined; readonly failure: string };

/** Characters of one document: beyond it nobody means one event. */
const MAX_DOCUMENT = 128_000_000;

/** `-` is the standard input. */
export async function* readEvents(file: string): AsyncGenerator<ReadEvent> {
  const name = file === '-' ? 'standard input' : file;
  const lines = withText(readLines(bytesOf(file), name));
  const { value: first } = await lines.next();
  if (first === undefined) throw new CliError(`${name} is empty: it holds no event`);
  const value = parsed(first.text);
  if (value === undefined) {
    yield* readDocument(first, lines, name);
    return;
  }
  const { value: second } = await lines.next();
  if (second === undefined) {
    yield* elementsOf(value, name);
    return;
  }
  yield found(`${name}:${first.number}`, value);
  yield readLine(second, name);
  for await (const line of lines) yield readLine(line, name);
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of file === '-' ? process.stdin : createReadStream(file))
      yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${messageOf(error)}`);
  }
}

async function* withText(lines: AsyncIterable<Line>): AsyncGenerator<Line, undefined> {
  for await (const line of lines) if (line.text.trim() !== '') yield line;
  return undefined;
}

function readLine({ number, text }: Line, name: string): ReadEvent {
  const place = `${name}:${number}`;
  const value = parsed(text);
  return value === undefined
    ? failed(place, `the line is no JSON: ${parseError(text)}`)
    : found(place, value);
}

/** A document of several lines, or several of them, one after the other. */
async function* readDocument(
  first: Line,
  others: AsyncIterable<Line>,
  name: string,
): AsyncGenerator<ReadEvent> {
  const lines = [first];
  let length = first.text.length;
  for await (const line of others) {
    length += line.text.length + 1;
    if (length > MAX_DOCUMENT)
      throw new CliError(
        `${name} has more than ${MAX_DOCUMENT} characters and no document a line: it is no event that can be judged`,
      );
    lines.push(line);
  }
  const text = lines.map((line) => line.text).join('\n');
  const value = parsed(text);
  if (value !== undefined) yield* elementsOf(value, name);
  else if (isDocumentALine(lines)) for (const line of lines) yield readLine(line, name);
  else yield* readDocuments(lines, text, name);
}

/** Most lines are documents: those that are none are broken. */
function isDocumentALine(lines: readonly Line[]): boolean {
  const documents = lines.filter(({ text }) => text.startsWith('{') && parsed(text) !== undefined);
  return documents.length * 2 > lines.length;
}

/** As programs write them that indent: each begins where a line begins with a bracket, right after one that closed. */
function* readDocuments(lines: readonly Line[], text: string, name: string): Generator<ReadEvent> {
  const starts = lines.flatMap((line, at) =>
    /^[{[]/.test(line.text) && (at === 0 || /^[}\]]/.test(lines[at - 1]?.text ?? '')) ? [at] : [],
  );
  const documents = starts.map((start, at) => lines.slice(start, starts[at + 1]));
  if (documents.length < 2) {
    yield readText(text, name);
    return;
  }
  for (const document of documents) {
    const joined = document.map((line) => line.text).join('\n');
    const place = `${name}:${document[0]?.number ?? 1}`;
    const value = parsed(joined);
    yield value === undefined
      ? failed(place, `the document that begins here is no JSON: ${parseError(joined)}`)
      : found(place, value);
  }
}

/** What begins like JSON is meant to be; else the catalog may know what it is. */
function readText(text: string, name: string): ReadEvent {
  if (!/^\s*[{["]/.test(text)) return found(name, text);
  return failed(name, `it is no JSON: ${parseError(text)}`);
}

function* elementsOf(value: unknown, name: string): Generator<ReadEvent> {
  if (!Array.isArray(value)) yield found(name, value);
  else if (value.length === 0) yield failed(name, 'it is an empty list: it holds no event');
  else for (const [at, element] of value.entries()) yield found(`${name} [${at}]`, element);
}

function found(place: string, event: unknown): ReadEvent {
  return { place, event, failure: null };
}

function failed(place: string, failure: string): ReadEvent {
  return { place, event: undefined, failure };
}

/** Undefined: it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The parser's own words, with the line and column where it says at which character it stopped. */
function parseError(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    const message = messageOf(error);
    const position = /position (\d+)(?! \(line)/.exec(message)?.[1];
    if (position === undefined) return message;
    const before = text.slice(0, Number(position)).split('\n');
    return `${message} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
