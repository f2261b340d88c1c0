import { beforeAll, expect, test } from 'vitest';
import { logSource } from '../../src/rule/log-source.ts';
import { derivedRule, importCorpus, importRules } from '../support/corpus.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { graphqlClient } from '../support/graphql-client.ts';
import type { Data } from '../support/graphql-client.ts';

const EVALUATE = `
  mutation ($input: EvaluateInput!) {
    evaluate(input: $input) {
      ... on Evaluation {
        corpusVersion schema product
        totals { evaluatedCount skippedByLogSourceCount matchCount undecidedCount }
        matches {
          effect rule { catalogId licence authors }
          predicates { text field nativeField operator actual negated }
        }
        nearMisses { rule { catalogId } reason failing { text actual negated } }
        undecided { rule { catalogId } openParts { text reason } }
      }
      ... on Error { code }
    }
  }`;

const CREATE_IMAGE = {
  eventVersion: '1.08',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'CreateImage',
  awsRegion: 'eu-west-1',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/me' },
};

describeOnDatabases('evaluate', (database) => {
  const client = graphqlClient(database);
  beforeAll(() => importCorpus(database.store));

  const evaluate = async (event: unknown, more: Readonly<Record<string, unknown>> = {}): Promise<Data> =>
    (await client.data(EVALUATE, { input: { event, ...more } })).evaluate;
  const matched = (evaluation: Data): readonly string[] =>
    evaluation.matches.map(({ rule }: Data) => rule.catalogId).sort();

  test('one CloudTrail record is judged by the rules of every platform', async () => {
    const evaluation = await evaluate(CREATE_IMAGE);
    expect(evaluation).toMatchObject({ schema: 'RAW', product: 'aws', totals: { matchCount: 3 } });
    expect(matched(evaluation)).toEqual(['elastic:0001-image', 'panther:Ours.EC2.Images', 'sigma:sig-image']);
    const [elastic] = evaluation.matches.filter(({ rule }: Data) => rule.catalogId === 'elastic:0001-image');
    expect(elastic.effect).toBe('CONTRIBUTES');
    const [panther] = evaluation.matches.filter(
      ({ rule }: Data) => rule.catalogId === 'panther:Ours.EC2.Images',
    );
    expect(panther).toMatchObject({ effect: 'ALERTS', rule: { licence: 'Apache-2.0', authors: ['Us'] } });
    expect(panther.predicates).toContainEqual({
      text: 'eventName in ["CopyImage", "CreateImage"]',
      field: 'event.action',
      nativeField: 'eventName',
      operator: 'IN',
      actual: ['CreateImage'],
      negated: false,
    });
    expect(panther.predicates).toContainEqual(
      expect.objectContaining({
        text: 'userIdentity.invokedBy eq "AWS Internal"',
        actual: [],
        negated: true,
      }),
    );
  });

  test('a near miss says which predicate fails, and why', async () => {
    const evaluation = await evaluate({ ...CREATE_IMAGE, userIdentity: { invokedBy: 'AWS Internal' } });
    expect(matched(evaluation)).not.toContain('panther:Ours.EC2.Images');
    expect(evaluation.nearMisses).toContainEqual({
      rule: { catalogId: 'panther:Ours.EC2.Images' },
      reason: 'EXCLUDED',
      failing: { text: 'userIdentity.invokedBy eq "AWS Internal"', actual: ['AWS Internal'], negated: true },
    });
  });

  test('a rule that merely watches another operation is a near miss only for who asks', async () => {
    const query = `mutation ($event: JSON!) {
      evaluate(input: { event: $event }) {
        ... on Evaluation {
          near: nearMisses { rule { catalogId } isOtherAction }
          all: nearMisses(includeOtherActions: true) { rule { catalogId } isOtherAction }
        }
      }
    }`;
    const { evaluate: found } = await client.data(query, {
      event: { ...CREATE_IMAGE, eventName: 'DescribeImages' },
    });
    const other = { rule: { catalogId: 'panther:Ours.EC2.Images' }, isOtherAction: true };
    expect(found.near).not.toContainEqual(other);
    expect(found.all).toContainEqual(other);
  });

  test('a rule that the catalog cannot read whole is undecided, with the part', async () => {
    const evaluation = await evaluate(
      { EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', CommandLine: 'x' },
      { schema: 'WINDOWS', logSource: { product: 'windows', category: 'process_creation' } },
    );
    expect(evaluation.undecided).toEqual([
      { rule: { catalogId: 'sigma:sig-opaque' }, openParts: [{ text: '%list%', reason: 'OPAQUE' }] },
    ]);
    expect(evaluation.totals.undecidedCount).toBe(1);
  });

  test('only the rules asked for', async () => {
    expect(matched(await evaluate(CREATE_IMAGE, { filter: { platforms: ['sigma'] } }))).toEqual([
      'sigma:sig-image',
    ]);
    expect(matched(await evaluate(CREATE_IMAGE, { filter: { platforms: [] } }))).toEqual([]);
  });

  test('by the corpus as it is now', async () => {
    const before = await evaluate(CREATE_IMAGE);
    const other = derivedRule('elastic', 'another', { logSources: [logSource('okta')] });
    await importRules(database.store, 'elastic', [other]);
    const after = await evaluate(CREATE_IMAGE);
    expect(matched(after)).toEqual(['panther:Ours.EC2.Images', 'sigma:sig-image']);
    expect(after.corpusVersion).not.toBe(before.corpusVersion);
    expect((await client.ask('{ corpusVersion }')).extensions).toEqual({
      corpusVersion: after.corpusVersion,
    });
  });
});
