import { describe, expect, it } from 'vitest';
import { fieldsRead, requiredFields } from '../../src/analysis/fields-read.ts';
import { exclusionsOf, indicatorsOf } from '../../src/analysis/predicates.ts';
import { all, any, compare, not, opaque, some } from '../../src/condition/condition.ts';
import { fieldPath, withTransform } from '../../src/condition/field-path.ts';
import { simplify } from '../../src/condition/simplify.ts';

const action = fieldPath('eventName', { name: 'event.action' });
const address = fieldPath('sourceIPAddress', { name: 'source.address' });
const element = fieldPath('cidr', { scope: 'element' });

const text = (facts: ReturnType<typeof indicatorsOf>): string[] =>
  facts.map((fact) => `${fact.field} ${fact.kind} ${fact.values.map((value) => value.key).join('|')}`);

describe('indicators', () => {
  it('are the predicates under an even number of negations, a lone ne among them', () => {
    const condition = simplify(
      all([
        compare(action, 'in', ['StopLogging', 'DeleteTrail']),
        not(compare(address, 'eq', ['10.0.0.1'])),
        not(any([compare(address, 'ends_with', ['.example.org']), compare(address, 'eq', ['AWS Internal'])])),
      ]),
    );
    expect(text(indicatorsOf(condition))).toEqual([
      'event.action in deletetrail|stoplogging',
      'source.address ne 10.0.0.1',
    ]);
    expect(text(exclusionsOf(condition))).toEqual([
      'source.address ends_with .example.org',
      'source.address eq aws internal',
    ]);
  });

  it.each([true, false])(
    'count the values of a list as eq, whatever their letter case (%s)',
    (caseSensitive) => {
      const [fact] = indicatorsOf(compare(action, 'in', ['StopLogging', 'DeleteTrail'], { caseSensitive }));
      expect(fact).toMatchObject({ kind: 'in', keyKind: 'eq', nativeField: 'eventName', caseSensitive });
      expect(fact?.values).toEqual([
        { value: 'DeleteTrail', key: 'deletetrail' },
        { value: 'StopLogging', key: 'stoplogging' },
      ]);
    },
  );

  it('leave out plumbing: presence and the time of the event', () => {
    const time = fieldPath('@timestamp');
    expect(indicatorsOf(all([compare(action, 'exists'), compare(time, 'gt', ['now-5m'])]))).toEqual([]);
  });

  it('name fields of list elements from the root, and show what is done to a value', () => {
    const list = fieldPath('ipPermissions');
    const condition = some(list, compare(withTransform(element, 'length'), 'gt', [4]));
    expect(text(indicatorsOf(condition))).toEqual(['length(ipPermissions.cidr) gt 4']);
  });

  it('do not lose case in a regex key', () => {
    expect(text(indicatorsOf(compare(action, 'regex', ['\\S+A'], { caseSensitive: false })))).toEqual([
      'event.action regex \\S+A',
    ]);
  });
});

describe('fields read', () => {
  const condition = all([
    compare(action, 'eq', ['x']),
    any([
      compare(address, 'eq', ['a']),
      all([compare(address, 'exists'), compare(fieldPath('b'), 'eq', [1])]),
    ]),
    not(compare(fieldPath('c'), 'eq', [1])),
    opaque('f(d)', 'unsupported_call', [fieldPath('d')]),
  ]);

  it('say which fields a rule cannot match without', () => {
    expect([...requiredFields(simplify(condition))].sort()).toEqual(['event.action', 'source.address']);
  });

  it('carry every role of a field', () => {
    const fields = fieldsRead(
      simplify(condition),
      [{ name: 'eventName', source: 'eventName', origin: 'title' }],
      () => 'event.action',
    );
    expect(fields).toContainEqual({
      field: 'event.action',
      nativeField: 'eventName',
      roles: ['indicator', 'output'],
      required: true,
    });
    expect(fields).toContainEqual({
      field: 'd',
      nativeField: 'd',
      roles: ['other'],
      required: false,
    });
  });
});
