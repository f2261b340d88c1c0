/** Brings declared techniques and tactics to the current version of ATT&CK. */
import type { AttackReference } from '../rule/rule.ts';
import { techniqueNamer } from './attack-names.ts';
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
  const idOf = techniqueNamer(facts);

  const canonicalise = (written: AttackReference): CanonicalTechnique => {
    const reference = inItsPlace(written, (word) => tactics.has(tacticWord(word)), idOf);
    const tactic = reference.tactic === null ? undefined : tactics.get(tacticWord(reference.tactic));
    const tacticId = tactic?.tactic.id ?? null;
    if (reference.technique === null) return tacticRow(reference.tactic ?? '', tactic);
    const declared = declaredTechnique(reference.technique);
    const id = TECHNIQUE_ID.test(declared) ? declared : (idOf(declared) ?? declared);
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
    if (techniques.has(id)) return row(id, tactic?.former === true ? 'renamed' : 'current');
    const successor = replaced.get(id);
    if (successor !== undefined) return row(successor, 'revoked', successor);
    return row(null, deprecated.has(id) ? 'deprecated' : 'unknown');
  };

  return (references) => {
    const rows = new Map(
      references.map((reference) => {
        const row = canonicalise(reference);
        const entry = { row, isName: reference.technique !== null && !TECHNIQUE_ID.test(row.declared) };
        return [`${row.declared} ${row.tactic ?? ''}`, entry];
      }),
    );
    return withoutSecondNames([...rows.values()]);
  };
}

type TacticEntry = ReturnType<ReturnType<typeof tacticsByWord>['get']>;

const TECHNIQUE_ID = /^T\d{4}(?:\.\d{3})?$/;

/** An id in capitals; a name as it is written. */
function declaredTechnique(written: string): string {
  const trimmed = written.trim();
  return /^t\d/i.test(trimmed) ? trimmed.toUpperCase() : trimmed;
}

/** Where a tactic is expected a technique's name may stand: `mitre = "process_injection, t1055"`. */
function inItsPlace(
  reference: AttackReference,
  isTactic: (word: string) => boolean,
  idOf: (name: string) => string | undefined,
): AttackReference {
  const { technique, tactic } = reference;
  if (technique !== null || tactic === null || isTactic(tactic)) return reference;
  return idOf(tactic) === undefined ? reference : { technique: tactic, tactic: null };
}

function tacticRow(declared: string, tactic: TacticEntry): CanonicalTechnique {
  return {
    declared,
    technique: null,
    tactic: tactic?.tactic.id ?? null,
    mappingStatus: tactic === undefined ? 'unknown' : tactic.former ? 'renamed' : 'tactic_only',
    replacedBy: null,
  };
}

interface NamedRow {
  readonly row: CanonicalTechnique;
  /** A technique is declared, and not by its id. */
  readonly isName: boolean;
}

/** A name beside ids says which technique one of them, or its parent, is; what nobody is called says nothing beside an id. */
function withoutSecondNames(entries: readonly NamedRow[]): readonly CanonicalTechnique[] {
  const byId = entries.filter(({ row }) => TECHNIQUE_ID.test(row.declared));
  const told = new Set(
    byId.flatMap(({ row: { declared, technique } }) =>
      [declared, technique ?? declared].flatMap((id) => [id, id.slice(0, 5)]),
    ),
  );
  return entries
    .filter(({ row, isName }) => {
      const isSecond = row.technique === null ? isName : told.has(row.technique);
      return TECHNIQUE_ID.test(row.declared) || byId.length === 0 || row.tactic !== null || !isSecond;
    })
    .map(({ row }) => row);
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
