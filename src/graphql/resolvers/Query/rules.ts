// rule, rules, rulesWithoutQuery, searchRules
import { requestError } from '../../errors.ts';
import { filteredRules } from '../../filtered-rules.ts';
import type { QueryResolvers, QueryRulesArgs } from '../../generated/resolvers.ts';
import { connection, pageRequest } from '../../pagination.ts';
import type { ListOrder } from '../../pagination.ts';
import type { RuleFilter } from '../../../store/read/rule-filter.ts';
import { countRules, listRules } from '../../../store/read/rules.ts';
import type { RuleOrder } from '../../../store/read/rules.ts';
import { countSearch, searchRules as findRules } from '../../../store/read/search.ts';

export const rule: NonNullable<QueryResolvers['rule']> = (_query, { platform, ruleId }, { loaders }) =>
  loaders.ruleById.load(`${platform}:${ruleId}`);

const KEY_TYPES = { titleFolded: 'text', severityRank: 'int', changedAt: 'date' } as const;

export const rules: NonNullable<QueryResolvers['rules']> = async (_query, args, { db }) => {
  const filters = [args.filter ?? {}, plainFilter(args)];
  const by: RuleOrder = {
    by: args.orderBy?.field ?? 'titleFolded',
    direction: args.orderBy?.direction ?? 'asc',
  };
  const order = {
    list: 'rules',
    order: `${by.by} ${by.direction}`,
    keys: [KEY_TYPES[by.by], 'int'] as const,
  };
  const page = await listRules(db, filters, by, pageRequest(order, args));
  return connection({
    order,
    args,
    page,
    keysOf: (row) => [row[by.by], row.rowId],
    node: (row) => row,
    count: () => countRules(db, filters),
  });
};

export const rulesWithoutQuery: NonNullable<QueryResolvers['rulesWithoutQuery']> = async (
  _query,
  args,
  { db },
) => {
  const filters = [{ hasQuery: false }];
  const order = { list: 'rulesWithoutQuery', order: '', keys: ['text', 'int'] as const };
  const by: RuleOrder = { by: 'titleFolded', direction: 'asc' };
  const page = await listRules(db, filters, by, pageRequest(order, args));
  return connection({
    order,
    args,
    page,
    keysOf: (row) => [row.titleFolded, row.rowId],
    node: (row) => row,
    count: () => countRules(db, filters),
  });
};

type PlainArgs = Omit<QueryRulesArgs, 'filter' | 'orderBy' | 'first' | 'after'>;

/** What a dashboard can paste as a string. */
function plainFilter(args: PlainArgs): RuleFilter {
  const { platform, severity, status, parseStatus, logSource, technique, tactic, tag } = args;
  return {
    platforms: listOf(platform),
    severities: listOf(severity),
    statuses: listOf(status),
    parseStatuses: listOf(parseStatus),
    logSources: listOf(logSource),
    techniques: listOf(technique),
    tactics: listOf(tactic),
    tags: listOf(tag),
  };
}

function listOf<T>(value: T | null | undefined): readonly T[] | null {
  return value === null || value === undefined ? null : [value];
}

const MAX_SEARCH_LENGTH = 500;
const byRank: ListOrder<readonly ['int', 'int']> = { list: 'searchRules', order: '', keys: ['int', 'int'] };

export const searchRules: NonNullable<QueryResolvers['searchRules']> = async (_query, args, context) => {
  const { db, loaders } = context;
  if (args.text.length > MAX_SEARCH_LENGTH) {
    throw requestError('BAD_USER_INPUT', `text is longer than ${MAX_SEARCH_LENGTH} characters`);
  }
  const request = pageRequest(byRank, args);
  const among = (await filteredRules(args.filter, context))?.rowIds ?? null;
  const page = await findRules(db, args.text, among, request);
  return connection({
    order: byRank,
    args,
    page,
    keysOf: ({ rank, rowId }) => [rank, rowId],
    node: ({ rowId }) => loaders.rule.load(rowId),
    // To rank the hits, the page had to see them all; past the end it has none that could tell.
    count: () => page.rows[0]?.total ?? countSearch(db, args.text, among),
  });
};
