// What an evaluation says beside the matches: origin, tiers, what would match, why, one rule's verdict, and typed failures.
import { beforeAll, describe, expect, test } from 'vitest';
import { all, any, compare, not, opaque } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { logSource } from '../../src/rule/log-source.ts';
import { CLOUDTRAIL } from '../support/catalog-rule.ts';
import { derivedRule, importCorpus, importRules } from '../support/corpus.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { graphqlClient } from '../support/graphql-client.ts';
import type { Data } from '../support/graphql-client.ts';

const RECORD = {
  eventVersion: '1.08',
  eventTime: '2026-01-31T12:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'CreateImage',
  awsRegion: 'eu-west-1',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/me' },
};

const name = fieldPath('eventName', { name: 'event.action' });
const isImage = compare(name, 'in', ['CopyImage', 'CreateImage', 'ExportImage']);
const onCloudTrail = { logSources: [CLOUDTRAIL], language: 'kuery', parseStatus: 'PARTIAL' } as const;

const RULES = [
  derivedRule('splunk', 'old', { ...onCloudTrail, title: 'Old', status: 'deprecated', condition: isImage }),
  derivedRule('splunk', 'job', {
    ...onCloudTrail,
    title: 'Job',
    language: 'machine_learning',
    condition: opaque('job', 'machine_learning'),
  }),
  derivedRule('splunk', 'refused', {
    ...onCloudTrail,
    title: 'Refused',
    condition: opaque('eventName: (', 'syntax_error'),
  }),
  derivedRule('splunk', 'one-open', {
    ...onCloudTrail,
    title: 'One open',
    condition: all([isImage, not(opaque('%admins%', 'external_list'))]),
  }),
  derivedRule('splunk', 'nothing', {
    ...onCloudTrail,
    title: 'Nothing of it',
    condition: opaque('lookup(x)', 'unsupported_call'),
  }),
  derivedRule('splunk', 'elsewhere', {
    ...onCloudTrail,
    title: 'Elsewhere',
    logSources: [logSource('acme', null, 'door')],
    condition: all([
      compare(fieldPath('door'), 'starts_with', ['front', 'back']),
      not(compare(fieldPath('key'), 'exists')),
    ]),
  }),
  derivedRule('splunk', 'alternatives', {
    ...onCloudTrail,
    title: 'Alternatives',
    condition: any([
      isImage,
      compare(fieldPath('awsRegion'), 'wildcard', ['us-*', 'eu-*']),
      compare(fieldPath('eventName'), 'eq', ['Other']),
    ]),
  }),
];

describeOnDatabases('what evaluate says', (database) => {
  const client = graphqlClient(database);
  beforeAll(async () => {
    await importCorpus(database.store);
    await importRules(database.store, 'splunk', RULES);
  });

  const ask = async (selection: string, input: Readonly<Record<string, unknown>>): Promise<Data> => {
    const query = `mutation ($input: EvaluateInput!) {
      evaluate(input: $input) { __typename ... on Evaluation { ${selection} } ... on Error { code message path }
        ... on InvalidEvent { found at } ... on SeveralRecords { recordCount recordPaths opened }
        ... on UnknownRules { ruleIds } }
    }`;
    return (await client.data(query, { input })).evaluate;
  };

  describe('of the event', () => {
    const ORIGIN = `opened origin { schema product categories services logSources } contradicted { logSources }`;

    test('where it is from, and what it was wrapped in', async () => {
      expect(await ask(ORIGIN, { event: { Records: [RECORD] } })).toMatchObject({
        opened: ['records'],
        origin: { schema: 'RAW', product: 'aws', services: ['cloudtrail'], logSources: ['aws.cloudtrail'] },
        contradicted: null,
      });
      expect(await ask(ORIGIN, { event: JSON.stringify(RECORD) })).toMatchObject({
        opened: ['JSON text'],
        origin: { product: 'aws' },
      });
    });

    test('what it looks like where that contradicts what is said of it', async () => {
      const declared = { logSource: { product: 'okta', service: 'okta' } };
      expect(await ask(ORIGIN, { event: RECORD, ...declared })).toMatchObject({
        opened: [],
        origin: { product: 'okta', logSources: ['okta.okta'] },
        contradicted: { logSources: ['aws.cloudtrail'] },
      });
    });
  });

  describe('of undecided rules', () => {
    const UNDECIDED = `undecided { rule { catalogId } tier cause wouldMatch
      deciding { text negated values reason } openParts { text } }`;

    test('how near they are, and what would decide', async () => {
      const { undecided, totals } = await ask(
        `${UNDECIDED} totals { undecidedCount retiredCount withoutQueryCount tiers { tier ruleCount } causes { cause ruleCount }
          notObservable { platform { platformId } ruleCount } }`,
        { event: RECORD, filter: { platforms: ['splunk'] } },
      );
      const list = { text: '%admins%', negated: true, values: [], reason: 'OPAQUE' };
      expect(undecided.filter(({ tier }: Data) => tier !== 'SOURCE_UNKNOWN')).toEqual([
        {
          rule: { catalogId: 'splunk:one-open' },
          tier: 'ONE_OPEN',
          cause: 'LIST',
          wouldMatch: false,
          deciding: [list],
          openParts: [{ text: '%admins%' }],
        },
        {
          rule: { catalogId: 'splunk:nothing' },
          tier: 'NOT_OBSERVABLE',
          cause: 'LOGIC',
          wouldMatch: false,
          deciding: [],
          openParts: [{ text: 'lookup(x)' }],
        },
      ]);
      expect(totals).toEqual({
        undecidedCount: 2,
        retiredCount: 1,
        withoutQueryCount: 2,
        tiers: [
          { tier: 'ONE_OPEN', ruleCount: 1 },
          { tier: 'PARTLY_MATCHED', ruleCount: 0 },
          { tier: 'NOT_OBSERVABLE', ruleCount: 1 },
          { tier: 'SOURCE_UNKNOWN', ruleCount: 0 },
        ],
        causes: expect.arrayContaining([
          { cause: 'LIST', ruleCount: 1 },
          { cause: 'LOGIC', ruleCount: 1 },
        ]),
        notObservable: [{ platform: { platformId: 'splunk' }, ruleCount: 1 }],
      });
    });

    test('only those of a tier, or of a cause', async () => {
      const input = { event: RECORD, filter: { platforms: ['splunk'] } };
      const found = await ask(
        `tier: undecided(tiers: [NOT_OBSERVABLE]) { rule { catalogId } } cause: undecided(causes: [LIST]) { rule { catalogId } }`,
        input,
      );
      expect(found).toMatchObject({
        tier: [{ rule: { catalogId: 'splunk:nothing' } }],
        cause: [{ rule: { catalogId: 'splunk:one-open' } }],
      });
    });

    test('which would match, if the event is of their log source', async () => {
      const { wouldMatch, matches, totals } = await ask(
        `matches { rule { catalogId } } totals { wouldMatchCount }
         wouldMatch { rule { catalogId } effect logSources predicates { text matchedValues } }`,
        { event: { door: 'front-2' } },
      );
      expect(matches).toEqual([]);
      expect(totals).toEqual({ wouldMatchCount: 1 });
      expect(wouldMatch).toEqual([
        {
          rule: { catalogId: 'splunk:elsewhere' },
          effect: 'ALERTS',
          logSources: ['acme.door'],
          predicates: [
            { text: 'door starts_with ["back", "front"]', matchedValues: ['front'] },
            expect.objectContaining({ text: 'key exists' }),
          ],
        },
      ]);
    });
  });

  describe('why', () => {
    test('which value of a list was met, and each alternative that held', async () => {
      const { matches } = await ask('matches { predicates { field matchedValues actual } }', {
        event: RECORD,
        ruleIds: ['splunk:alternatives'],
      });
      expect(matches).toEqual([
        {
          predicates: [
            { field: 'event.action', matchedValues: ['CreateImage'], actual: ['CreateImage'] },
            { field: 'awsRegion', matchedValues: ['eu-*'], actual: ['eu-west-1'] },
          ],
        },
      ]);
    });

    test('the condition as a tree', async () => {
      const { rules } = await ask(
        'rules { explain { omittedCount nodes { index parent kind text verdict negated actual matchedValues reason } } }',
        { event: RECORD, ruleIds: ['splunk:one-open'] },
      );
      const [root, name_, negation, list] = rules[0].explain.nodes;
      expect(rules[0].explain).toMatchObject({ omittedCount: 0, nodes: { length: 4 } });
      expect(root).toMatchObject({ index: 0, parent: null, kind: 'ALL', verdict: 'UNDECIDED', reason: null });
      expect(name_).toMatchObject({
        parent: 0,
        kind: 'COMPARISON',
        verdict: 'MATCHED',
        matchedValues: ['CreateImage'],
      });
      expect(negation).toMatchObject({ parent: 0, kind: 'NOT', negated: false });
      expect(list).toMatchObject({
        parent: 2,
        kind: 'OPAQUE',
        negated: true,
        verdict: 'UNDECIDED',
        reason: 'OPAQUE',
      });
    });
  });

  describe('of one rule', () => {
    const VERDICT =
      'rules { rule { catalogId } verdict effect skippedFor undecided { tier } explain { nodes { verdict } } }';

    test('its verdict, whatever it is', async () => {
      const { rules, matches } = await ask(`${VERDICT} matches { rule { catalogId } }`, {
        event: { ...RECORD, awsRegion: 'ap-south-1' },
        ruleIds: [
          'splunk:job',
          'splunk:refused',
          'sigma:sig-encoded',
          'splunk:one-open',
          'panther:Ours.EC2.Stopped',
          'splunk:old',
        ],
      });
      expect(
        rules.map(({ rule, verdict, skippedFor, undecided }: Data) => [
          rule.catalogId,
          verdict,
          skippedFor,
          undecided,
        ]),
      ).toEqual([
        ['splunk:job', 'NOT_JUDGED', [], null],
        ['splunk:refused', 'NOT_JUDGED', [], null],
        ['sigma:sig-encoded', 'SKIPPED', ['windows.process_creation'], null],
        ['splunk:one-open', 'UNDECIDED', [], { tier: 'ONE_OPEN' }],
        ['panther:Ours.EC2.Stopped', 'UNMATCHED', [], null],
        ['splunk:old', 'MATCHED', [], null],
      ]);
      expect(matches).toEqual([{ rule: { catalogId: 'splunk:old' } }]);
    });

    test('that the catalog does not have', async () => {
      expect(await ask(VERDICT, { event: RECORD, ruleIds: ['splunk:old', 'splunk:nobody'] })).toMatchObject({
        __typename: 'UnknownRules',
        code: 'UNKNOWN_RULES',
        path: ['input', 'ruleIds'],
        ruleIds: ['splunk:nobody'],
      });
    });
  });

  describe('rules that are not judged', () => {
    test('retired ones judge when they are asked for', async () => {
      const matched = async (more: object): Promise<readonly string[]> =>
        (
          await ask('matches { rule { catalogId } }', {
            event: RECORD,
            filter: { platforms: ['splunk'] },
            ...more,
          })
        ).matches.map(({ rule }: Data) => rule.catalogId);
      expect(await matched({})).toEqual(['splunk:alternatives']);
      expect(await matched({ includeRetired: true })).toEqual(['splunk:old', 'splunk:alternatives']);
      expect(await matched({ filter: { statuses: ['DEPRECATED'] } })).toEqual(['splunk:old']);
    });

    test('those without a query are listed once', async () => {
      const { rulesWithoutQuery } = await client.data(
        '{ rulesWithoutQuery { totalCount nodes { catalogId } } }',
      );
      expect(rulesWithoutQuery).toEqual({
        totalCount: 2,
        nodes: [{ catalogId: 'splunk:job' }, { catalogId: 'splunk:refused' }],
      });
    });
  });

  describe('of what cannot be judged', () => {
    const TWO = { Records: [RECORD, { ...RECORD, eventName: 'StopInstances' }] };

    test('several records, until one is named', async () => {
      expect(await ask('opened', { event: TWO })).toEqual({
        __typename: 'SeveralRecords',
        code: 'SEVERAL_RECORDS',
        message:
          'the event holds 2 records, the first at Records[0]: judge each by itself, or name one by record (0 to 1)',
        path: ['input', 'event'],
        recordCount: 2,
        recordPaths: ['Records[0]', 'Records[1]'],
        opened: ['records'],
      });
      const { opened, matches } = await ask('opened matches { rule { catalogId } }', {
        event: TWO,
        record: 1,
      });
      expect(opened).toEqual(['records']);
      expect(matches).toContainEqual({ rule: { catalogId: 'panther:Ours.EC2.Stopped' } });
    });

    test.each<readonly [string, unknown, object, object]>([
      ['a record that is not there', TWO, { record: 2 }, { found: '2 records', path: ['input', 'record'] }],
      ['a number', 7, {}, { found: 'a number', at: '' }],
      ['an empty list', [], {}, { found: 'an empty list', at: '' }],
      ['a list of numbers', [1, 2], {}, { found: 'a list without a record', at: '' }],
      ['a text', 'no record', {}, { found: expect.stringContaining('"no record"'), at: '' }],
      ['an empty envelope', { Records: [] }, {}, { found: 'an empty list', at: 'Records' }],
    ])('%s, with what was found and where', async (_title, event, more, expected) => {
      expect(await ask('opened', { event, ...more })).toMatchObject({
        __typename: 'InvalidEvent',
        code: 'INVALID_EVENT',
        ...expected,
      });
    });

    test('a text that holds too deep an object', async () => {
      const deep = `${'{"a":'.repeat(150)}1${'}'.repeat(150)}`;
      expect(await ask('opened', { event: deep })).toMatchObject({ code: 'INVALID_EVENT' });
    });
  });
});
