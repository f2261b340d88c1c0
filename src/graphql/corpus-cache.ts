// What is computed from the whole corpus, kept as long as the corpus stays as it is.
import type { Queryable } from '../store/client.ts';
import { corpusRow } from '../store/read/stats.ts';
import type { CorpusRow } from '../store/read/stats.ts';

/**
 * The value of `read`, computed once for each state of the corpus; `key` names what is read, and with it its type. Only for what nothing but
 * an import that changes rules can change.
 */
export type Cached = <Value>(key: string, read: () => Promise<Value>) => Promise<Value>;

/** `corpus`: the state that the request began with. */
export type CorpusCache = (corpus: () => Promise<CorpusRow | null>) => Cached;

/** Requests that began before an import ask for the state before it; hardly one lives long enough to ask for an older one. */
const MAX_STATES = 2;
/** Of one state: clients choose some of the keys. */
const MAX_KEPT = 100;

export function createCorpusCache(db: Queryable): CorpusCache {
  const states = new Map<string, Map<string, Promise<unknown>>>();
  return (corpus) =>
    async <Value>(key: string, read: () => Promise<Value>): Promise<Value> => {
      const state = stateOf(await corpus());
      const kept = states.get(state) ?? addState(states, state);
      const known = kept.get(key);
      if (known !== undefined) return known as Promise<Value>;
      const reading = readWhole(db, state, read, () => kept.delete(key));
      kept.set(key, reading);
      dropOldest(kept, MAX_KEPT);
      return reading;
    };
}

/** What was read while an import ended is right for who asked, but belongs to neither state: it is not kept, nor is a failure. */
async function readWhole<Value>(
  db: Queryable,
  state: string,
  read: () => Promise<Value>,
  forget: () => void,
): Promise<Value> {
  try {
    const value = await read();
    if (stateOf(await corpusRow(db)) !== state) forget();
    return value;
  } catch (error) {
    forget();
    throw error;
  }
}

function addState<Kept>(states: Map<string, Map<string, Kept>>, state: string): Map<string, Kept> {
  const kept = new Map<string, Kept>();
  states.set(state, kept);
  dropOldest(states, MAX_STATES);
  return kept;
}

function dropOldest(map: Map<string, unknown>, limit: number): void {
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}

/** With the moment: when rules go and come back, the version is the same again, but row ids are new. */
function stateOf(corpus: CorpusRow | null): string {
  return corpus === null ? '' : `${corpus.version} ${corpus.changedAt.toISOString()}`;
}
