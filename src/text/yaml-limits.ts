/** What the YAML parser must be kept from: texts on which it takes minutes, or takes the process with it. */

/** Longer texts are refused: no rule is that long, and parsing one would hold up all others. */
const MAX_LENGTH = 500_000;
/** Brackets that are never closed: far more than stand in any text of a rule. */
const MAX_OPEN = 1_000;

/** For every call of the parser: an excerpt in each of a hundred thousand messages exhausts the memory of the process. */
export const QUIET_YAML = { prettyErrors: false, logLevel: 'silent' } as const;

export interface YamlRefusal {
  readonly code: 'too_large' | 'too_deep';
  readonly message: string;
}

/** Why a text must not come to the parser; null: it may. */
export function refuseYaml(text: string): YamlRefusal | null {
  if (text.length > MAX_LENGTH)
    return { code: 'too_large', message: `The text is longer than ${MAX_LENGTH} characters.` };
  if (openBrackets(text) > MAX_OPEN)
    return { code: 'too_deep', message: `The YAML opens more than ${MAX_OPEN} brackets within each other.` };
  return null;
}

/** A text of nothing but errors makes an Error object for each; without this, their stack traces take minutes. */
export function withoutStackTraces<T>(parse: () => T): T {
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 0;
    return parse();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The parser's time grows with the square of this depth. Quotes and comments are not told apart. */
function openBrackets(text: string): number {
  let open = 0;
  let most = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) most = Math.max(most, ++open);
    else if ((code === 0x5d || code === 0x7d) && open > 0) open -= 1;
  }
  return most;
}
