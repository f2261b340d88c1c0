/** Many alternatives that differ in one part become one. */
import { describe, expect, it } from 'vitest';
import { all, any, compare } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { printCondition } from '../../src/condition/print.ts';
import { simplify } from '../../src/condition/simplify.ts';
import { compileRules } from '../../src/engine/engine.ts';

const is = (field: string, value: string): Condition => compare(fieldPath(field), 'eq', [value]);
const names = Array.from({ length: 8 }, (_none, at) => `n${at}`);

/** Who it is, by where a record of its type says so. */
const isNamed = (name: string): Condition =>
  any([
    all([is('type', 'root'), any([all([is('alias', ''), is('account', name)]), is('user', name)])]),
    all([is('type', 'role'), is('session', name)]),
  ]);

describe('alternatives', () => {
  it('that are a list written out are one with the list', () => {
    expect(printCondition(simplify(any(names.map(isNamed))))).toBe(
      [
        '(type eq "root" and ((alias eq "" and account in ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"])',
        'or user in ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"]))',
        'or (type eq "role" and session in ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"])',
      ].join(' '),
    );
  });

  it('that are few stay as they are written', () => {
    const few = names.slice(1).map((name) => all([is('type', 'root'), is(name, 'x')]));
    expect(simplify(any(few))).toEqual(any(few));
  });

  it('of another kind beside them keep their place', () => {
    const alike = names.map((name) => all([is('type', 'root'), is(name, 'x')]));
    const [first, ...rest] = alike;
    const found = simplify(any([is('a', '1'), first ?? is('a', '1'), is('b', '1'), ...rest]));
    expect(printCondition(found)).toMatch(
      /^a eq "1" or \(type eq "root" and \(n0 eq "x" or .*\)\) or b eq "1"$/,
    );
  });

  it.each([
    [{ type: 'root', user: 'n3' }, 1],
    [{ type: 'root', alias: '', account: 'n7' }, 1],
    [{ type: 'root', alias: 'x', account: 'n7' }, 0],
    [{ type: 'role', session: 'n0' }, 1],
    [{ type: 'role', user: 'n0' }, 0],
  ])('mean the same: %j', (event, matched) => {
    const written = any(names.map(isNamed));
    for (const condition of [written, simplify(written)]) {
      const engine = compileRules([
        { id: 'r', condition, eventSchema: 'raw', logSources: [], needsMoreEvents: false },
      ]);
      expect(engine.evaluate(event).totals.matched).toBe(matched);
    }
  });
});
