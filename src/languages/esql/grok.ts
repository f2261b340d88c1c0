/**
 * A GROK pattern as a regular expression of RE2 (https://www.elastic.co/docs/reference/query-languages/esql/esql-process-data-with-dissect-grok).
 *
 * Grok is Oniguruma's syntax in its Ruby form: `^` and `$` are the ends of a line, and the flag `m` lets `.` match line ends. Of the
 * library's patterns those are here that RE2 can say word for word; look-around, atomic groups and back references have no translation.
 */
import { RE2JS } from 're2js';
import type { Extraction } from './dissect.ts';

const PATTERNS: Readonly<Record<string, string>> = {
  WORD: '\\b\\w+\\b',
  NOTSPACE: '\\S+',
  SPACE: '\\s*',
  DATA: '.*?',
  GREEDYDATA: '.*',
  INT: '(?:[+-]?(?:[0-9]+))',
  POSINT: '\\b(?:[1-9][0-9]*)\\b',
  NONNEGINT: '\\b(?:[0-9]+)\\b',
  USERNAME: '[a-zA-Z0-9._-]+',
  USER: '[a-zA-Z0-9._-]+',
  UUID: '[A-Fa-f0-9]{8}-(?:[A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}',
  URIPROTO: '[A-Za-z](?:[A-Za-z0-9+\\-.]+)+',
  QS: '"(?:\\\\.|[^\\\\"]+)*"',
};

const MAX_GROUPS = 50;

/** Null: no translation. */
export function grokRegex(pattern: string): Extraction | null {
  const translation = translate(pattern);
  if (translation === null || translation.groups.length > MAX_GROUPS) return null;
  try {
    RE2JS.compile(translation.regex);
  } catch {
    // RE2 refuses the pattern: the caller keeps its columns as unsaid.
    return null;
  }
  return translation;
}

interface State {
  readonly pattern: string;
  at: number;
  out: string;
  index: number;
  readonly groups: { name: string; index: number }[];
}

function translate(pattern: string): Extraction | null {
  const state: State = { pattern, at: 0, out: '', index: 0, groups: [] };
  while (state.at < pattern.length) {
    if (!next(state)) return null;
  }
  return { regex: `(?m)${state.out}`, groups: state.groups };
}

const NAMED = /^%\{([A-Z0-9_]+)(?::([^}:]+))?(?::(int|long|float|double|boolean))?\}/;

function next(state: State): boolean {
  const rest = state.pattern.slice(state.at);
  const [char = ''] = rest;
  if (rest.startsWith('%{')) return library(state, rest);
  if (char === '\\') return escape(state, rest);
  if (char === '[') return characterClass(state, rest);
  if (rest.startsWith('(?')) return group(state, rest);
  if (char === '(') state.index += 1;
  // What is possessive, or quantified twice, means something else or nothing to RE2.
  if (/^[*+?}][+]/.test(rest)) return false;
  return take(state, char, char.length);
}

function take(state: State, out: string, length: number): true {
  state.out += out;
  state.at += length;
  return true;
}

function library(state: State, rest: string): boolean {
  const [whole, pattern = '', name] = NAMED.exec(rest) ?? [];
  const regex = Object.hasOwn(PATTERNS, pattern) ? PATTERNS[pattern] : undefined;
  if (whole === undefined || regex === undefined) return false;
  if (name === undefined) return take(state, `(?:${regex})`, whole.length);
  state.index += 1;
  state.groups.push({ name, index: state.index });
  return take(state, `(${regex})`, whole.length);
}

/** Letters and digits of all scripts, as Oniguruma has it for UTF-8. */
function escape(state: State, rest: string): boolean {
  const char = rest.charAt(1);
  if (char === 'w') return take(state, '[\\p{L}\\p{M}\\p{N}\\p{Pc}]', 2);
  if (char === 'd') return take(state, '\\p{Nd}', 2);
  if (/[DsSWbBnrt]/.test(char) || /[^A-Za-z0-9]/.test(char)) return take(state, rest.slice(0, 2), 2);
  return false;
}

function characterClass(state: State, rest: string): boolean {
  const [whole, content = ''] = /^\[((?:\^?\]?)(?:\\[^]|[^\]\\])*)\]/.exec(rest) ?? [];
  if (whole === undefined || content.includes('[') || content.includes('&&')) return false;
  if (/\\[^\W_wdsnrtSDW]/.test(content)) return false;
  const inside = content.replace(/\\[^]/g, (pair) =>
    pair === '\\w' ? '\\p{L}\\p{M}\\p{N}\\p{Pc}' : pair === '\\d' ? '\\p{Nd}' : pair,
  );
  return take(state, `[${inside}]`, whole.length);
}

function group(state: State, rest: string): boolean {
  const [named, name] = /^\(\?<([^>=!][^>]*)>/.exec(rest) ?? [];
  if (named !== undefined && name !== undefined) {
    state.index += 1;
    state.groups.push({ name, index: state.index });
    return take(state, '(', named.length);
  }
  if (rest.startsWith('(?:')) return take(state, '(?:', 3);
  const [flags, letters = '', end = ''] = /^\(\?([im]+)([:)])/.exec(rest) ?? [];
  if (flags === undefined) return false;
  const own = letters.replaceAll('m', 's');
  return take(state, `(?${own}${end}`, flags.length);
}
