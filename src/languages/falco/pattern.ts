/** Glob patterns (fnmatch without flags: `*` goes over slashes, `[a-z]` is a class) and path prefixes. */
import { any, compare, never } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { compareWildcards, regexOfText } from '../../condition/pattern.ts';
import type { WildcardPart } from '../../condition/pattern.ts';

export function compareGlob(field: FieldPath, glob: string, caseSensitive: boolean): Condition {
  if (/(?<!\\)\[/.test(glob)) {
    return compare(field, 'regex', [`(?s)^${globRegex(glob, '.')}$`], { caseSensitive });
  }
  return compareWildcards(field, [globParts(glob)], { caseSensitive });
}

function globParts(glob: string): readonly WildcardPart[] {
  const parts: WildcardPart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ text });
    text = '';
  };
  for (let at = 0; at < glob.length; at++) {
    const char = glob.charAt(at);
    if (char === '\\' && at + 1 < glob.length) text += glob.charAt(++at);
    else if (char === '*' || char === '?') {
      flush();
      if (char === '?' || parts.at(-1) !== '*') parts.push(char);
    } else text += char;
  }
  flush();
  return parts;
}

/** `one`: what a wildcard may stand for. A bracket that is not closed is itself. */
function globRegex(glob: string, one: string): string {
  return glob.replace(
    /\\([^])|\*+|\?|\[([!^]?)(\]?[^\]]*)\]|[^]/g,
    (piece: string, escaped?: string, negated?: string, inside?: string) => {
      if (escaped !== undefined) return regexOfText(escaped);
      if (inside !== undefined)
        return `[${negated === '' ? '' : '^'}${inside.replace(/[[\]\\&~]/g, '\\$&')}]`;
      if (piece.startsWith('*')) return `${one}*`;
      return piece === '?' ? one : regexOfText(piece);
    },
  );
}

/**
 * One of the paths, or anything below it; wildcards stay within a directory:
 * https://falco.org/docs/concepts/rules/conditions/#pmatch-operator
 */
export function comparePrefixes(field: FieldPath, paths: readonly string[]): Condition {
  const plain = paths.filter((path) => !/[*?[]/.test(path)).map(normalPath);
  const patterns = paths.filter((path) => /[*?[]/.test(path)).map(normalPath);
  const whole = plain.filter((path) => path !== '');
  const conditions = [
    ...(whole.length === 0 ? [] : [compare(field, whole.length === 1 ? 'eq' : 'in', whole)]),
    ...(plain.length === 0
      ? []
      : [
          compare(
            field,
            'starts_with',
            plain.map((path) => `${path}/`),
          ),
        ]),
    ...(patterns.length === 0
      ? []
      : [
          compare(
            field,
            'regex',
            patterns.map((path) => `(?s)^${globRegex(path, '[^/]')}(?:/.*)?$`),
          ),
        ]),
  ];
  const [only] = conditions;
  if (only === undefined) return never;
  return conditions.length === 1 ? only : any(conditions);
}

/** Without empty components: `/etc/` is `/etc`. */
function normalPath(path: string): string {
  const components = path.split('/').filter((component) => component !== '');
  return components
    .map((component, index) => (index > 0 || path.startsWith('/') ? `/${component}` : component))
    .join('');
}
