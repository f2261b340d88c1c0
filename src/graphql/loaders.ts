// One loader for each edge of the graph, made anew for each request.
import type { Queryable } from '../store/client.ts';
import * as actions from '../store/read/actions.ts';
import * as attack from '../store/read/attack.ts';
import * as fields from '../store/read/fields.ts';
import * as platforms from '../store/read/platforms.ts';
import * as predicates from '../store/read/predicates.ts';
import type { Polarity } from '../store/read/predicates.ts';
import * as edges from '../store/read/rule-edges.ts';
import type { ParentKey, RuleEdge } from '../store/read/rule-edges.ts';
import * as parts from '../store/read/rule-parts.ts';
import * as rules from '../store/read/rules.ts';
import { sameActionLinks } from '../store/read/same-action.ts';
import * as stats from '../store/read/stats.ts';
import type { RuleKey } from '../store/read/stats.ts';
import { byArguments, existing, many, one } from './batch.ts';
import type { Cached } from './corpus-cache.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export function createLoaders(db: Queryable, cached: Cached) {
  return {
    ...ruleLoaders(db),
    ...predicateLoaders(db),
    ...actionLoaders(db),
    ...attackLoaders(db),
    ...fieldLoaders(db),
    ...platformLoaders(db),
    ...edgeLoaders(db),
    ...countLoaders(db, cached),
  };
}

const ofRule = ({ ruleRowId }: { readonly ruleRowId: number }): number => ruleRowId;
const byRowId = ({ rowId }: { readonly rowId: number }): number => rowId;
const byId = ({ id }: { readonly id: string }): string => id;

function ruleLoaders(db: Queryable) {
  return {
    rule: existing((keys: readonly number[]) => rules.rulesByRowIds(db, keys), byRowId),
    existingRuleById: existing((keys: readonly string[]) => rules.rulesByIds(db, keys), byId),
    ruleById: one((keys: readonly string[]) => rules.rulesByIds(db, keys), byId),
    ruleText: existing((keys: readonly number[]) => rules.ruleTexts(db, keys), byRowId),
    stagesOfRule: many((keys: readonly number[]) => parts.stagesOfRules(db, keys), ofRule),
    outputFieldsOfRule: many((keys: readonly number[]) => parts.outputFieldsOfRules(db, keys), ofRule),
    fieldsOfRule: many((keys: readonly number[]) => parts.fieldsOfRules(db, keys), ofRule),
    techniquesOfRule: many((keys: readonly number[]) => parts.techniquesOfRules(db, keys), ofRule),
    testsOfRule: many((keys: readonly number[]) => parts.testsOfRules(db, keys), ofRule),
    diagnosticsOfRule: many(
      (keys: readonly number[]) => parts.diagnosticsOfRules(db, keys),
      (row) => row.ruleRowId ?? 0,
    ),
    logSourcesOfRule: many((keys: readonly number[]) => parts.logSourcesOfRules(db, keys), ofRule),
    sameActionOfRule: byArguments((only: readonly string[] | null, first: number) =>
      many((keys: readonly number[]) => sameActionLinks(db, keys, only, first), ofRule),
    ),
  };
}

function predicateLoaders(db: Queryable) {
  const ofRules = (polarity: Polarity) =>
    many((keys: readonly number[]) => predicates.predicatesOfRules(db, polarity, keys), ofRule);
  return {
    indicatorsOfRule: ofRules('indicator'),
    exclusionsOfRule: ofRules('exclusion'),
    indicator: existing(
      (keys: readonly number[]) => predicates.predicatesByRowIds(db, 'indicator', keys),
      byRowId,
    ),
    predicateById: byArguments((polarity: Polarity) =>
      one((keys: readonly string[]) => predicates.predicatesByIds(db, polarity, keys), byId),
    ),
  };
}

function actionLoaders(db: Queryable) {
  return {
    action: existing((keys: readonly number[]) => actions.actionsByRowIds(db, keys), byRowId),
    actionById: one((keys: readonly string[]) => actions.actionsByIds(db, keys), byId),
    actionsOfRule: many((keys: readonly number[]) => actions.actionsOfRules(db, keys), ofRule),
    indicatorsOfAction: byArguments((first: number) =>
      many(
        (keys: readonly number[]) => actions.indicatorsOfActions(db, keys, first),
        (row) => row.actionRowId,
      ),
    ),
    techniquesOfAction: many(
      (keys: readonly number[]) => actions.techniquesOfActions(db, keys),
      (row) => row.actionRowId,
    ),
  };
}

function attackLoaders(db: Queryable) {
  return {
    existingTactic: existing((keys: readonly string[]) => attack.tacticsByIds(db, keys), byId),
    tactic: one((keys: readonly string[]) => attack.tacticsByIds(db, keys), byId),
    technique: one((keys: readonly string[]) => attack.techniquesByIds(db, keys), byId),
    existingTechnique: existing((keys: readonly string[]) => attack.techniquesByIds(db, keys), byId),
    subtechniques: many(
      (keys: readonly string[]) => attack.subtechniquesOf(db, keys),
      (row) => row.parentId ?? '',
    ),
    tacticsOfTechnique: many(
      (keys: readonly string[]) => attack.tacticsOfTechniques(db, keys),
      (row) => row.techniqueId,
    ),
    techniquesOfTactic: many(
      (keys: readonly string[]) => attack.techniquesOfTactics(db, keys),
      (row) => row.tacticId,
    ),
  };
}

function fieldLoaders(db: Queryable) {
  return {
    existingField: existing(
      (keys: readonly string[]) => fields.fieldsByNames(db, keys),
      (row) => row.name,
    ),
    field: one(
      (keys: readonly string[]) => fields.fieldsByNames(db, keys),
      (row) => row.name,
    ),
    namesOfField: many(
      (keys: readonly string[]) => fields.namesOfFields(db, keys),
      (row) => row.fieldName,
    ),
    indicatorsOfField: byArguments((first: number) =>
      many(
        (keys: readonly string[]) => fields.indicatorsOfFields(db, keys, first),
        (row) => row.field,
      ),
    ),
  };
}

function platformLoaders(db: Queryable) {
  const ofSource = ({ sourceId }: { readonly sourceId: string }): string => sourceId;
  return {
    existingPlatform: existing((keys: readonly string[]) => platforms.platformsByIds(db, keys), byId),
    existingSource: existing((keys: readonly string[]) => platforms.sourcesByIds(db, keys), byId),
    existingLogSource: existing((keys: readonly string[]) => platforms.logSourcesByIds(db, keys), byId),
    platform: one((keys: readonly string[]) => platforms.platformsByIds(db, keys), byId),
    source: one((keys: readonly string[]) => platforms.sourcesByIds(db, keys), byId),
    sourcesOfPlatform: many(
      (keys: readonly string[]) => platforms.sourcesOfPlatforms(db, keys),
      (row) => row.platformId,
    ),
    lastImport: one((keys: readonly string[]) => platforms.lastImports(db, keys), ofSource),
    fileDiagnostics: byArguments((first: number) =>
      many((keys: readonly string[]) => platforms.fileDiagnosticsOfSources(db, keys, first), ofSource),
    ),
    logSource: one((keys: readonly string[]) => platforms.logSourcesByIds(db, keys), byId),
  };
}

function edgeLoaders(db: Queryable) {
  const ofParent = ({ parent }: { readonly parent: ParentKey }): ParentKey => parent;
  return {
    rulesOf: byArguments((edge: RuleEdge, first: number, after: number | null) =>
      many((keys: readonly ParentKey[]) => edges.rulesOfParents(db, edge, keys, { first, after }), ofParent),
    ),
    ruleCountOf: byArguments((edge: RuleEdge) =>
      one((keys: readonly ParentKey[]) => edges.countRulesOfParents(db, edge, keys), ofParent),
    ),
    platformCountsOf: byArguments((edge: RuleEdge) =>
      many((keys: readonly ParentKey[]) => edges.platformCountsOfParents(db, edge, keys), ofParent),
    ),
  };
}

/** Counts of the whole corpus: each is read once in a state of the corpus; licences and findings about files change without it. */
function countLoaders(db: Queryable, cached: Cached) {
  return {
    corpusCounts: () => cached('corpusCounts', () => stats.corpusCounts(db)),
    rulesBy: (key: RuleKey) => cached(`rulesBy ${key}`, () => stats.countRulesBy(db, key)),
    rulesByLicence: byArguments(() => stats.countRulesBy(db, 'licence')),
    rulesByTactic: () => cached('rulesByTactic', () => stats.countRulesByTactic(db)),
    rulesByTechnique: () => cached('rulesByTechnique', () => stats.countRulesByTechnique(db)),
    rulesByLogSource: () => cached('rulesByLogSource', () => stats.countRulesByLogSource(db)),
    healthRows: () => cached('healthRows', () => stats.healthRows(db)),
    fieldMappingRows: () => cached('fieldMappingRows', () => stats.fieldMappingRows(db)),
    diagnosticCounts: byArguments(() => stats.diagnosticCounts(db)),
    brokenFileCount: byArguments(() => stats.brokenFileCount(db)),
  };
}
