/** What compiling needs from outside: the languages, ATT&CK, and an engine that judges a rule's own tests. */
import type { CanonicaliseAttack } from '../analysis/attack.ts';
import type { Language } from '../languages/language.ts';
import type { TestJudge } from './judge-tests.ts';

export interface Compiler {
  readonly languages: ReadonlyMap<string, Language>;
  readonly canonicaliseAttack: CanonicaliseAttack;
  readonly judge: TestJudge;
  /** Logs a bug of ours and returns the id under which the log knows it. */
  readonly logBug: (error: unknown, about: string) => string;
}
