/** Techniques by the names that rules write in the place of an id: `Process Injection`, `process_injection`, `Valid Accounts: Cloud Accounts`. */

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Techniques of today, those that others replaced, those that nothing did. */
interface NamedTechniques {
  readonly techniques: readonly Named[];
  readonly replaced: readonly Named[];
  readonly deprecated: readonly Named[];
}

/** The id of the one technique that is called so, or was; undefined: none, or several. A sub-technique may have its parent's name in front. */
export function techniqueNamer(facts: NamedTechniques): (name: string) => string | undefined {
  const current = new Set(facts.techniques.map(({ id }) => id));
  const all = new Map(
    [...facts.replaced, ...facts.deprecated, ...facts.techniques].map(({ id, name }) => [id, name]),
  );
  const ids = new Map<string, Set<string>>();
  for (const [id, name] of all) {
    const ofParent = id.includes('.') ? all.get(id.slice(0, 5)) : undefined;
    for (const each of ofParent === undefined ? [name] : [name, `${ofParent}: ${name}`]) {
      const known = ids.get(nameWord(each));
      if (known === undefined) ids.set(nameWord(each), new Set([id]));
      else known.add(id);
    }
  }
  return (name) => {
    const found = [...(ids.get(nameWord(name)) ?? [])];
    // A name that a technique has today is not its former bearer's.
    const today = found.filter((id) => current.has(id));
    const candidates = today.length > 0 ? today : found;
    return candidates.length === 1 ? candidates[0] : undefined;
  };
}

function nameWord(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
