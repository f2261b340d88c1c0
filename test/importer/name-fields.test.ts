import { describe, expect, it } from 'vitest';
import { all, any, compare, from, not } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath, withTransform } from '../../src/condition/field-path.ts';
import { leaves } from '../../src/condition/fold.ts';
import { simplify } from '../../src/condition/simplify.ts';
import { fieldNamer, nameFields } from '../../src/importer/name-fields.ts';
import { jsonPath } from '../../src/importer/json-path.ts';
import { logSourcesOfTable } from '../../src/fields/log-analytics-tables.ts';

const TABLES = ['DeviceProcessEvents', 'DeviceFileEvents'];
const rule = {
  eventSchema: 'log_analytics',
  logSources: TABLES.flatMap(logSourcesOfTable),
} as const;

function of(table: string, ...conditions: readonly Condition[]): Condition {
  const source = from(table, logSourcesOfTable(table));
  return conditions.length === 0 ? source : all([source, ...conditions]);
}

function is(column: string, value: string): Condition {
  return compare(fieldPath(column), 'eq', [value]);
}

function namesIn(condition: Condition): readonly string[] {
  const named = simplify(nameFields(simplify(condition), fieldNamer(rule)));
  return leaves(named).flatMap(({ node }) =>
    node.kind === 'compare' ? [`${node.field.name}=${String(node.values[0])}`] : [],
  );
}

describe('fields of a rule that reads several tables', () => {
  it('are named by the table of their part', () => {
    const condition = any([
      of('DeviceProcessEvents', is('FileName', 'a')),
      of('DeviceFileEvents', is('FileName', 'b')),
    ]);
    expect(namesIn(condition)).toEqual(['process.name=a', 'file.name=b']);
  });

  it('that are asked for alike are named in each', () => {
    const condition = all([any([of('DeviceProcessEvents'), of('DeviceFileEvents')]), is('FileName', 'a')]);
    expect(namesIn(condition)).toEqual(['process.name=a', 'file.name=a']);
  });

  it('that are one field in all stay one', () => {
    const condition = all([any([of('DeviceProcessEvents'), of('DeviceFileEvents')]), is('DeviceName', 'a')]);
    expect(namesIn(condition)).toEqual(['host.name=a']);
  });

  it('stay together in an exclusion', () => {
    const condition = all([
      any([of('DeviceProcessEvents'), of('DeviceFileEvents')]),
      not(any([is('FileName', 'a'), is('DeviceName', 'b')])),
    ]);
    expect(namesIn(condition)).toEqual(['process.name=a', 'host.name=b']);
  });
});

describe('what is taken out of a column of JSON', () => {
  const column = fieldPath('RequestParameters');
  const parsed = withTransform(column, 'parse_json');

  it.each([
    ['a key', withTransform(parsed, 'key', 'a'), 'RequestParameters.a', 0],
    ['an element', withTransform(withTransform(parsed, 'key', 'a'), 'at', 0), 'RequestParameters.a.0', 0],
    [
      'a key as text',
      withTransform(withTransform(parsed, 'key', 'a'), 'to_string'),
      'RequestParameters.a',
      0,
    ],
    [
      'JSON within JSON',
      withTransform(
        withTransform(withTransform(withTransform(parsed, 'key', 'a'), 'to_string'), 'parse_json'),
        'key',
        'b',
      ),
      'RequestParameters.a.b',
      0,
    ],
    [
      'a function of a key',
      withTransform(withTransform(parsed, 'key', 'a'), 'lower'),
      'RequestParameters.a',
      1,
    ],
  ])('%s is a path', (_what, field, native, transforms) => {
    expect(jsonPath(field)).toMatchObject({ native, segments: native.split('.') });
    expect(jsonPath(field).transforms).toHaveLength(transforms);
  });

  it.each([
    ['its length', withTransform(parsed, 'length')],
    ['a part of a text', withTransform(withTransform(column, 'split', '/'), 'at', 0)],
  ])('but %s is none', (_what, field) => {
    expect(jsonPath(field)).toBe(field);
  });
});
