/**
 * ATT&CK as rules of the community declare it: an outcome `$mitre_attack_technique_id`; in the meta section the id of a technique and of a tactic
 * (`technique`, `tactic`), the technique's page (`mitre_attack_url`), its name (`mitre_attack_technique`), or both mixed (`mitre = "t1098, persistence"`).
 */
import type { AttackReference } from '../../rule/rule.ts';
import type { Meta } from './meta.ts';

const KEYS = /mitre|attack|^(?:sub_?)?techniques?(?:_ids?)?$|^tactics?(?:_ids?)?$/;
const NO_REFERENCE = /version/;
const TECHNIQUE = /\bT(\d{4})(?:[./](\d{3}))?\b/gi;
const TACTIC_ID = /\bTA\d{3,4}\b/gi;

export function attackReferences(meta: Meta, outcomes: Meta): readonly AttackReference[] {
  const entries = [...meta, ...outcomes].filter(({ key }) => KEYS.test(key) && !NO_REFERENCE.test(key));
  const techniques = withSubTechnique(unique(entries.flatMap(({ value }) => techniqueIds(value))), entries);
  const tactics = unique(entries.flatMap(({ key, value }) => tacticWords(key, value)));
  const names = unique(entries.flatMap(({ key, value }) => techniqueNames(key, value)));
  const all = techniques.length > 0 ? techniques : names;
  // Beside ids a name mostly says the same once more; who knows the names tells.
  const others = techniques.length > 0 ? names.map((each) => ({ technique: each, tactic: null })) : [];
  const [technique, tactic] = [all[0], tactics[0]];
  // One of each belong together.
  if (all.length === 1 && tactics.length === 1 && technique !== undefined && tactic !== undefined)
    return [{ technique, tactic }, ...others];
  return [
    ...all.map((each) => ({ technique: each, tactic: null })),
    ...others,
    ...tactics.map((each) => ({ technique: null, tactic: each })),
  ];
}

/** `technique = "T1078"` beside `subtechnique = "004"`: one technique, in two parts. */
function withSubTechnique(techniques: readonly string[], entries: Meta): readonly string[] {
  const [technique, ...more] = techniques;
  const subs = entries.filter(({ key }) => /sub_?technique/.test(key)).map(({ value }) => value.trim());
  const [sub] = subs.flatMap((value) => /^\.?(\d{3})\b/.exec(value)?.[1] ?? []);
  if (technique === undefined || sub === undefined || more.length > 0 || technique.includes('.'))
    return techniques;
  return [`${technique}.${sub}`];
}

function techniqueIds(value: string): readonly string[] {
  return [...value.matchAll(TECHNIQUE)].map(([, id = '', sub]) =>
    sub === undefined ? `T${id}` : `T${id}.${sub}`,
  );
}

function tacticWords(key: string, value: string): readonly string[] {
  const ids = [...value.matchAll(TACTIC_ID)].map(([id]) => id.toUpperCase());
  if (ids.length > 0) return ids;
  if (/tactic/.test(key)) return words(value);
  // `mitre = "Execution, t1204"`
  return key === 'mitre' ? words(value).filter((word) => !/\d/.test(word)) : [];
}

/** What stands among techniques and tactics and is of another catalogue: groups, software, analytics, controls. */
export function otherCatalogues(texts: readonly string[]): readonly string[] {
  return texts
    .flatMap(words)
    .filter((word) => /\d/.test(word) && word.search(TECHNIQUE) < 0 && word.search(TACTIC_ID) < 0);
}

function techniqueNames(key: string, value: string): readonly string[] {
  if (!/technique/.test(key) || /\d{3}/.test(value)) return [];
  return words(value);
}

function words(value: string): readonly string[] {
  return value
    .split(/[,;|]/)
    .map((word) => word.trim())
    .filter((word) => word !== '' && !/^https?:/.test(word));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Map(texts.map((text) => [text.toLowerCase(), text])).values()];
}
