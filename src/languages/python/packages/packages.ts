/**
 * Third-party libraries that rules call and that are pure and small: what they compute, written anew in Python, so that it is followed like a
 * rule's own helpers. A text iterated over counts as a list of one, as everywhere (docs/panther.md), so `[x]` needs no wrapping here.
 */
import { PYCOUNTRY } from './pycountry.ts';
import { POLICYUNIVERSE_POLICY } from './policyuniverse.ts';

export const LIBRARIES: ReadonlyMap<string, string> = new Map([
  ['policyuniverse.policy', POLICYUNIVERSE_POLICY],
  ['policyuniverse.statement', POLICYUNIVERSE_POLICY],
  ['pycountry', PYCOUNTRY],
]);
