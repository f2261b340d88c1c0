// A small corpus of three platforms, written for the tests of the API; its facts are derived as the importer derives them.
import { actionsOf } from '../../src/analysis/actions.ts';
import { attackCanonicaliser } from '../../src/analysis/attack.ts';
import type { AttackFacts } from '../../src/analysis/attack.ts';
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import { fieldMapping } from '../../src/analysis/field-mapping.ts';
import { fieldsRead } from '../../src/analysis/fields-read.ts';
import { exclusionsOf, indicatorsOf } from '../../src/analysis/predicates.ts';
import { all, any, compare, not, opaque } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { atLeast, thresholdStage } from '../../src/rule/declare-stage.ts';
import { logSource } from '../../src/rule/log-source.ts';
import type { Rule } from '../../src/rule/rule.ts';
import type { Stage } from '../../src/rule/stage.ts';
import { diagnostic } from '../../src/text/diagnostic.ts';
import { storeAttack } from '../../src/store/attack.ts';
import type { Store } from '../../src/store/client.ts';
import { deriveStale } from '../../src/store/derive.ts';
import { importSource } from '../../src/store/import-source.ts';
import { removeSource } from '../../src/store/remove-source.ts';
import type { ImportReport } from '../../src/store/import-source.ts';
import { CLOUDTRAIL, makeCatalogRule } from './catalog-rule.ts';
import { contentOf } from './source-content.ts';

export const ATTACK: AttackFacts = {
  version: '19',
  tactics: [
    { id: 'TA0002', name: 'Execution', shortName: 'execution' },
    { id: 'TA0010', name: 'Exfiltration', shortName: 'exfiltration' },
  ],
  techniques: [
    { id: 'T1204', name: 'User Execution', tactics: ['execution'] },
    { id: 'T1204.003', name: 'Malicious Image', tactics: ['execution'], parent: 'T1204' },
    { id: 'T1537', name: 'Transfer Data to Cloud Account', tactics: ['exfiltration'] },
    { id: 'T1059', name: 'Command and Scripting Interpreter', tactics: ['execution'] },
  ],
  replaced: [{ id: 'T1086', replacedBy: 'T1059', name: 'PowerShell' }],
  deprecated: [{ id: 'T1153', name: 'Source' }],
};

const PROCESSES = logSource('windows', 'process_creation');
const canonicalise = attackCanonicaliser(ATTACK);

const eventName = fieldPath('eventName', { name: 'event.action' });
const eventSource = fieldPath('eventSource', { name: 'event.provider' });
const invokedBy = fieldPath('userIdentity.invokedBy', { name: 'aws.cloudtrail.user_identity.invoked_by' });
const commandLine = fieldPath('CommandLine', { name: 'process.command_line' });
const ec2 = compare(eventSource, 'eq', ['ec2.amazonaws.com']);

/** A catalog rule with the facts that its condition gives. */
export function derivedRule(platform: string, nativeId: string, rule: Partial<Rule>): CatalogRule {
  const made = makeCatalogRule(nativeId, { platform, rule: withFilter(rule) });
  const { condition, outputFields, logSources, attack } = made.rule;
  return {
    ...made,
    facts: {
      indicators: indicatorsOf(condition),
      exclusions: exclusionsOf(condition),
      fields: fieldsRead(condition, outputFields, (native) => native),
      fieldMapping: fieldMapping(made.rule, () => 'translated'),
      actions: actionsOf(logSources, condition),
      techniques: canonicalise(attack),
    },
  };
}

function withFilter(rule: Partial<Rule>): Partial<Rule> {
  if (rule.condition === undefined || rule.stages !== undefined) return rule;
  return { ...rule, stages: [{ kind: 'filter', condition: rule.condition, source: rule.body ?? '' }] };
}

export function windowsRule(nativeId: string, condition: Condition, rule: Partial<Rule> = {}): CatalogRule {
  return derivedRule('sigma', nativeId, {
    logSources: [PROCESSES],
    eventSchema: 'windows',
    condition,
    ...rule,
  });
}

export const PANTHER_RULES: readonly CatalogRule[] = [
  derivedRule('panther', 'Ours.EC2.Images', {
    title: 'EC2 images are made',
    description: 'Somebody copies or makes machine images.',
    severity: 'high',
    nativeSeverity: 'High',
    language: 'python',
    bodyFormat: 'python',
    body: 'def rule(event):\n    return event.get("eventName") in NAMES',
    authors: ['Us'],
    licence: 'Apache-2.0',
    references: ['https://example.com/images'],
    tags: ['AWS', 'Exfiltration:Images'],
    falsePositives: ['Backups'],
    created: '2024-05-06',
    attack: [
      { technique: 'T1204', tactic: 'TA0002' },
      { technique: 'T1086', tactic: null },
      { technique: 'T9999', tactic: null },
    ],
    condition: all([
      ec2,
      not(
        any([
          compare(invokedBy, 'eq', ['AWS Internal']),
          compare(invokedBy, 'ends_with', ['.amazonaws.com']),
        ]),
      ),
      compare(fieldPath('errorCode', { name: 'error.code' }), 'ne', ['Client.DryRunOperation']),
      compare(eventName, 'in', ['CopyImage', 'CreateImage']),
    ]),
    outputFields: [{ name: 'who', source: 'userIdentity.arn', origin: 'title' }],
    tests: [
      {
        name: 'made',
        expected: true,
        event: { eventSource: 'ec2.amazonaws.com', eventName: 'CreateImage' },
        mocks: {},
      },
    ],
    diagnostics: [
      diagnostic(
        'unused_import',
        'nothing uses it',
        { start: { offset: 0, line: 1, column: 1 }, end: { offset: 3, line: 1, column: 4 } },
        'info',
      ),
    ],
  }),
  derivedRule('panther', 'Ours.EC2.Stopped', {
    title: 'EC2 instances are stopped',
    severity: 'low',
    language: 'python',
    condition: all([ec2, compare(eventName, 'eq', ['StopInstances'])]),
  }),
];

const burst: Stage = thresholdStage([fieldPath('user.name')], 300, [atLeast(5)], 'threshold: 5');
const imageCondition = all([
  compare(fieldPath('event.provider'), 'eq', ['ec2.amazonaws.com'], { caseSensitive: false }),
  compare(fieldPath('event.action'), 'eq', ['CreateImage'], { caseSensitive: false }),
]);

export const ELASTIC_RULES: readonly CatalogRule[] = [
  derivedRule('elastic', '0001-image', {
    title: 'A burst of image creation',
    severity: 'critical',
    language: 'kuery',
    eventSchema: 'ecs',
    kind: 'rule',
    status: 'experimental',
    attack: [{ technique: 'T1537', tactic: 'TA0010' }],
    condition: imageCondition,
    stages: [{ kind: 'filter', condition: imageCondition, source: 'event.action: CreateImage' }, burst],
  }),
];

export const SIGMA_RULES: readonly CatalogRule[] = [
  windowsRule('sig-encoded', compare(commandLine, 'contains', [' -EnC '], { caseSensitive: false }), {
    title: 'Encoded command line',
    severity: 'medium',
    attack: [{ technique: 'T1204.003', tactic: null }],
  }),
  windowsRule('sig-regex', compare(commandLine, 'regex', ['^[a-z]{3}\\.exe /c \\d+'], {}), {
    title: 'Numbered command',
    severity: null,
    nativeSeverity: null,
  }),
  windowsRule(
    'sig-all',
    compare(commandLine, 'contains', ['whoami', '/priv'], { quantifier: 'all', caseSensitive: false }),
    { title: 'Privileges are listed' },
  ),
  windowsRule('sig-wild', compare(commandLine, 'wildcard', ['cmd*/c ?calc*'], { caseSensitive: false }), {
    title: 'Wild calculator',
    status: 'deprecated',
  }),
  windowsRule(
    'sig-cidr',
    all([
      compare(fieldPath('DestinationIp', { name: 'destination.ip' }), 'cidr', ['10.0.0.0/8']),
      not(
        compare(fieldPath('Image', { name: 'process.executable' }), 'ends_with', ['\\svchost.exe'], {
          caseSensitive: false,
        }),
      ),
    ]),
    { title: 'Internal connection' },
  ),
  windowsRule(
    'sig-opaque',
    all([compare(commandLine, 'exists', []), opaque('%list%', 'unsupported_expand', [commandLine])]),
    {
      title: 'Placeholder',
      parseStatus: 'PARTIAL',
      diagnostics: [diagnostic('unsupported_expand', 'a placeholder has no value')],
    },
  ),
  derivedRule('sigma', 'sig-image', {
    title: 'Image made in the cloud',
    tags: ['attack.execution', 'attack.t1204'],
    logSources: [CLOUDTRAIL],
    attack: [{ technique: 'T1204', tactic: null }],
    condition: all([
      compare(eventSource, 'eq', ['ec2.amazonaws.com'], { caseSensitive: false }),
      compare(eventName, 'eq', ['CreateImage'], { caseSensitive: false }),
    ]),
  }),
];

/** Takes all rules of a platform out. */
export async function removeRules(store: Store, platform: string): Promise<void> {
  await removeSource(store, `${platform}/ours`);
  await deriveStale(store);
}

export async function importRules(
  store: Store,
  platform: string,
  rules: readonly CatalogRule[],
  now = new Date('2026-01-02T03:04:05Z'),
): Promise<ImportReport> {
  return importSource(
    store,
    {
      platform: { id: platform, title: platform.charAt(0).toUpperCase() + platform.slice(1) },
      name: 'ours',
      url: 'https://github.com/example/rules.git',
      revision: 'abc123',
      licence: 'MIT',
      fingerprint: null,
    },
    contentOf(rules, {
      broken: [
        { path: 'rules/broken.yml', diagnostics: [diagnostic('syntax_error', 'the file is no YAML')] },
      ],
      skippedFileCount: 2,
    }),
    { now },
  );
}

export async function importCorpus(store: Store): Promise<void> {
  await storeAttack(store, ATTACK);
  await importRules(store, 'panther', PANTHER_RULES);
  await importRules(store, 'elastic', ELASTIC_RULES, new Date('2026-02-01T00:00:00Z'));
  await importRules(store, 'sigma', SIGMA_RULES, new Date('2026-03-01T00:00:00Z'));
}
