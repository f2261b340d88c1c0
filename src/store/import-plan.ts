// Compares what a source holds now with what is stored of it: what is to be written, kept, removed, refused.
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import type { Rule, RuleId } from '../rule/rule.ts';
import type { Queryable } from './client.ts';
import { isKeyLength } from './stored-text.ts';

/** All that the source holds now: what is in neither `rules` nor `unchanged` leaves the catalog. */
export interface SourceContent {
  readonly rules: readonly CatalogRule[];
  /** Stored rules whose content hash the reader found unchanged (see readContentHashes). */
  readonly unchanged: readonly RuleId[];
  readonly broken: readonly FileFindings[];
  readonly skippedFileCount: number;
}

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

export interface ImportPlan {
  readonly written: readonly CatalogRule[];
  readonly addedCount: number;
  readonly unchangedCount: number;
  readonly removedRowIds: readonly number[];
  readonly refused: readonly RefusedRule[];
}

export async function planImport(
  db: Queryable,
  sourceId: string,
  content: SourceContent,
): Promise<ImportPlan> {
  const select = { rowId: true, id: true, contentHash: true } as const;
  const rows = await db.rule.findMany({ where: { sourceId }, select });
  const stored = new Map(rows.map((row) => [row.id, row]));
  const missing = content.unchanged.find((id) => !stored.has(id));
  if (missing !== undefined) {
    throw new StaleImportError(
      `The rule ${missing} is said to be unchanged, but is not stored: read the source again.`,
    );
  }
  const { accepted, refused } = await acceptRules(db, sourceId, content.rules);
  const written = accepted.filter(
    ({ rule, contentHash }) => stored.get(rule.id)?.contentHash !== contentHash,
  );
  const present = new Set<string>([...content.unchanged, ...accepted.map(({ rule }) => rule.id)]);
  return {
    written,
    addedCount: written.filter(({ rule }) => !stored.has(rule.id)).length,
    unchangedCount: present.size - written.length,
    removedRowIds: rows.filter(({ id }) => !present.has(id)).map(({ rowId }) => rowId),
    refused,
  };
}

/** A rule id is unique in the catalog: the first rule of it stays, in its source. */
async function acceptRules(
  db: Queryable,
  sourceId: string,
  rules: readonly CatalogRule[],
): Promise<{ readonly accepted: readonly CatalogRule[]; readonly refused: readonly RefusedRule[] }> {
  const foreign = await db.$queryRaw<{ id: string; source_id: string }[]>`
    SELECT id, source_id FROM rule
    WHERE source_id <> ${sourceId} AND id = ANY(${rules.map(({ rule }) => rule.id)}::text[])`;
  const owners = new Map(foreign.map(({ id, source_id }) => [id, source_id]));
  const accepted = new Map<string, CatalogRule>();
  const refused: RefusedRule[] = [];
  for (const catalogRule of rules) {
    const { id, path } = catalogRule.rule;
    const refusal = refusalOf(id, owners.get(id), accepted.get(id)?.rule.path);
    if (refusal === null) accepted.set(id, catalogRule);
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
