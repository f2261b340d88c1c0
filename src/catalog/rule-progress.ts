/**
 * Which rule a thread is at, in memory that it shares with the owner of the pool: a thread that is stuck in a rule, or has died of it, sends no more
 * messages.
 */

/** Bytes of an id that are kept; longer ones are refused by the store. */
const ID_LENGTH = 4_096;
/** Before the id: how often the thread has said where it is, and how long the id is. */
const HEAD = 2 * Int32Array.BYTES_PER_ELEMENT;

export interface RuleProgress {
  /** How often it was said where the thread is; 0: the task has not begun. */
  readonly count: number;
  /** Empty: between rules, or the source is being read. */
  readonly ruleId: string;
}

export function createProgress(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEAD + ID_LENGTH);
}

export function noteRule(progress: SharedArrayBuffer, ruleId: string): void {
  const head = new Int32Array(progress, 0, 2);
  const length = Buffer.from(progress, HEAD).write(ruleId, 'utf8');
  Atomics.store(head, 1, length);
  Atomics.add(head, 0, 1);
}

export function readProgress(progress: SharedArrayBuffer): RuleProgress {
  const head = new Int32Array(progress, 0, 2);
  const length = Atomics.load(head, 1);
  return { count: Atomics.load(head, 0), ruleId: Buffer.from(progress, HEAD, length).toString('utf8') };
}
