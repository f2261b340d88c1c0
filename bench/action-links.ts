// Same-action links on CloudTrail over all corpora: how many rules carry an action, how many share one with a rule of another platform, which
// platforms watch the actions that everybody watches; and links at random with both rules' lines, for reading: is each of them true?
// Usage: RULE_CORPORA=<folder> npx tsx bench/action-links.ts [count] [seed] [--platforms a,b] [--log-source aws.cloudtrail]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openApp } from '../src/app.ts';
import type { App } from '../src/app.ts';
import { corpusFolder, corporaOf } from './corpora.ts';
import { randomFrom, shuffled } from './mutate-event.ts';

const EVERYBODYS = [
  'ConsoleLogin',
  'StopLogging',
  'CreateAccessKey',
  'DeleteTrail',
  'AuthorizeSecurityGroupIngress',
  'UpdateLoginProfile',
];

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { platforms: { type: 'string' }, 'log-source': { type: 'string', default: 'aws.cloudtrail' } },
});
const [count = '50', seed = '1'] = positionals;
const source = options['log-source'];

const dataDirectory = await mkdtemp(join(tmpdir(), 'rule-catalog-bench-'));
const app = await openApp({
  host: '127.0.0.1',
  port: 0,
  databaseUrl: undefined,
  dataDirectory,
  logLevel: 'warn',
});
try {
  for (const { platform, repository } of corporaOf(options.platforms?.split(','))) {
    const from = { folder: corpusFolder(repository) };
    await app.importRules({ platform, from, name: repository, licence: null });
  }
  await printFigures(app);
  await printLinks(app);
} finally {
  await app.close();
  await rm(dataDirectory, { recursive: true, force: true });
}

async function printFigures({ store: { client } }: App): Promise<void> {
  const [figures] = await client.$queryRaw<{ rules: number; linked: number }[]>`
    SELECT count(DISTINCT ra.rule_row_id)::int AS rules,
      count(DISTINCT ra.rule_row_id) FILTER (WHERE EXISTS (
        SELECT FROM action_link l JOIN rule other ON other.row_id = l.other_row_id
        WHERE l.rule_row_id = r.row_id AND other.platform_id <> r.platform_id AND a.row_id = ANY(l.action_row_ids)
      ))::int AS linked
    FROM rule_action ra JOIN action a ON a.row_id = ra.action_row_id
    JOIN log_source s ON s.id = a.log_source_id AND s.name = ${source} JOIN rule r ON r.row_id = ra.rule_row_id`;
  console.log(
    `${source}: ${figures?.rules ?? 0} rules with an action, ${figures?.linked ?? 0} share one with a rule of another platform`,
  );
  const platforms = await client.$queryRaw<{ operation: string; platform: string; rules: number }[]>`
    SELECT lower(a.operation) AS operation, r.platform_id AS platform, count(DISTINCT r.row_id)::int AS rules
    FROM rule_action ra JOIN action a ON a.row_id = ra.action_row_id
    JOIN log_source s ON s.id = a.log_source_id AND s.name = ${source} JOIN rule r ON r.row_id = ra.rule_row_id
    WHERE lower(a.operation) = ANY(${EVERYBODYS.map((each) => each.toLowerCase())}::text[])
    GROUP BY 1, 2 ORDER BY 1, 2`;
  for (const action of EVERYBODYS) {
    const of = platforms.filter(({ operation }) => operation === action.toLowerCase());
    console.log(
      `  ${action.padEnd(30)} ${of.length} platforms: ${of.map(({ platform, rules }) => `${platform} ${rules}`).join(', ')}`,
    );
  }
}

interface Link {
  readonly one: string;
  readonly other: string;
  readonly actions: string;
}

async function printLinks({ store: { client } }: App): Promise<void> {
  const links = await client.$queryRaw<Link[]>`
    SELECT one.id AS one, other.id AS other,
      (SELECT string_agg(concat_ws(' · ', a.qualifier, a.operation), ', ' ORDER BY a.id COLLATE "C")
       FROM action a WHERE a.row_id = ANY(l.action_row_ids)) AS actions
    FROM action_link l JOIN rule one ON one.row_id = l.rule_row_id JOIN rule other ON other.row_id = l.other_row_id
    WHERE one.id COLLATE "C" < other.id COLLATE "C" AND one.platform_id <> other.platform_id AND EXISTS (
      SELECT FROM action a JOIN log_source s ON s.id = a.log_source_id AND s.name = ${source} WHERE a.row_id = ANY(l.action_row_ids))
    ORDER BY one.id COLLATE "C", other.id COLLATE "C"`;
  const texts = new Map(
    (await client.rule.findMany({ select: { id: true, title: true, conditionText: true } })).map((rule) => [
      rule.id,
      rule,
    ]),
  );
  const shown = shuffled(links, randomFrom(seed)).slice(0, Number(count));
  console.log(`${links.length} links between rules of two platforms; ${shown.length} of them, seed ${seed}:`);
  for (const { one, other, actions } of shown) {
    console.log(`\n${'═'.repeat(100)}\nthrough ${actions}`);
    for (const id of [one, other]) {
      const rule = texts.get(id);
      console.log(`${id} · ${rule?.title ?? ''}\n${(rule?.conditionText ?? '').replaceAll(/^/gm, '    ')}`);
    }
  }
}
