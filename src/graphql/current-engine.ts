// The engine over the stored rules: loaded when first asked for, and again when the corpus has changed.
import { setImmediate } from 'node:timers/promises';
import { compileRules } from '../engine/engine.ts';
import type { Engine } from '../engine/evaluation.ts';
import type { Store } from '../store/client.ts';
import { readEngineRules } from '../store/read/engine-rules.ts';
import { corpusRow } from '../store/read/stats.ts';

/** The revision of a catalog without rules. */
export const EMPTY_CORPUS = 'empty';

/** For so long evaluations follow each other: were others heard after each, these would starve the evaluations. */
const SLICE_MS = 20;

export interface LoadedEngine {
  readonly engine: Engine;
  readonly corpusVersion: string;
}

/**
 * Requests that come while an engine is loaded wait for the same one; after a failure the next request tries again. Each is given the engine
 * when it is its turn: an evaluation has the process to itself, so between two of them other requests are heard.
 */
export function currentEngine(store: Store): () => Promise<LoadedEngine> {
  let loaded: LoadedEngine | undefined;
  let loading: Promise<LoadedEngine> | undefined;
  let lastTurn: Promise<unknown> = Promise.resolve();
  let heardOthers = 0;
  const current = async (): Promise<LoadedEngine> => {
    if (loaded?.corpusVersion === (await corpusVersion(store))) return loaded;
    loading ??= loadEngine(store).finally(() => {
      loading = undefined;
    });
    loaded = await loading;
    return loaded;
  };
  return async () => {
    const engine = await current();
    lastTurn = lastTurn.then(async () => {
      if (performance.now() - heardOthers < SLICE_MS) return;
      await setImmediate();
      heardOthers = performance.now();
    });
    await lastTurn;
    return engine;
  };
}

/** An import may end between two reads: rules belong to a revision that was the same before and after. */
async function loadEngine(store: Store): Promise<LoadedEngine> {
  const before = await corpusVersion(store);
  const rules = await readEngineRules(store);
  if ((await corpusVersion(store)) !== before) return loadEngine(store);
  return { engine: compileRules(rules), corpusVersion: before };
}

async function corpusVersion({ client }: Store): Promise<string> {
  return (await corpusRow(client))?.version ?? EMPTY_CORPUS;
}
