/** Elastic's threat tables → ATT&CK references: each tactic with its techniques, and these with their sub-techniques. */
import type { AttackReference } from '../../rule/rule.ts';
import { recordOf, recordsOf, textOf, textsOf } from '../../text/plain-data.ts';

export function attackReferences(threat: unknown): readonly AttackReference[] {
  const found = recordsOf(threat).flatMap((table): readonly AttackReference[] => {
    const tactic = textOf(recordOf(table['tactic'])['id']) ?? textOf(recordOf(table['tactic'])['name']);
    const techniques = recordsOf(table['technique']).flatMap((technique) =>
      [technique, ...recordsOf(technique['subtechnique'])].map(({ id }) => textOf(id)?.toUpperCase() ?? null),
    );
    const ids = techniques.filter((id) => id !== null);
    if (ids.length > 0) return ids.map((technique) => ({ technique, tactic }));
    return tactic === null ? [] : [{ technique: null, tactic }];
  });
  return [
    ...new Map(found.map((reference) => [`${reference.tactic}:${reference.technique}`, reference])).values(),
  ];
}

/** A hunt's `mitre` names ids only: techniques, or tactics. */
export function huntReferences(mitre: unknown): readonly AttackReference[] {
  return textsOf(mitre).map((text) => {
    const id = text.toUpperCase();
    return /^TA\d+$/.test(id) ? { technique: null, tactic: id } : { technique: id, tactic: null };
  });
}
