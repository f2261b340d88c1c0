import { beforeEach, expect, it } from 'vitest';
import type { RuleAction } from '../../src/analysis/facts.ts';
import { logSource } from '../../src/rule/log-source.ts';
import { importSource } from '../../src/store/import-source.ts';
import { sameActionLinks } from '../../src/store/read/same-action.ts';
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
const PROCESS = logSource('windows', 'process_creation');
const image = (name: string): RuleAction => ({
  logSource: PROCESS,
  qualifier: null,
  operation: name,
  weak: true,
});

describeOnDatabases('same-action links', (database) => {
  beforeEach(() => database.clear());

  /** Each link once, as `a-b: operations`. */
  async function linksOf(
    actions: Readonly<Record<string, readonly RuleAction[]>>,
  ): Promise<readonly string[]> {
    const rules = Object.entries(actions).map(([id, own]) =>
      makeCatalogRule(id, { facts: { actions: own } }),
    );
    await importSource(database.store, SOURCE, contentOf(rules));
    const links = await database.store.client.actionLink.findMany({ include: { rule: true, other: true } });
    const named = await database.store.client.action.findMany();
    const nameOf = new Map(
      named.map(({ rowId, qualifier, operation }) => [rowId, `${qualifier ?? ''}/${operation}`]),
    );
    const texts = links.map(({ rule, other, actionRowIds }) => {
      const shared = actionRowIds.map((rowId) => nameOf.get(rowId)).sort();
      return { both: [rule.nativeId, other.nativeId].sort().join('-'), shared: shared.join(' ') };
    });
    const unique = [...new Set(texts.map(({ both, shared }) => `${both}: ${shared}`))].sort();
    expect(texts).toHaveLength(unique.length * 2);
    return unique;
  }

  it('links rules that name the same operation of the same service', async () => {
    const links = await linksOf({
      a: [action('CreateImage'), action('CopyImage')],
      b: [action('CreateImage'), action('CopyImage')],
      c: [action('CreateImage', { qualifier: 'rds.amazonaws.com' })],
      d: [action('CopyImage', { logSource: logSource('aws', null, 'other') })],
    });
    expect(links).toEqual(['a-b: ec2.amazonaws.com/CopyImage ec2.amazonaws.com/CreateImage']);
  });

  it('puts telling actions before several weak ones', async () => {
    const { client } = database.store;
    const weak = [image('rare.exe'), image('seldom.exe')];
    await linksOf({ a: [action('CreateImage'), ...weak], b: weak, c: [action('CreateImage')] });
    const rules = await client.rule.findMany({ select: { rowId: true, nativeId: true } });
    const rowIdOf = (id: string): number => rules.find(({ nativeId }) => nativeId === id)?.rowId ?? 0;
    const links = await sameActionLinks(client, [rowIdOf('a')], null, 10);
    expect(links.map(({ otherRowId, weak: isWeak }) => [otherRowId, isWeak])).toEqual([
      [rowIdOf('c'), false],
      [rowIdOf('b'), true],
    ]);
    expect(
      (await sameActionLinks(client, [rowIdOf('a')], null, 1)).map(({ otherRowId }) => otherRowId),
    ).toEqual([rowIdOf('c')]);
  });

  it('takes letter case for no difference', async () => {
    expect(await linksOf({ a: [action('CreateImage')], b: [action('createimage')] })).toHaveLength(1);
  });

  it('lets a rule without a qualifier match any, and names the other side’s action', async () => {
    const links = await linksOf({
      a: [action('CreateImage', { qualifier: null })],
      b: [action('CreateImage')],
      c: [action('CreateImage', { qualifier: 'rds.amazonaws.com' })],
    });
    expect(links).toEqual(['a-b: ec2.amazonaws.com/CreateImage', 'a-c: rds.amazonaws.com/CreateImage']);
  });

  it('links over a weak action only when few rules name it, or together with a second one', async () => {
    const shell = image('powershell.exe');
    const links = await linksOf({
      a: [shell, image('rare.exe')],
      b: [shell, image('rare.exe')],
      c: [shell],
      d: [shell],
      e: [shell],
      f: [shell],
      g: [shell, image('seldom.exe')],
      h: [image('seldom.exe')],
    });
    expect(links).toEqual(['a-b: /powershell.exe /rare.exe', 'g-h: /seldom.exe']);
  });

  it('links over two weak actions that are each common', async () => {
    const [shell, script] = [image('powershell.exe'), image('cscript.exe')];
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`m${index}`, [index % 2 === 0 ? shell : script]]),
    );
    const links = await linksOf({ ...many, x: [shell, script], y: [script, shell] });
    expect(links).toEqual(['x-y: /cscript.exe /powershell.exe']);
  });

  it('is derived anew when a rule leaves', async () => {
    expect(await linksOf({ a: [action('CreateImage')], b: [action('CreateImage')] })).toHaveLength(1);
    expect(await linksOf({ a: [action('CreateImage')] })).toEqual([]);
  });
});
