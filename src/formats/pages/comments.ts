/** What comments say of a query: labels with their values, ATT&CK, prose. */
import type { AttackReference, Severity } from '../../rule/rule.ts';
import { SEVERITIES } from '../../rule/rule.ts';
import { distinct } from '../../text/plain-data.ts';

/** Values behind a label: `Author: …`, `**Severity:** …`. */
export function labelled(comments: readonly string[], label: RegExp): readonly string[] {
  return comments.flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).replaceAll(/[*_#]/g, '').trim();
    const value = line
      .slice(colon + 1)
      .replace(/^[*_\s]+/, '')
      .trim();
    return name.length <= 40 && value !== '' && label.test(name) ? [value] : [];
  });
}

export function severityIn(comments: readonly string[]): {
  severity: Severity | null;
  nativeSeverity: string | null;
} {
  const [word = null] = labelled(comments, /^(severity|risk|priority)( level)?$/i);
  const first = word?.toLowerCase().split(/[^a-z]/)[0];
  const severity = SEVERITIES.find((each) => each === first) ?? null;
  return severity === null ? { severity: null, nativeSeverity: null } : { severity, nativeSeverity: word };
}

const TACTICS =
  /\b(reconnaissance|resource development|initial access|execution|persistence|privilege escalation|defen[sc]e evasion|credential access|discovery|lateral movement|collection|command (?:and|&) control|exfiltration|impact)\b/gi;

/** Techniques and tactics by their ids, wherever they stand; tactics by their names behind a label of ATT&CK's. */
export function attackInComments(comments: readonly string[]): readonly AttackReference[] {
  const text = comments.join('\n');
  const techniques = distinct(
    [...text.matchAll(/\bT(\d{4})(?:[./](\d{3}))?\b/gi)].map(
      ([, id = '', sub]) => `T${id}${sub === undefined ? '' : `.${sub}`}`,
    ),
  );
  const named = labelled(comments, /mitre|att&?ck|tactics?/i).join('; ');
  const ids = distinct((text.match(/\bTA\d{4}\b/gi) ?? []).map((id) => id.toUpperCase()));
  const names = (named.match(TACTICS) ?? []).map((name) =>
    name.toLowerCase().replaceAll(' & ', ' and ').replace('defence', 'defense'),
  );
  const tactics = ids.length > 0 ? ids : distinct(names);
  return [
    ...techniques.map((technique) => ({ technique, tactic: null })),
    ...tactics.map((tactic) => ({ technique: null, tactic })),
  ];
}

const SAID =
  /^(authors?|name|twitter|linkedin|github|website|references?|title|(rule|query)( name)?|severity|mitre.*|tactics?|techniques?|date|version)$/i;

/** Comments but for those that are a label and its value. */
export function descriptionIn(comments: readonly string[]): string | null {
  const prose = comments
    .map((line) => line.replace(/^[*_\s]*description[*_\s]*:[*_\s]*/i, ''))
    .filter((line) => labelled([line], SAID).length === 0 && /[\p{L}\d]/u.test(line));
  return prose.length === 0 ? null : prose.join('\n');
}
