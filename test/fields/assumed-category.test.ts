import { describe, expect, it } from 'vitest';
import { all, any, compare, not } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { assumedCategory } from '../../src/fields/assumed-category.ts';
import { logSource } from '../../src/rule/log-source.ts';

const is = (native: string, value = 'x', name = native): Condition =>
  compare(fieldPath(native, { name }), 'eq', [value]);

describe('what a rule without a log source is probably about', () => {
  it.each([
    ['principal.process.command_line', 'process_creation'],
    ['target.registry.registry_key', 'registry_event'],
    ['network.dns.questions.name', 'dns'],
    ['target.url', 'web'],
    ['network.http.user_agent', 'web'],
    ['target.file.full_path', 'file_event'],
    ['target.port', 'network_connection'],
    ['email.from.address', 'email'],
  ])('%s: %s', (field, category) => {
    expect(assumedCategory(is(field))).toEqual(logSource(null, category));
  });

  it('goes by the catalog’s name where the rule’s own says nothing', () => {
    expect(assumedCategory(is('b', 'x', 'registry.path'))).toEqual(logSource(null, 'registry_event'));
  });

  it('goes by what the event is called, before its fields', () => {
    const condition = all([is('metadata.event_type', 'USER_LOGIN'), is('principal.ip', '10.0.0.1')]);
    expect(assumedCategory(condition)).toEqual(logSource(null, 'authentication'));
  });

  it('takes what tells most', () => {
    expect(assumedCategory(any([is('principal.process.pid'), is('target.registry.registry_key')]))).toEqual(
      logSource(null, 'registry_event'),
    );
  });

  it('assumes nothing from what is excluded, nor from fields of anything', () => {
    expect(assumedCategory(not(is('target.url')))).toBeNull();
    expect(assumedCategory(is('Year'))).toBeNull();
  });
});
