import type { Condition } from '../../condition/condition.ts';
import { checkArguments } from '../errors.ts';
import type { RuleResolvers } from '../generated/resolvers.ts';
import { globalId } from '../global-id.ts';
import { checkFirst } from '../pagination.ts';
import { predicatesOf } from '../rule-predicates.ts';
import { sameActionGroups } from '../same-action-groups.ts';
import { sourceFileUrl } from '../source-file-url.ts';
import { storedStageNode } from '../stage-node.ts';
import type { EventSchema, ParseStatus, RuleKind, RuleStatus, Severity } from '../../rule/rule.ts';

export const Rule: RuleResolvers = {
  id: (rule) => globalId('Rule', rule.id),
  catalogId: (rule) => rule.id,
  copyOf: ({ id, platformId, sourceId }, _args, { loaders }) => {
    const suffix = `@${sourceId.slice(platformId.length + 1)}`;
    return id.endsWith(suffix) ? loaders.ruleById.load(id.slice(0, -suffix.length)) : null;
  },
  ruleId: (rule) => rule.nativeId,
  kind: (rule) => rule.kind as RuleKind,
  severity: (rule) => rule.severity as Severity | null,
  status: (rule) => rule.status as RuleStatus,
  eventSchema: (rule) => rule.eventSchema as EventSchema,
  parseStatus: (rule) => rule.parseStatus as ParseStatus,
  effect: (rule) => (rule.needsMoreEvents ? 'CONTRIBUTES' : 'ALERTS'),
  platform: (rule, _args, { loaders }) => loaders.existingPlatform.load(rule.platformId),
  source: (rule, _args, { loaders }) => loaders.existingSource.load(rule.sourceId),
  url: async (rule, _args, { loaders }) =>
    sourceFileUrl(await loaders.existingSource.load(rule.sourceId), rule.path),
  logSources: async (rule, _args, { loaders }) =>
    (await loaders.logSourcesOfRule.load(rule.rowId)).map(({ logSource }) => logSource),
  attack: (rule, _args, { loaders }) => loaders.techniquesOfRule.load(rule.rowId),
  body: async (rule, _args, { loaders }) => (await loaders.ruleText.load(rule.rowId)).body,
  condition: async (rule, _args, { loaders }) => {
    const { conditionText, condition } = await loaders.ruleText.load(rule.rowId);
    return {
      hash: rule.canonicalHash,
      text: conditionText,
      condition: condition as unknown as Condition,
    };
  },
  stages: async (rule, _args, { loaders }) =>
    (await loaders.stagesOfRule.load(rule.rowId)).map(storedStageNode),
  exclusions: async (rule, _args, { loaders }) =>
    predicatesOf(await loaders.exclusionsOfRule.load(rule.rowId)),
  indicators: async (rule, _args, { loaders }) =>
    predicatesOf(await loaders.indicatorsOfRule.load(rule.rowId)),
  outputFields: (rule, _args, { loaders }) => loaders.outputFieldsOfRule.load(rule.rowId),
  fields: (rule, _args, { loaders }) => loaders.fieldsOfRule.load(rule.rowId),
  actions: async (rule, _args, { loaders }) =>
    (await loaders.actionsOfRule.load(rule.rowId)).map(({ action }) => action),
  sameAction: async (rule, { platforms, first }, { loaders }) => {
    checkArguments(platforms);
    return sameActionGroups(
      await loaders.sameActionOfRule(platforms ?? null, checkFirst(first)).load(rule.rowId),
    );
  },
  tests: (rule, _args, { loaders }) => loaders.testsOfRule.load(rule.rowId),
  diagnostics: (rule, _args, { loaders }) => loaders.diagnosticsOfRule.load(rule.rowId),
};
