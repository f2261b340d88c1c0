/** Of which of osquery's tables a query's rows are, and that a hunt matches those alone. */
import { describe, expect, it } from 'vitest';
import { always } from '../../src/condition/condition.ts';
import { compileRules } from '../../src/engine/engine.ts';
import { tableOfQuery, tableOfQueryName } from '../../src/fields/osquery-tables.ts';
import { logSource } from '../../src/rule/log-source.ts';

describe('the table whose rows a query keeps', () => {
  it.each([
    ['SELECT * FROM docker_containers WHERE privileged = 1', 'docker_containers'],
    ['select u.* from "users" u left join shadow s on s.username = u.username', 'users'],
    ['SELECT * FROM processes WHERE pid IN (SELECT pid FROM listening_ports)', 'processes'],
    ['SELECT (SELECT count(*) FROM users) AS n, name FROM processes', 'processes'],
    ['SELECT * FROM (SELECT * FROM crontab)', 'crontab'],
    ['WITH own AS (SELECT * FROM sudoers) SELECT * FROM own', 'sudoers'],
    ["-- from users\nSELECT 'from users' FROM /* from users */ suid_bin", 'suid_bin'],
    ['SELECT 1', null],
  ])('%s', (query, table) => {
    expect(tableOfQuery(query)).toBe(table);
  });
});

describe('the table that a query is named after', () => {
  it.each([
    ['docker_containers', 'docker_containers'],
    ['pack_incident-response_startup_items', 'startup_items'],
    ['pack/ir/users', 'users'],
    ['pack_ir_new_users', null],
    ['who_is_there', null],
  ])('%s', (name, table) => {
    expect(tableOfQueryName(name)).toBe(table);
  });
});

describe('a hunt for every row of a table', () => {
  const engine = compileRules([
    {
      id: 'r',
      condition: always,
      eventSchema: 'ecs',
      logSources: [logSource('osquery', null, 'users')],
      needsMoreEvents: false,
    },
  ]);
  const row = (name: string, columns: object = { uid: '0', username: 'root' }) => ({
    name,
    hostIdentifier: 'h',
    unixTime: 1_772_356_364,
    action: 'added',
    columns,
  });

  it('matches the rows of that table', () => {
    expect(engine.evaluate(row('pack_ir_users')).totals.matched).toBe(1);
  });

  it('does not see those of another, nor of events that are told by their columns', () => {
    expect(engine.evaluate(row('crontab')).totals.skippedByLogSource).toBe(1);
    const started = row('what_ran', { cmdline: 'id', auid: '1', path: '/usr/bin/id' });
    expect(engine.evaluate(started).totals.skippedByLogSource).toBe(1);
  });

  it('is undecided on those of a query that names none', () => {
    const { totals } = engine.evaluate(row('pack_ir_who_is_there'));
    expect([totals.matched, totals.undecided]).toEqual([0, 1]);
  });
});
