import { describe, expect, it } from 'vitest';
import { all, opaque } from '../../src/condition/condition.ts';
import { hasQuery, standingOf } from '../../src/rule/standing.ts';

describe('whether a rule judges events', () => {
  const refused = opaque('a: (', 'syntax_error');
  it.each([
    ['machine_learning', opaque('job', 'machine_learning'), false],
    ['kuery', refused, false],
    ['kuery', opaque('a: f(x)', 'unsupported_call'), true],
    ['sigma', all([refused, opaque('x', 'external_list')]), true],
  ] as const)('%s: %j', (language, condition, expected) => {
    expect(hasQuery({ language, condition })).toBe(expected);
  });

  it('comes before what its author says', () => {
    expect(standingOf('deprecated', false)).toBe('without_query');
    expect(standingOf('deprecated', true)).toBe('retired');
    expect(standingOf('stable', true)).toBe('active');
  });
});
