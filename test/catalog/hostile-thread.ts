/** A thread of the compile pool that some rules are too much for: those that say so in their text. */
import { createCompiler, readAttackFacts } from '../../src/catalog/compiler.ts';
import { createThreadRun } from '../../src/catalog/thread-work.ts';
import type { Language } from '../../src/languages/language.ts';

const HANGS = 'hangs.exe';
const EXHAUSTS = 'exhausts.exe';

function exhaust(): never {
  const held: object[][] = [];
  for (;;) held.push(Array.from({ length: 1_000 }, () => ({})));
}

function hostile(language: Language): Language {
  return {
    ...language,
    lower: (query, lowerInner) => {
      while (query.text.includes(HANGS));
      if (query.text.includes(EXHAUSTS)) exhaust();
      return language.lower(query, lowerInner);
    },
  };
}

export const run = createThreadRun((logger) => {
  const compiler = createCompiler(readAttackFacts(), logger);
  const languages = new Map([...compiler.languages].map(([id, language]) => [id, hostile(language)]));
  return { ...compiler, languages };
});
