/** Brings declared techniques and tactics to the current version of ATT&CK. */
import type { AttackReference } from '../rule/rule.ts';
import type { CanonicalTechnique } from './facts.ts';

export interface AttackTactic {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly formerNames?: readonly string[];
}

export interface AttackTechnique {
  readonly id: string;
  readonly name: string;
  /** Short names of its tactics. */
  readonly tactics: readonly string[];
  readonly parent?: string;
}

/** The facts of one ATT&CK version, as seed/attack/ holds them. */
export interface AttackFacts {
  readonly version: string;
  readonly tactics: readonly AttackTactic[];
  readonly techniques: readonly AttackTechnique[];
  readonly replaced: readonly { readonly id: string; readonly replacedBy: string; readonly name: string }[];
  readonly deprecated: readonly { readonly id: string; readonly name: string }[];
}

export type CanonicaliseAttack = (references: readonly AttackReference[]) => readonly CanonicalTechnique[];

/** Makes the function that canonicalises a rule's references; one row for each distinct (technique, tactic), in order. */
export function attackCanonicaliser(facts: AttackFacts): CanonicaliseAttack {
  const tactics = tacticsByWord(facts);
  const techniques = new Map(facts.techniques.map((technique) => [technique.id, technique]));
  const replaced = new Map(facts.replaced.map(({ id, replacedBy }) => [id, replacedBy]));
  const deprecated = new Set(facts.deprecated.map(({ id }) => id));

  const canonicalise = (reference: AttackReference): CanonicalTechnique => {
    const tactic = reference.tactic === null ? undefined : tactics.get(tacticWord(reference.tactic));
    const tacticId = tactic?.tactic.id ?? null;
    if (reference.technique === null) {
      const status = tactic === undefined ? 'unknown' : tactic.former ? 'renamed' : 'tactic_only';
      return {
        declared: reference.tactic ?? '',
        technique: null,
        tactic: tacticId,
        mappingStatus: status,
        replacedBy: null,
      };
    }
    const declared = reference.technique.trim().toUpperCase();
    const row = (
      technique: string | null,
      mappingStatus: CanonicalTechnique['mappingStatus'],
      replacedBy: string | null = null,
    ) => ({
      declared,
      technique,
      tactic: tacticId,
      mappingStatus,
      replacedBy,
    });
    if (techniques.has(declared)) return row(declared, tactic?.former === true ? 'renamed' : 'current');
    const successor = replaced.get(declared);
    if (successor !== undefined) return row(successor, 'revoked', successor);
    return row(null, deprecated.has(declared) ? 'deprecated' : 'unknown');
  };

  return (references) => {
    const rows = new Map(
      references.map(canonicalise).map((row) => [`${row.declared} ${row.tactic ?? ''}`, row]),
    );
    return [...rows.values()];
  };
}

function tacticsByWord(
  facts: AttackFacts,
): ReadonlyMap<string, { readonly tactic: AttackTactic; readonly former: boolean }> {
  const words = new Map<string, { tactic: AttackTactic; former: boolean }>();
  for (const tactic of facts.tactics) {
    for (const former of tactic.formerNames ?? []) words.set(tacticWord(former), { tactic, former: true });
    for (const word of [tactic.id, tactic.name, tactic.shortName])
      words.set(tacticWord(word), { tactic, former: false });
  }
  return words;
}

/** `Defense Evasion`, `defense-evasion`, `DefenseEvasion` are one word; `TA003`, a digit short, is `TA0003`. */
function tacticWord(word: string): string {
  const plain = word.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain.replace(/^ta(\d{3})$/, 'ta0$1');
}
