import { hash } from 'node:crypto';
import type { Condition } from './condition.ts';

/** Longer keys are replaced by their digest: a tree's keys must not grow with its depth. */
const LONGEST_KEY = 96;

const keys = new WeakMap<Condition, string>();

/** A text that two conditions share exactly when they are the same node for node (spans apart). Remembered per object. */
export function conditionKey(condition: Condition): string {
  const known = keys.get(condition);
  if (known !== undefined) return known;
  const text = makeKey(condition);
  const key = text.length > LONGEST_KEY ? hash('sha256', text, 'base64') : text;
  keys.set(condition, key);
  return key;
}

function makeKey(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return `${condition.kind}(${condition.of.map(conditionKey).join(',')})`;
    case 'not':
      return `not(${conditionKey(condition.of)})`;
    case 'always':
    case 'never':
      return condition.kind;
    case 'from':
      return `from(${JSON.stringify([condition.source, condition.logSources])})`;
    case 'some':
      return condition.pick === null
        ? `some(${JSON.stringify([condition.field, condition.collection])},${conditionKey(condition.of)})`
        : `${condition.pick.place}(${JSON.stringify([condition.field, condition.collection])},${conditionKey(condition.pick.among)},${conditionKey(condition.of)})`;
    case 'compare': {
      const { field, operator, values, other, quantifier, caseSensitive, collection, strict } = condition;
      return JSON.stringify([field, operator, values, other, quantifier, caseSensitive, collection, strict]);
    }
    case 'opaque':
      return `opaque(${JSON.stringify([condition.reason, condition.text])})`;
  }
}
