/** The meta section of a YARA-L rule: `key = "value"` lines, a key as often as its author likes. */
import type { Token, YaraLRule } from '../../text/yara-l-outline.ts';
import { yaraLTokens } from '../../text/yara-l-outline.ts';

export type Meta = readonly MetaEntry[];

export interface MetaEntry {
  /** In lower case. */
  readonly key: string;
  readonly value: string;
}

/** Entries of the meta section, in order; what is none is passed over. */
export function readMeta(text: string, rule: YaraLRule): Meta {
  return entriesIn(text, rule, 'meta', '');
}

/** Outcomes that are one text: `$mitre_attack_tactic = "Persistence"`, in whatever aggregation: `array_distinct("Persistence")`. */
export function readOutcomeTexts(text: string, rule: YaraLRule): Meta {
  return entriesIn(text, rule, 'outcome', '$');
}

function entriesIn(text: string, rule: YaraLRule, section: string, sign: string): Meta {
  return rule.sections
    .filter(({ name }) => name === section)
    .flatMap(({ start, end }) => {
      const tokens = yaraLTokens(text.slice(start, end));
      return tokens.flatMap((token, at): readonly MetaEntry[] => {
        const [before, equals] = [tokens[at - 1], tokens[at + 1]];
        const [value, next] = sign === '' ? [tokens[at + 2], undefined] : outcomeValue(tokens, at + 2);
        if (token.kind !== 'word' || equals?.text !== '=' || value === undefined || value.kind === 'sign')
          return [];
        if (sign !== '' && (before?.text !== sign || value.kind !== 'text' || isOperator(next?.text)))
          return [];
        return [{ key: token.text.toLowerCase(), value: unquoted(value.text) }];
      });
    });
}

/** The text that an outcome is, and what stands behind it. */
function outcomeValue(tokens: readonly Token[], at: number): readonly [Token | undefined, Token | undefined] {
  const isAggregated =
    tokens[at]?.kind === 'word' && tokens[at + 1]?.text === '(' && tokens[at + 3]?.text === ')';
  return isAggregated ? [tokens[at + 2], tokens[at + 4]] : [tokens[at], tokens[at + 1]];
}

/** The text is a part of a computation only. */
function isOperator(text: string | undefined): boolean {
  return text !== undefined && ['+', '-', '*', '/', '%', ',', ')'].includes(text);
}

function unquoted(text: string): string {
  if (text.startsWith('`')) return text.replace(/^`|`$/g, '');
  if (!text.startsWith('"')) return text;
  return text.slice(1, text.endsWith('"') && text.length > 1 ? -1 : undefined).replace(/\\(["\\])/g, '$1');
}

/** The first value of the first of these keys that has one. */
export function metaText(meta: Meta, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const found = meta.find((entry) => entry.key === key && entry.value.trim() !== '');
    if (found !== undefined) return found.value.trim();
  }
  return null;
}

/** All values of keys that match, in order. */
export function metaTexts(meta: Meta, key: RegExp): readonly string[] {
  return meta
    .filter((entry) => key.test(entry.key) && entry.value.trim() !== '')
    .map(({ value }) => value.trim());
}
