import { describe, expect, it } from 'vitest';
import { always, compare, from } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { takenFrom } from '../../src/importer/name-sources.ts';
import { logSource } from '../../src/rule/log-source.ts';

describe('a rule that takes all that its source holds', () => {
  const cloudTrail = logSource('aws', null, 'cloudtrail');

  it('is for the events of a source that is known', () => {
    expect(takenFrom(always, ['AWSCloudTrail'], [cloudTrail])).toEqual(from('AWSCloudTrail', [cloudTrail]));
  });

  it('matches every event where its language names no source', () => {
    expect(takenFrom(always, [], [cloudTrail])).toBe(always);
  });

  it('is open where the source is not known: any event may be one of its', () => {
    expect(takenFrom(always, ['Custom_CL'], [])).toEqual(from('Custom_CL'));
  });

  it('is open where the source is a data model, which takes in some events of many products', () => {
    expect(takenFrom(always, ['Authentication'], [logSource(null, 'authentication'), cloudTrail])).toEqual(
      from('Authentication'),
    );
  });

  it('is for a sensor’s events of a category, whatever the system', () => {
    const connections = [logSource('windows', 'network_connection'), logSource(null, 'network_connection')];
    expect(takenFrom(always, ['DeviceNetworkEvents'], connections)).toEqual(
      from('DeviceNetworkEvents', connections),
    );
  });

  it('is open where it makes its rows itself', () => {
    expect(takenFrom(always, [], [])).toEqual(from('rows of its own'));
  });

  it('is decided by its predicates where it has some', () => {
    const condition = compare(fieldPath('a'), 'exists');
    expect(takenFrom(condition, ['Custom_CL'], [])).toBe(condition);
  });
});
