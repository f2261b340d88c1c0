/** Panther's `Reports` → the ATT&CK references among them. */
import type { AttackReference } from '../../rule/rule.ts';
import { listOf, recordOf, textOf } from '../../text/plain-data.ts';

const FRAMEWORK = /^mitre\b.*att/i;
const TACTIC = /^TA\d+$/i;
/** Ids stand as `TA0002:T1204`, and by mistake with spaces or several in one text: `AML.T0018` is of ATLAS. */
const ID = /\bTA\d+\b|\b(?:AML\.)?T\d+(?:\.\d+)*\b/gi;

/**
 * The references of all reports that are ATT&CK's; a report named by a tactic's id is one as well (its values are that tactic's techniques).
 * A technique belongs to the tactic before it in the same text.
 */
export function attackReferences(reports: unknown): readonly AttackReference[] {
  const found = Object.entries(recordOf(reports)).flatMap(([framework, values]) => {
    const tactic = TACTIC.test(framework.trim()) ? framework.trim().toUpperCase() : null;
    if (tactic === null && !FRAMEWORK.test(framework.trim())) return [];
    return listOf(values).flatMap((value) => referencesOf(textOf(value) ?? '', tactic));
  });
  return [
    ...new Map(found.map((reference) => [`${reference.tactic}:${reference.technique}`, reference])).values(),
  ];
}

function referencesOf(text: string, reportTactic: string | null): readonly AttackReference[] {
  const references: AttackReference[] = [];
  let tactic = reportTactic;
  let used = tactic !== null;
  for (const [match] of text.matchAll(ID)) {
    const id = match.toUpperCase();
    if (TACTIC.test(id)) {
      if (tactic !== null && !used) references.push({ technique: null, tactic });
      tactic = id;
      used = false;
    } else {
      references.push({ technique: id, tactic });
      used = true;
    }
  }
  if (tactic !== null && !used) references.push({ technique: null, tactic });
  return references;
}
