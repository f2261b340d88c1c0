/** Tests of a value that are functions of eval: like, match, in, and whether there is a value at all. */
import { all, always, compare, never, not } from '../../condition/condition.ts';
import { compareWildcards } from '../../condition/pattern.ts';
import type { WildcardPart } from '../../condition/pattern.ts';
import { compareValues, globMatches, isPresent, testText } from './compare.ts';
import { undecidableAt } from './expression-setting.ts';
import type { ExpressionSetting } from './expression-setting.ts';
import type { Range } from './lowering.ts';
import { lowerRegex } from './regex.ts';
import { eitherHolds, joinReach, reachOf } from './values.ts';
import type { Truth, Value } from './values.ts';

export function likeTruth(setting: ExpressionSetting, value: Value, pattern: Value, place: Range): Truth {
  const undecidable = undecidableAt(setting, place);
  if (pattern.kind !== 'literal') {
    const holds = undecidable('computed_pattern', []);
    return { holds, fails: holds, reach: joinReach(reachOf(value), reachOf(pattern)) };
  }
  const parts = likeParts(String(pattern.value));
  return testText(
    value,
    (path) => compareWildcards(path, [parts], { caseSensitive: true }),
    (text) => globMatches(parts, text, true),
    undecidable,
  );
}

/** `%` is any run of characters, `_` one; nothing takes their meaning, a backslash is a character as any other. */
function likeParts(pattern: string): readonly WildcardPart[] {
  const parts: WildcardPart[] = [];
  for (const piece of pattern.split(/(%+|_)/)) {
    if (piece.startsWith('%')) parts.push('*');
    else if (piece === '_') parts.push('?');
    else if (piece !== '') parts.push({ text: piece });
  }
  return parts;
}

/** One of these values. */
export function inTruth(
  setting: ExpressionSetting,
  value: Value,
  list: readonly Value[],
  place: Range,
): Truth {
  const undecidable = undecidableAt(setting, place);
  const literals = list.flatMap((each) => (each.kind === 'literal' ? [each.value] : []));
  if (value.kind === 'field' && value.list === null && literals.length === list.length) {
    const holds = compare(value.path, 'in', literals);
    const fails = all([compare(value.path, 'exists'), not(holds)]);
    return {
      holds: literals.length === 0 ? never : holds,
      fails: literals.length === 0 ? always : fails,
      reach: value.reach,
    };
  }
  return eitherHolds(list.map((each) => compareValues(value, '=', each, undecidable)));
}

export function presence(setting: ExpressionSetting, value: Value, place: Range): Truth {
  return isPresent(value, undecidableAt(setting, place));
}

/** `source`: the regular expression, searched for; null where it is computed. */
export function matchesTruth(
  setting: ExpressionSetting,
  place: Range,
  value: Value,
  source: string | null,
): Truth {
  const undecidable = undecidableAt(setting, place);
  const regex = source === null ? null : lowerRegex(source);
  const isRaw = value.kind === 'field' && value.path.match !== 'path';
  if (regex === null || isRaw) {
    const reason = isRaw ? 'raw_text' : source === null ? 'computed_pattern' : 'unsupported_regex';
    const holds = undecidable(reason, value.kind === 'field' ? [value.path] : []);
    return { holds, fails: holds, reach: reachOf(value) };
  }
  const { pattern, caseSensitive } = regex;
  return testText(
    value,
    (path) => compare(path, 'regex', [pattern], { caseSensitive }),
    () => null,
    undecidable,
  );
}
