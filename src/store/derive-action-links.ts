// Links rules that name the same action. Pairs are made per shared action, in SQL, never all with all.
//
// An operation that says what was done (CloudTrail's CreateImage) links on its own; where one side names no qualifier, the operation
// must be equal. A weak one (an image, an EventID) is named by so many rules that it links only when few rules name it, or
// together with a second weak one.
import type { Queryable } from './client.ts';

/** A weak action that so few rules name is telling enough on its own. */
const FEW_RULES = 5;
/** Two weak actions that more rules than this name together (an EventID and its provider) say nothing about these rules. */
const MAX_RULES_OF_A_PAIR = 50;
/** A list of hundreds of images would make tens of thousands of pairs: the rarest ones tell most. */
const MAX_WEAK_ACTIONS = 40;

/** Reads `action.rule_count`: counts come first. */
export async function deriveActionLinks(db: Queryable): Promise<void> {
  await db.$executeRawUnsafe('DELETE FROM action_link');
  await db.$executeRawUnsafe(`
    INSERT INTO action_link (rule_row_id, other_row_id, action_row_ids, weak)
    WITH ${STRONG}, ${RARE}, ${WEAK_PAIRS}
    SELECT rule_id, other_id, array_agg(DISTINCT action_id ORDER BY action_id), bool_and(weak)
    FROM (
      SELECT *, false AS weak FROM strong
      UNION ALL SELECT *, true FROM rare
      UNION ALL SELECT *, true FROM weak_pairs
    ) link
    GROUP BY rule_id, other_id`);
}

/** Both sides of a shared operation: the same action, or the same operation where one side has no qualifier. */
const STRONG = `
  same AS (
    SELECT a.row_id AS own, b.row_id AS theirs,
      CASE WHEN a.qualifier IS NULL THEN b.row_id ELSE a.row_id END AS shared
    FROM action a
    JOIN action b ON b.log_source_id = a.log_source_id AND b.operation_folded = a.operation_folded
    WHERE NOT a.weak AND NOT b.weak
      AND (a.row_id = b.row_id OR a.qualifier IS NULL OR b.qualifier IS NULL)
  ),
  strong AS (
    SELECT own.rule_row_id AS rule_id, theirs.rule_row_id AS other_id, same.shared AS action_id
    FROM same
    JOIN rule_action own ON own.action_row_id = same.own
    JOIN rule_action theirs ON theirs.action_row_id = same.theirs
    WHERE own.rule_row_id <> theirs.rule_row_id
  )`;

const RARE = `
  rare AS (
    SELECT own.rule_row_id AS rule_id, theirs.rule_row_id AS other_id, action.row_id AS action_id
    FROM action
    JOIN rule_action own ON own.action_row_id = action.row_id
    JOIN rule_action theirs ON theirs.action_row_id = action.row_id
    WHERE action.weak AND action.rule_count BETWEEN 2 AND ${FEW_RULES} AND own.rule_row_id <> theirs.rule_row_id
  )`;

/** Rules are grouped by the pairs of weak actions that they name: only rules that share a pair ever meet. */
const WEAK_PAIRS = `
  weak AS (
    SELECT rule_row_id, action_row_id FROM (
      SELECT rule_action.*, row_number() OVER (
        PARTITION BY rule_action.rule_row_id ORDER BY action.rule_count, action.id COLLATE "C"
      ) AS rank
      FROM rule_action JOIN action ON action.row_id = rule_action.action_row_id
      WHERE action.weak AND action.rule_count >= 2
    ) ranked WHERE rank <= ${MAX_WEAK_ACTIONS}
  ),
  pairs AS (
    SELECT first.action_row_id AS one, second.action_row_id AS two, array_agg(first.rule_row_id) AS rules
    FROM weak first
    JOIN weak second ON second.rule_row_id = first.rule_row_id AND second.action_row_id > first.action_row_id
    GROUP BY 1, 2 HAVING count(*) BETWEEN 2 AND ${MAX_RULES_OF_A_PAIR}
  ),
  weak_pairs AS (
    SELECT own.id AS rule_id, theirs.id AS other_id, shared.id AS action_id
    FROM pairs, unnest(rules) own(id), unnest(rules) theirs(id), unnest(ARRAY[one, two]) shared(id)
    WHERE own.id <> theirs.id
  )`;
