// What an event must be to be judged: a record, or what one record stands in, within the limits of size and depth.
import { openEvent } from '../events/open-event.ts';
import type { OpenedEvent } from '../events/open-event.ts';

/** As UTF-8 text. Larger than any record of the log sources that rules exist for (CloudTrail: 256 KiB, Windows: 64 KiB). */
const MAX_EVENT_BYTES = 1_048_576;
const MAX_EVENT_DEPTH = 100;

interface Failure<Type, Code> {
  readonly __typename: Type;
  readonly code: Code;
  readonly message: string;
  readonly path: readonly string[];
}

export interface EventTooLarge extends Failure<'EventTooLarge', 'EVENT_TOO_LARGE'> {
  readonly limitBytes: number;
  readonly actualBytes: number;
}

export interface InvalidEvent extends Failure<'InvalidEvent', 'INVALID_EVENT'> {
  readonly found: string;
  readonly at: string;
}

export interface SeveralRecords extends Failure<'SeveralRecords', 'SEVERAL_RECORDS'> {
  readonly recordCount: number;
  readonly recordPaths: readonly string[];
  readonly opened: readonly string[];
}

const path = ['input', 'event'];

function invalid(message: string, found: string, at = ''): InvalidEvent {
  return { __typename: 'InvalidEvent', code: 'INVALID_EVENT', message, path, found, at };
}

/** Null: nothing is wrong with it. `record`: of several records the one that is to be judged. */
export function refusedEvent(
  event: unknown,
  record: number | null | undefined,
): EventTooLarge | InvalidEvent | SeveralRecords | null {
  if (typeof event !== 'string' && !isContainer(event))
    return invalid(
      `the event must be a JSON object, or a text that holds a record, but it is ${typeName(event)}`,
      typeName(event),
    );
  if (isTooDeep(event)) return tooDeep('');
  const opened = openEvent(event);
  const number = record ?? null;
  if (number === null && opened.records.length > 1) return severalRecords(opened);
  const chosen = opened.records[number ?? 0];
  if (chosen === undefined) return noSuchRecord(opened, number);
  // What a text holds is seen only when it is opened.
  if (isTooDeep(chosen.record)) return tooDeep(chosen.path);
  return refusedSize(number === null ? event : chosen.record) ?? refusedContent(opened);
}

function isTooDeep(value: unknown): boolean {
  return isContainer(value) && isDeeperThan(value, MAX_EVENT_DEPTH);
}

function tooDeep(at: string): InvalidEvent {
  const found = `more than ${MAX_EVENT_DEPTH} levels`;
  return invalid(`the event is nested deeper than ${MAX_EVENT_DEPTH} levels`, found, at);
}

function refusedSize(record: unknown): EventTooLarge | null {
  const actualBytes = Buffer.byteLength(typeof record === 'string' ? record : JSON.stringify(record));
  if (actualBytes <= MAX_EVENT_BYTES) return null;
  return {
    __typename: 'EventTooLarge',
    code: 'EVENT_TOO_LARGE',
    message: `the event has ${actualBytes} bytes, the limit is ${MAX_EVENT_BYTES}`,
    path,
    limitBytes: MAX_EVENT_BYTES,
    actualBytes,
  };
}

/** Where nothing was opened, the event itself must be the record. */
function refusedContent({ records, opened, broken }: OpenedEvent): InvalidEvent | null {
  if (broken !== null) {
    const message = `the event is a broken envelope (${broken.name}): at ${broken.path} stands ${broken.found}`;
    return invalid(message, broken.found, broken.path);
  }
  const [only] = records;
  if (opened.length > 0 || only === undefined || isObject(only.record)) return null;
  const found = typeName(only.record);
  return invalid(`the event must be a JSON object, or hold one, but it is ${found}`, found);
}

function severalRecords({ records, opened }: OpenedEvent): SeveralRecords {
  const [first] = records;
  return {
    __typename: 'SeveralRecords',
    code: 'SEVERAL_RECORDS',
    message: `the event holds ${records.length} records, the first at ${first?.path ?? ''}: judge each by itself, or name one by record (0 to ${records.length - 1})`,
    path,
    recordCount: records.length,
    recordPaths: records.map((each) => each.path),
    opened,
  };
}

function noSuchRecord({ records }: OpenedEvent, record: number | null): InvalidEvent {
  const found = records.length === 1 ? 'one record' : `${records.length} records`;
  const message = `the event holds ${found}, and none of number ${record ?? 0} (they begin at 0)`;
  return { ...invalid(message, found), path: ['input', 'record'] };
}

/** A text by how it begins: enough to tell it by. */
function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string')
    return value.trim() === ''
      ? 'an empty text'
      : `a text of ${value.length} characters that is no record (${JSON.stringify(value.slice(0, 40))})`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list without a record';
  return `a ${typeof value}`;
}

function isObject(value: unknown): boolean {
  return isContainer(value) && !Array.isArray(value);
}

/** Level by level: no recursion, so that no depth exhausts the stack. */
function isDeeperThan(root: object, limit: number): boolean {
  let level: readonly object[] = [root];
  for (let depth = 0; depth < limit && level.length > 0; depth++) {
    level = level.flatMap((each) => Object.values(each).filter(isContainer));
  }
  return level.length > 0;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
