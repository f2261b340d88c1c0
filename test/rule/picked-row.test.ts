/** What is asked of a group's row that is one of its events. */
import { describe, expect, it } from 'vitest';
import { all, compare } from '../../src/condition/condition.ts';
import { fieldPath, withTransform } from '../../src/condition/field-path.ts';
import { printCondition } from '../../src/condition/print.ts';
import { askedOfPicked, namesAskedBy } from '../../src/rule/picked-row.ts';

const last = fieldPath('Last');
const columns = [{ name: 'Last' }, { name: 'Place' }, { name: 'Count' }];
const picked = new Map([
  ['Last', fieldPath('result.type')],
  ['Place', null],
]);
const row = { picked, columns, isOneEvent: true };

function asked(...of: Parameters<typeof askedOfPicked>): string {
  return printCondition(all(askedOfPicked(...of)));
}

describe('what is asked of the picked row', () => {
  it('is asked of the event’s own field', () => {
    expect(asked(row, [compare(withTransform(last, 'lower'), 'eq', ['a'])])).toBe(
      'lower(result.type) eq "a"',
    );
  });

  it('is not asked of the event where more than a field is behind the column', () => {
    expect(asked(row, [compare(last, 'eq', ['a']), compare(fieldPath('Place'), 'eq', ['b'])])).toBe(
      'result.type eq "a"',
    );
  });

  it('is asked as it stands of what is no column', () => {
    expect(asked(row, [compare(fieldPath('user'), 'eq', ['a'])])).toBe('user eq "a"');
  });

  it('leaves every event where the row is asked for what all of them come to, now or later', () => {
    const count = compare(fieldPath('Count'), 'gt', [5]);
    expect(asked(row, [compare(last, 'eq', ['a']), count])).toBe('');
    const later = namesAskedBy([{ kind: 'filter', condition: count, source: '' }]);
    expect(asked(row, [compare(last, 'eq', ['a'])], later)).toBe('');
  });

  it('holds of an event that has no value there where another may have it', () => {
    const several = { picked: new Map([['Last', last]]), columns, isOneEvent: false };
    expect(asked(several, [compare(last, 'eq', ['a'])])).toBe('(Last eq "a" or not (Last exists))');
  });
});
