// Which rules watch an action: those that name it, and those that name the same operation where one of the two leaves open what it
// belongs to. A rule on StopLogging of whatever service watches cloudtrail.amazonaws.com's as well.
import type { Queryable } from './client.ts';

/** An operation that several services have is an action of its own without the service, whether a rule names it so or not. */
const OPEN_ACTIONS = `
  INSERT INTO action (id, log_source_id, qualifier, operation, operation_folded, weak)
  SELECT log_source_id || '::' || operation_folded, log_source_id, NULL, min(operation), operation_folded, false
  FROM action WHERE NOT weak
  GROUP BY log_source_id, operation_folded
  HAVING count(*) > 1 AND bool_and(qualifier IS NOT NULL)
  ON CONFLICT (id) DO NOTHING`;

const WATCHING = `
  INSERT INTO action_rule (action_row_id, rule_row_id)
  SELECT action_row_id, rule_row_id FROM rule_action
  UNION
  SELECT watched.row_id, rule_action.rule_row_id
  FROM rule_action
  JOIN action named ON named.row_id = rule_action.action_row_id
  JOIN action watched
    ON watched.log_source_id = named.log_source_id AND watched.operation_folded = named.operation_folded
  WHERE NOT named.weak AND NOT watched.weak AND (watched.qualifier IS NULL OR named.qualifier IS NULL)`;

export async function deriveActionRules(db: Queryable): Promise<void> {
  await db.$executeRawUnsafe('DELETE FROM action_rule');
  await db.$executeRawUnsafe(OPEN_ACTIONS);
  await db.$executeRawUnsafe(WATCHING);
}
