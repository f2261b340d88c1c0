/** A text that every value satisfying a pattern must hold: what lets most patterns be ruled out without being run. */
import { wildcardParts } from '../../condition/pattern.ts';

/**
 * In folded form (`foldForLiterals`), to be looked for in a value folded alike; empty where none is known. It errs on the side of saying
 * nothing: a pattern that is not understood to the end requires no text.
 */
export function requiredLiteral(kind: string, pattern: string): string {
  if (kind === 'wildcard') {
    return longest(wildcardParts(pattern).map((part) => (typeof part === 'string' ? '' : part.text)));
  }
  return kind === 'regex' ? longest(regexLiterals(pattern) ?? []) : '';
}

/** Folds at least what an engine that ignores case takes for equal: RE2 finds the long s and the Kelvin sign where a pattern has s and k. */
export function foldForLiterals(text: string): string {
  return text.toLowerCase().replaceAll('ſ', 's');
}

/** Only ASCII surely folds alike on both sides, whatever stands beside it. */
function longest(texts: readonly string[]): string {
  return texts
    .flatMap((text) => text.split(/[^\0-\x7f]+/))
    .map(foldForLiterals)
    .reduce((best, each) => (each.length > best.length ? each : best), '');
}

/** What stands between the literals of a regex, read one piece at a time. */
const GROUP_OPEN = /\((?:\?(?:P?<[^>]*>|[a-zA-Z-]*:|[a-zA-Z-]+\)))?/y;
const CLASS = /\[\^?\]?(?:\\[^]|\[:[^\]]*:\]|[^\]\\])*\]/y;
const REPETITION = /\{\d+(?:,\d*)?\}/y;
const ESCAPED_PUNCTUATION = /\\([^a-zA-Z0-9])/y;
const ESCAPED_KIND = /\\[dDwWsSbBAz]/y;

/** The literals of a regex's top level, in RE2's syntax; null where it has alternatives there, or something that this reader does not know. */
function regexLiterals(pattern: string): readonly string[] | null {
  const literals: string[] = [''];
  let depth = 0;
  let at = 0;
  const take = (piece: RegExp): string | null => {
    const found = pieceAt(pattern, at, piece);
    at += found?.length ?? 0;
    return found;
  };
  const end = (): void => void literals.push('');
  const add = (text: string): void => void literals.push((literals.pop() ?? '') + text);
  const dropLast = (): void => void literals.push(literals.pop()?.slice(0, -1) ?? '', '');
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    const escaped = take(ESCAPED_PUNCTUATION);
    if (escaped !== null) {
      if (depth === 0) add(escaped.charAt(1));
    } else if (char === '\\') {
      if (take(ESCAPED_KIND) === null) return null;
      end();
    } else if (char === '(') {
      // Flags alone, `(?i)`, are nothing that a text has: a repetition after them is of what stands before.
      if (!(take(GROUP_OPEN) ?? '(').endsWith(')')) {
        depth += 1;
        end();
      }
    } else if (char === '[') {
      if (take(CLASS) === null) return null;
      end();
    } else if (char === '*' || char === '?' || (char === '{' && take(REPETITION) !== null)) {
      if (char !== '{') at += 1;
      if (depth === 0) dropLast();
    } else {
      at += 1;
      if (char === ')') depth -= 1;
      else if (char === '|' && depth === 0) return null;
      else if ('.^$+)|{}]'.includes(char)) end();
      else if (depth === 0) add(char);
    }
    if (depth < 0) return null;
  }
  return depth === 0 ? literals : null;
}

function pieceAt(pattern: string, at: number, piece: RegExp): string | null {
  piece.lastIndex = at;
  return piece.exec(pattern)?.[0] ?? null;
}
