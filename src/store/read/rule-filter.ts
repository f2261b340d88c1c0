// Which rules a reader asks for, as a condition of the database.
import type { Operator } from '../../condition/condition.ts';
import type { ParseStatus, RuleKind, RuleStatus, Severity } from '../../rule/rule.ts';
import type { Prisma } from '../generated/client.ts';
import { foldedText } from '../stored-text.ts';
import { likeLiteral } from './page.ts';

type OneOf<T> = readonly T[] | null | undefined;

/** Every part given must hold; within a list of alternatives one is enough. An empty list holds for no rule. */
export interface RuleFilter {
  readonly platforms?: OneOf<string>;
  readonly sources?: OneOf<string>;
  readonly severities?: OneOf<Severity>;
  readonly statuses?: OneOf<RuleStatus>;
  readonly parseStatuses?: OneOf<ParseStatus>;
  readonly kinds?: OneOf<RuleKind>;
  readonly languages?: OneOf<string>;
  /** Does it judge events at all? */
  readonly hasQuery?: boolean;
  readonly licences?: OneOf<string>;
  readonly logSources?: OneOf<string>;
  readonly techniques?: OneOf<string>;
  readonly tactics?: OneOf<string>;
  readonly fields?: OneOf<string>;
  readonly indicator?: IndicatorKey | null | undefined;
  readonly actions?: OneOf<string>;
  readonly tags?: OneOf<string>;
  readonly titlePrefix?: string | null | undefined;
  readonly changedSince?: Date | null | undefined;
}

export interface IndicatorKey {
  readonly field: string;
  readonly kind?: Operator | null | undefined;
  readonly value?: string | null | undefined;
}

export function ruleWhere(filter: RuleFilter): Prisma.RuleWhereInput {
  const { indicator, titlePrefix, changedSince, hasQuery } = filter;
  const parts: (Prisma.RuleWhereInput | null)[] = [
    listed(filter.platforms, (platformId) => ({ platformId })),
    listed(filter.sources, (sourceId) => ({ sourceId })),
    listed(filter.severities, (severity) => ({ severity })),
    listed(filter.statuses, (status) => ({ status })),
    listed(filter.parseStatuses, (parseStatus) => ({ parseStatus })),
    listed(filter.kinds, (kind) => ({ kind })),
    listed(filter.languages, (language) => ({ language })),
    listed(filter.licences, (licence) => ({ licence })),
    related(filter.logSources, logSourceWhere, (OR) => ({ logSources: { some: { logSource: { OR } } } })),
    related(filter.techniques, techniqueWhere, (OR) => ({ techniques: { some: { OR } } })),
    related(filter.tactics, tacticWhere, (OR) => ({ techniques: { some: { tactic: { OR } } } })),
    related(
      filter.fields,
      (fieldName) => ({ fieldName }),
      (OR) => ({ fields: { some: { OR } } }),
    ),
    indicator ? { indicators: { some: { indicator: indicatorWhere(indicator) } } } : null,
    related(filter.actions, actionWhere, (OR) => ({ watched: { some: { action: { OR } } } })),
    filter.tags ? { tagsFolded: { hasSome: filter.tags.map(foldedText) } } : null,
    typeof titlePrefix === 'string'
      ? { titleFolded: { startsWith: likeLiteral(foldedText(titlePrefix)) } }
      : null,
    hasQuery === undefined ? null : { hasQuery },
    changedSince ? { changedAt: { gte: changedSince } } : null,
  ];
  return { AND: parts.filter((part) => part !== null) };
}

function listed<
  Key extends
    'platformId' | 'sourceId' | 'severity' | 'status' | 'parseStatus' | 'kind' | 'language' | 'licence',
>(values: OneOf<string>, column: (value: string) => Record<Key, string>): Prisma.RuleWhereInput | null {
  if (!values) return null;
  const [name] = Object.keys(column('')) as Key[];
  return name === undefined ? null : { [name]: { in: [...values] } };
}

function related<Where>(
  values: OneOf<string>,
  one: (value: string) => Where,
  some: (alternatives: Where[]) => Prisma.RuleWhereInput,
): Prisma.RuleWhereInput | null {
  return values ? some(values.map(one)) : null;
}

/** `windows/process_creation/-`, `aws.cloudtrail`, or a product alone. */
export function logSourceWhere(text: string): Prisma.LogSourceWhereInput {
  const asked = text.trim().toLowerCase();
  const parts = asked.split('/');
  if (parts.length === 3) {
    const [product = '-', category = '-', service = '-'] = parts;
    return {
      ...(product === '-' ? {} : { product }),
      ...(category === '-' ? {} : { category }),
      ...(service === '-' ? {} : { service }),
    };
  }
  if (!asked.includes('.')) return { OR: [{ product: asked }, { name: asked }] };
  return { OR: [{ name: asked }, { name: { startsWith: likeLiteral(`${asked}.`) } }] };
}

function techniqueWhere(text: string): Prisma.RuleTechniqueWhereInput {
  const techniqueId = text.trim().toUpperCase();
  return { OR: [{ techniqueId }, { techniqueId: { startsWith: likeLiteral(`${techniqueId}.`) } }] };
}

export function tacticWhere(text: string): Prisma.TacticWhereInput {
  const word = text.trim();
  const slug = word.toLowerCase().replace(/[\s_]+/g, '-');
  return { OR: [{ id: word.toUpperCase() }, { shortName: slug }] };
}

/** A list's values count as `eq`. */
export function countedKind(kind: Operator): Operator {
  return kind === 'in' ? 'eq' : kind;
}

function indicatorWhere({ field, kind, value }: IndicatorKey): Prisma.IndicatorWhereInput {
  return {
    AND: [
      { field, ...(kind ? { kind: countedKind(kind) } : {}) },
      typeof value === 'string' ? valueWhere(value) : {},
    ],
  };
}

/** Letter case matters only among expressions. */
export function valueWhere(value: string): Prisma.IndicatorWhereInput {
  const isSame = [
    { key: value.toLowerCase(), kind: { not: 'regex' } },
    { key: value, kind: 'regex' },
  ];
  return { keyFolded: foldedText(value), OR: isSame };
}

/** With or without its qualifier; either may hold a colon of its own. */
function actionWhere(text: string): Prisma.ActionWhereInput {
  const asked = text.trim().toLowerCase();
  const colon = asked.indexOf(':');
  const bare = { operationFolded: foldedText(asked) };
  if (colon < 1) return bare;
  const qualifier = { equals: asked.slice(0, colon), mode: 'insensitive' as const };
  return { OR: [bare, { qualifier, operationFolded: foldedText(asked.slice(colon + 1)) }] };
}
