// All rules as the engine wants them: what to compare, and with which events.
import type { Condition } from '../../condition/condition.ts';
import type { LogSource } from '../../rule/log-source.ts';
import type { EventSchema, RuleId, RuleStatus } from '../../rule/rule.ts';
import { standingOf } from '../../rule/standing.ts';
import type { Standing } from '../../rule/standing.ts';
import type { Store } from '../client.ts';
import { Prisma } from '../generated/client.ts';

export interface EngineRule {
  readonly rowId: number;
  readonly id: RuleId;
  readonly platformId: string;
  readonly condition: Condition;
  readonly eventSchema: EventSchema;
  readonly logSources: readonly LogSource[];
  readonly needsMoreEvents: boolean;
  readonly standing: Standing;
}

interface EngineRow {
  readonly row_id: number;
  readonly id: string;
  readonly platform_id: string;
  readonly condition: string;
  readonly event_schema: string;
  readonly log_source_ids: readonly string[];
  readonly needs_more_events: boolean;
  readonly status: string;
  readonly has_query: boolean;
}

/** Every rule, in the order of row ids. */
export async function readEngineRules(store: Store): Promise<readonly EngineRule[]> {
  return engineRules(store, Prisma.empty);
}

/** The rules of these ids that are stored. */
export async function readEngineRulesByIds(
  store: Store,
  ids: readonly string[],
): Promise<readonly EngineRule[]> {
  return engineRules(store, Prisma.sql`WHERE rule.id = ANY(${ids}::text[])`);
}

/** As text: the condition is parsed once, here, and not by the driver and Prisma before. */
async function engineRules(store: Store, where: Prisma.Sql): Promise<readonly EngineRule[]> {
  const [rows, logSources] = [
    await store.client.$queryRaw<EngineRow[]>`
      SELECT row_id, id, platform_id, condition::text AS condition, event_schema, needs_more_events, status, has_query,
        ARRAY(SELECT log_source_id FROM rule_log_source WHERE rule_row_id = row_id ORDER BY position) AS log_source_ids
      FROM rule ${where} ORDER BY row_id`,
    await store.client.logSource.findMany({
      select: { id: true, product: true, category: true, service: true },
    }),
  ];
  const logSourceOf = new Map(
    logSources.map(({ id, product, category, service }) => [id, { product, category, service }]),
  );
  return rows.map((row) => engineRule(row, logSourceOf));
}

/** The casts are the boundary: the columns hold what src/store/rule-rows.ts wrote of a Rule, verbatim. */
function engineRule(row: EngineRow, logSourceOf: ReadonlyMap<string, LogSource>): EngineRule {
  return {
    rowId: row.row_id,
    id: row.id as RuleId,
    platformId: row.platform_id,
    condition: JSON.parse(row.condition) as Condition,
    eventSchema: row.event_schema as EventSchema,
    logSources: row.log_source_ids.flatMap((id) => logSourceOf.get(id) ?? []),
    needsMoreEvents: row.needs_more_events,
    standing: standingOf(row.status as RuleStatus, row.has_query),
  };
}
