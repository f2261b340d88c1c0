/** One thing that happened, judged by the seed's rules of every platform, in whatever spelling it comes: all alert, or say that they cannot tell. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileRules } from '../../src/engine/engine.ts';
import type { Engine, EngineRule } from '../../src/engine/evaluation.ts';
import { readFolder } from '../../src/importer/read-folder.ts';
import { platforms } from '../../src/platforms/index.ts';
import { compileFiles } from '../support/golden-case.ts';
import { STORIES } from '../support/same-event.ts';

const SEED = fileURLToPath(new URL('../../seed/rules/', import.meta.url));

async function readSeed(): Promise<readonly EngineRule[]> {
  const rules: EngineRule[] = [];
  for (const platform of platforms.filter(({ id }) => existsSync(join(SEED, id)))) {
    const { files } = await readFolder(join(SEED, platform.id), platform);
    const compiled = await compileFiles(platform, files);
    rules.push(...compiled.rules.map(({ rule }) => ({ ...rule, needsMoreEvents: false })));
  }
  return rules;
}

let engine: Engine;
beforeAll(async () => {
  engine = compileRules(await readSeed());
  // All platforms' compilers load for this: seconds, on a busy machine minutes.
}, 300_000);

describe.each(STORIES)('$name', ({ rules, events, undecided }) => {
  it.each(Object.keys(events))('%s', (spelling) => {
    const { matches, undecided: open } = engine.evaluate(events[spelling], { explain: true });
    const matched = new Set(matches.map(({ id }) => id));
    const isOpen = new Set(open.map(({ id }) => id));
    const verdicts = Object.entries(rules).map(([platform, id]) => {
      const verdict = matched.has(id) ? 'matched' : isOpen.has(id) ? 'undecided' : 'unmatched';
      // Tables grow: what is undecided today may match tomorrow.
      const mayBeOpen = undecided[spelling]?.includes(platform) === true;
      return [platform, mayBeOpen && verdict === 'matched' ? 'undecided' : verdict];
    });
    const expected = Object.keys(rules).map((platform) => [
      platform,
      undecided[spelling]?.includes(platform) === true ? 'undecided' : 'matched',
    ]);
    expect(Object.fromEntries(verdicts)).toEqual(Object.fromEntries(expected));
  });
});
