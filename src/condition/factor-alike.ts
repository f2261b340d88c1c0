/** What many alternatives have in common but for one part is said once: `a and b1`, `a and b2`, … become `a and (b1 or b2 or …)`. */
import type { Condition } from './condition.ts';
import { conditionKey } from './key.ts';

type Kind = 'all' | 'any';

/** A list that was written out makes so many; fewer stay as their author wrote them. */
const MANY = 8;
/** Of a longer conjunction the alternatives have more than one part of their own. */
const MOST_PARTS = 12;

/** One alternative without one of its parts. */
interface Without {
  readonly child: Condition;
  readonly parts: readonly Condition[];
  readonly at: number;
}

/**
 * Of an `any`, alternatives that are an `all`, and the other way round. `group` makes a simplified condition of parts. The law of distribution holds for verdicts as
 * well, which are ordered: `all` is the least of its parts, `any` the greatest.
 */
export function factorAlike(
  kind: Kind,
  children: readonly Condition[],
  group: (kind: Kind, parts: readonly Condition[]) => Condition,
): readonly Condition[] {
  const inner = kind === 'any' ? 'all' : 'any';
  const families = familiesOf(inner, children).filter((family) => family.length >= MANY);
  if (families.length === 0) return children;
  const replaced = new Map<Condition, Condition | null>();
  for (const family of families.toSorted((a, b) => b.length - a.length)) {
    const free = family.filter(({ child }) => !replaced.has(child));
    const [first] = free;
    if (first === undefined || free.length < MANY) continue;
    const own = group(
      kind,
      free.flatMap(({ parts, at }) => parts[at] ?? []),
    );
    for (const { child } of free) replaced.set(child, null);
    replaced.set(first.child, group(inner, first.parts.with(first.at, own)));
  }
  return children.flatMap((child) => {
    const factored = replaced.get(child);
    return factored === undefined ? [child] : (factored ?? []);
  });
}

function familiesOf(inner: Kind, children: readonly Condition[]): readonly (readonly Without[])[] {
  const compound = children.flatMap((child) =>
    child.kind === inner && child.of.length <= MOST_PARTS ? [{ child, parts: child.of }] : [],
  );
  if (compound.length < MANY) return [];
  const families = new Map<string, Without[]>();
  for (const { child, parts } of compound) {
    const keys = parts.map(conditionKey);
    for (const at of parts.keys()) {
      const key = JSON.stringify(keys.toSpliced(at, 1).toSorted());
      const family = families.get(key) ?? [];
      families.set(key, family);
      family.push({ child, parts, at });
    }
  }
  return [...families.values()];
}
