import { beforeEach, expect, it } from 'vitest';
import type { RuleAction } from '../../src/analysis/facts.ts';
import { importSource } from '../../src/store/import-source.ts';
import { actionByKey } from '../../src/store/read/actions.ts';
import { rulesOfParents } from '../../src/store/read/rule-edges.ts';
import { action, makeCatalogRule } from '../support/catalog-rule.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { contentOf } from '../support/source-content.ts';

const SOURCE = {
  platform: { id: 'sigma', title: 'Sigma' },
  name: 'made-up',
  url: null,
  revision: null,
  licence: null,
};
const RULES: Readonly<Record<string, readonly RuleAction[]>> = {
  ec2: [action('CreateImage')],
  rds: [action('CreateImage', { qualifier: 'rds.amazonaws.com' })],
  any: [action('CreateImage', { qualifier: null })],
  other: [action('CopyImage')],
};

describeOnDatabases('rules that watch an action', (database) => {
  beforeEach(() => database.clear());

  async function store(ids: readonly string[]): Promise<void> {
    const rules = ids.map((id) => makeCatalogRule(id, { facts: { actions: RULES[id] ?? [] } }));
    await importSource(database.store, SOURCE, contentOf(rules));
  }

  async function watching(qualifier: string | null): Promise<readonly (string | number)[]> {
    const { client } = database.store;
    const found = await actionByKey(client, 'aws.cloudtrail', qualifier, 'createimage');
    if (found === null) return [];
    const rows = await rulesOfParents(client, 'action', [found.rowId], { first: 10, after: null });
    const rules = await client.rule.findMany({ where: { rowId: { in: rows.map(({ rowId }) => rowId) } } });
    return [found.ruleCount, ...rules.map(({ nativeId }) => nativeId).sort()];
  }

  it('are those that name it, and those that leave open what it belongs to', async () => {
    await store(['ec2', 'rds', 'any', 'other']);
    expect(await watching('ec2.amazonaws.com')).toEqual([2, 'any', 'ec2']);
    expect(await watching('rds.amazonaws.com')).toEqual([2, 'any', 'rds']);
  });

  it('are all that name the operation, where what it belongs to is left open', async () => {
    await store(['ec2', 'rds', 'any', 'other']);
    expect(await watching(null)).toEqual([3, 'any', 'ec2', 'rds']);
  });

  it('are so as well where no rule leaves it open', async () => {
    await store(['ec2', 'rds']);
    expect(await watching(null)).toEqual([2, 'ec2', 'rds']);
    await store(['ec2']);
    expect(await watching(null)).toEqual([1, 'ec2']);
  });
});
