// What an event must be to be judged: a JSON object within the limits of size and depth.

/** As UTF-8 text. Larger than any record of the log sources that rules exist for (CloudTrail: 256 KiB, Windows: 64 KiB). */
const MAX_EVENT_BYTES = 1_048_576;
const MAX_EVENT_DEPTH = 100;

export type Event = Readonly<Record<string, unknown>>;

export interface EventTooLarge {
  readonly __typename: 'EventTooLarge';
  readonly code: 'EVENT_TOO_LARGE';
  readonly message: string;
  readonly path: readonly string[];
  readonly limitBytes: number;
  readonly actualBytes: number;
}

export interface InvalidEvent {
  readonly __typename: 'InvalidEvent';
  readonly code: 'INVALID_EVENT';
  readonly message: string;
  readonly path: readonly string[];
}

const path = ['input', 'event'];

function invalid(message: string): InvalidEvent {
  return { __typename: 'InvalidEvent', code: 'INVALID_EVENT', message, path };
}

/** Null: nothing is wrong with it, and it is an Event. */
export function refusedEvent(event: unknown): EventTooLarge | InvalidEvent | null {
  if (!isEvent(event)) return invalid(`the event must be a JSON object, but it is ${typeName(event)}`);
  if (isDeeperThan(event, MAX_EVENT_DEPTH)) {
    return invalid(`the event is nested deeper than ${MAX_EVENT_DEPTH} levels`);
  }
  const actualBytes = Buffer.byteLength(JSON.stringify(event));
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

export function isEvent(event: unknown): event is Event {
  return typeof event === 'object' && event !== null && !Array.isArray(event);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
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
