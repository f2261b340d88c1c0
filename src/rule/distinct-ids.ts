/** Makes the ids of a source's rules distinct where its authors gave one id twice. */
import { diagnostic } from '../text/diagnostic.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import { ruleId } from './rule.ts';
import type { RuleHead } from './rule.ts';

/**
 * The first rule of an id keeps it; a later one gets its file's name behind it (and a number, if that is taken as well), with a warning: no rule is lost, and
 * ids stay what they are as long as the files do.
 */
export function withDistinctIds<R extends RuleHead & { readonly diagnostics: readonly Diagnostic[] }>(
  rules: readonly R[],
): readonly R[] {
  const firsts = new Map<string, string>();
  return rules.map((rule) => {
    const first = firsts.get(rule.nativeId);
    if (first === undefined) {
      firsts.set(rule.nativeId, rule.path);
      return rule;
    }
    const nativeId = freeId(`${rule.nativeId}@${fileName(rule.path)}`, firsts);
    firsts.set(nativeId, rule.path);
    const message = `${first} has the id ${rule.nativeId} already: this rule is kept as ${nativeId}.`;
    const warning = diagnostic('repeated_id', message, null, 'warning', rule.path);
    const id = ruleId(rule.platform, nativeId);
    return { ...rule, id, nativeId, diagnostics: [...rule.diagnostics, warning] };
  });
}

function fileName(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.[^.]*$/, '');
}

function freeId(id: string, taken: ReadonlyMap<string, string>): string {
  let free = id;
  for (let count = 2; taken.has(free); count++) free = `${id}-${count}`;
  return free;
}
