// The parts of rules, for many rules at once; each row says which rule it belongs to.
import type { Queryable } from '../client.ts';
import type {
  Diagnostic,
  LogSource,
  OutputField,
  Prisma,
  RuleField,
  RuleTechnique,
  RuleTest,
  Stage,
} from '../generated/client.ts';

/** With what it shares with the rule. */
export interface StageRow extends Stage {
  readonly source: string;
  readonly data: Prisma.JsonObject;
}
export type OutputFieldRow = OutputField;
export type RuleFieldRow = RuleField;
export type RuleTechniqueRow = RuleTechnique;
export type RuleTestRow = RuleTest;
export type DiagnosticRow = Diagnostic;

export interface RuleLogSourceRow {
  readonly ruleRowId: number;
  readonly logSource: LogSource;
}

interface OfRules {
  readonly where: { readonly ruleRowId: { readonly in: number[] } };
  readonly orderBy: { readonly position: Prisma.SortOrder };
}

function ofRules(rowIds: readonly number[]): OfRules {
  return { where: { ruleRowId: { in: [...rowIds] } }, orderBy: { position: 'asc' } };
}

export async function stagesOfRules(db: Queryable, rowIds: readonly number[]): Promise<readonly StageRow[]> {
  return db.$queryRaw<StageRow[]>`
    SELECT stage.rule_row_id AS "ruleRowId", stage.position, stage.kind, coalesce(stage.source, rule.body) AS source,
      coalesce(stage.data, json_build_object('condition', rule.condition)) AS data
    FROM stage JOIN rule ON rule.row_id = stage.rule_row_id
    WHERE stage.rule_row_id = ANY(${rowIds}::int[])
    ORDER BY stage.position`;
}

export async function outputFieldsOfRules(
  db: Queryable,
  rowIds: readonly number[],
): Promise<readonly OutputFieldRow[]> {
  return db.outputField.findMany(ofRules(rowIds));
}

export async function fieldsOfRules(
  db: Queryable,
  rowIds: readonly number[],
): Promise<readonly RuleFieldRow[]> {
  return db.ruleField.findMany(ofRules(rowIds));
}

export async function techniquesOfRules(
  db: Queryable,
  rowIds: readonly number[],
): Promise<readonly RuleTechniqueRow[]> {
  return db.ruleTechnique.findMany(ofRules(rowIds));
}

export async function testsOfRules(
  db: Queryable,
  rowIds: readonly number[],
): Promise<readonly RuleTestRow[]> {
  return db.ruleTest.findMany(ofRules(rowIds));
}

export async function diagnosticsOfRules(
  db: Queryable,
  rowIds: readonly number[],
): Promise<readonly DiagnosticRow[]> {
  return db.diagnostic.findMany(ofRules(rowIds));
}

export async function logSourcesOfRules(
  db: Queryable,
  rowIds: readonly number[],
): Promise<readonly RuleLogSourceRow[]> {
  return db.ruleLogSource.findMany({
    ...ofRules(rowIds),
    select: { ruleRowId: true, logSource: true },
  });
}
