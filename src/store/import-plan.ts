// Compares what a source holds now with what is stored of it: what is to be written, kept, removed, refused.
import type { Rule, RuleId, RuleVersion } from '../rule/rule.ts';
import type { Queryable } from './client.ts';
import type { RuleBatch } from './rule-batch.ts';
import { isKeyLength } from './stored-text.ts';

/** All that the source holds now: what is in neither `changed` nor `unchanged` leaves the catalog. */
export interface SourceContent {
  /** New or changed rules. */
  readonly changed: readonly RuleVersion[];
  /** Compiles some of them, in that order, a batch at a time: they need not fit in memory all at once. */
  readonly compile: (ids: readonly RuleId[]) => RuleBatches;
  /** Stored rules whose content hash the reader found unchanged (see readStoredSource). */
  readonly unchanged: readonly RuleId[];
  readonly broken: readonly FileFindings[];
  readonly skippedFileCount: number;
  /** Where nothing is a rule: what was seen instead. */
  readonly seen?: string | null;
}

export type RuleBatches = AsyncIterable<RuleBatch>;

export interface FileFindings {
  readonly path: string;
  readonly diagnostics: Rule['diagnostics'];
}

export interface RefusedRule {
  readonly id: string;
  readonly path: string;
  readonly code: 'id_of_another_source' | 'duplicate_id' | 'id_too_long';
  readonly message: string;
}

/** The stored corpus is not the one that the reader compared with. */
export class StaleImportError extends Error {
  override readonly name = 'StaleImportError';
}

/** The import would take out so many rules that it looks like a mistake. What is stored stays as it is. */
class ShrinkingImportError extends Error {
  override readonly name = 'ShrinkingImportError';
  readonly code = 'SHRINKING_IMPORT';
}

/** Nothing of what was read is a rule. What is stored stays as it is. */
class NoRulesError extends Error {
  override readonly name = 'NoRulesError';
  readonly code = 'NO_RULES';
}

export interface ImportPlan {
  readonly written: readonly RuleId[];
  readonly addedIds: readonly RuleId[];
  readonly unchangedCount: number;
  readonly removed: readonly { readonly id: string; readonly rowId: number }[];
  readonly refused: readonly RefusedRule[];
}

/** Rules that an import may take out without being asked: so many of them, or so large a share of the source's. */
const MAX_REMOVED = 10;
const MAX_REMOVED_SHARE = 0.1;

/** Throws a StaleImportError, a NoRulesError or, unless `allowShrink`, a ShrinkingImportError. */
export async function planImport(
  db: Queryable,
  sourceId: string,
  content: SourceContent,
  allowShrink: boolean,
): Promise<ImportPlan> {
  if (content.changed.length + content.unchanged.length === 0) throw noRules(sourceId, content);
  const select = { rowId: true, id: true, contentHash: true } as const;
  const rows = await db.rule.findMany({ where: { sourceId }, select });
  const stored = new Map(rows.map((row) => [row.id, row]));
  const missing = content.unchanged.find((id) => !stored.has(id));
  if (missing !== undefined) {
    throw new StaleImportError(
      `The rule ${missing} is said to be unchanged, but is not stored: read the source again.`,
    );
  }
  const { accepted, refused } = await acceptRules(db, sourceId, content.changed);
  const written = accepted.filter(({ id, contentHash }) => stored.get(id)?.contentHash !== contentHash);
  const present = new Set<string>([...content.unchanged, ...accepted.map(({ id }) => id)]);
  const removed = rows.filter(({ id }) => !present.has(id)).map(({ id, rowId }) => ({ id, rowId }));
  if (!allowShrink && isShrinking(removed.length, rows.length)) {
    throw new ShrinkingImportError(
      `${removed.length} of the ${rows.length} rules of ${sourceId} are not in what was read (${removed[0]?.id ?? ''}, …): if they are meant to go, say --allow-shrink; if it is another source, give it a name of its own`,
    );
  }
  return {
    written: written.map(({ id }) => id),
    addedIds: written.filter(({ id }) => !stored.has(id)).map(({ id }) => id),
    unchangedCount: present.size - written.length,
    removed,
    refused,
  };
}

function isShrinking(removedCount: number, storedCount: number): boolean {
  return removedCount > MAX_REMOVED && removedCount > storedCount * MAX_REMOVED_SHARE;
}

function noRules(sourceId: string, { broken, skippedFileCount, seen }: SourceContent): NoRulesError {
  const [first] = broken;
  const [finding] = first?.diagnostics ?? [];
  const said = [
    `${skippedFileCount} files are no rules`,
    ...(first === undefined
      ? []
      : [`${broken.length} could not be read (${first.path}: ${finding?.message ?? ''})`]),
    ...(seen === undefined || seen === null ? [] : [seen]),
  ];
  return new NoRulesError(`no rule was recognised in ${sourceId}: ${said.join(', ')}`);
}

/** A rule id is unique in the catalog: the first rule of it stays, in its source. */
async function acceptRules(
  db: Queryable,
  sourceId: string,
  rules: readonly RuleVersion[],
): Promise<{ readonly accepted: readonly RuleVersion[]; readonly refused: readonly RefusedRule[] }> {
  const foreign = await db.$queryRaw<{ id: string; source_id: string }[]>`
    SELECT id, source_id FROM rule
    WHERE source_id <> ${sourceId} AND id = ANY(${rules.map(({ id }) => id)}::text[])`;
  const owners = new Map(foreign.map(({ id, source_id }) => [id, source_id]));
  const accepted = new Map<string, RuleVersion>();
  const refused: RefusedRule[] = [];
  for (const version of rules) {
    const { id, path } = version;
    const refusal = refusalOf(id, owners.get(id), accepted.get(id)?.path);
    if (refusal === null) accepted.set(id, version);
    else refused.push({ id, path, ...refusal });
  }
  return { accepted: [...accepted.values()], refused };
}

function refusalOf(
  id: string,
  owner: string | undefined,
  earlierPath: string | undefined,
): Pick<RefusedRule, 'code' | 'message'> | null {
  if (!isKeyLength(id)) return { code: 'id_too_long', message: `the id has ${id.length} characters` };
  if (owner !== undefined) {
    return { code: 'id_of_another_source', message: `the id ${id} is already taken by the source ${owner}` };
  }
  if (earlierPath === undefined) return null;
  return { code: 'duplicate_id', message: `the id ${id} is already taken by ${earlierPath}` };
}
