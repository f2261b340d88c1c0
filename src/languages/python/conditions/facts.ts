/** What is asked of conditions again and again while they are put together: remembered for each. */
import type { Condition } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { binderOf } from './same-field.ts';
import { TooLarge } from './too-large.ts';

const MAX_SIZE = 16_000;

export interface Facts {
  readonly size: number;
  /** A bit for each root that its leaves look at; two conditions without a common bit say nothing about each other. */
  readonly roots: number;
  /**
   * Opaque texts may read alike and yet mean different things (a helper called twice): what holds one opaque text is never concluded to be
   * false (or true) from another.
   */
  readonly hasOpaque: boolean;
}

const known = new WeakMap<Condition, Facts>();

export function factsOf(condition: Condition): Facts {
  const before = known.get(condition);
  if (before !== undefined) return before;
  const facts = makeFacts(condition);
  known.set(condition, facts);
  if (facts.size > MAX_SIZE) throw new TooLarge('The condition grows too large.');
  return facts;
}

export function hasOpaque(condition: Condition): boolean {
  return factsOf(condition).hasOpaque;
}

/** They look at nothing in common: neither follows from the other, nor from its opposite. */
export function areUnrelated(a: Condition, b: Condition): boolean {
  return (factsOf(a).roots & factsOf(b).roots) === 0;
}

const EVERY_ROOT = -1;

function makeFacts(condition: Condition): Facts {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return together(condition.of.map(factsOf));
    case 'not':
      return together([factsOf(condition.of)]);
    case 'some': {
      const parts = condition.pick === null ? [condition.of] : [condition.of, condition.pick.among];
      const inner = together(parts.map(factsOf));
      // What is asked of the element is not asked of the event: only the list itself is common ground.
      return { ...inner, roots: rootOf(condition.field) };
    }
    case 'compare': {
      const own = rootOf(condition.field);
      const roots = condition.other === null ? own : own | rootOf(condition.other);
      return { size: 1, roots, hasOpaque: false };
    }
    case 'opaque':
      return { size: 1, roots: EVERY_ROOT, hasOpaque: true };
    case 'always':
    case 'never':
    case 'from':
      return { size: 1, roots: EVERY_ROOT, hasOpaque: false };
  }
}

function together(parts: readonly Facts[]): Facts {
  let [size, roots, opaque] = [1, 0, false];
  for (const part of parts) {
    size += part.size;
    roots |= part.roots;
    opaque ||= part.hasOpaque;
  }
  return { size, roots, hasOpaque: opaque };
}

/** The event or the loop's element itself has to do with all that is in it. */
function rootOf(field: FieldPath): number {
  const [first] = field.segments;
  if (first === undefined) return EVERY_ROOT;
  let hash = binderOf(field) ?? 0;
  for (let at = 0; at < first.length; at++) hash = (hash * 31 + first.charCodeAt(at)) | 0;
  return 1 << (hash & 31);
}
