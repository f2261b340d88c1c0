/** What an Elastic rule declares beside its query: threshold, new terms, indicator match → stages. */
import { aggregateStage, atLeast, joinStage, newTermsStage, opaqueStage } from '../../rule/declare-stage.ts';
import type { Seconds } from '../../rule/stage.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { booleanOf, listOf, numberOf, recordOf, recordsOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { positionAt } from '../../text/span.ts';
import type { SourceQuery, SourceStage } from '../platform.ts';
import { filterText } from './body.ts';
import type { Body } from './body.ts';
import { secondsBack } from './duration.ts';
import { hasAlternatives } from '../../text/query-outline.ts';
import type { RuleFile } from './rule-file.ts';

export interface DeclaredStages {
  readonly stages: readonly SourceStage[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The alert's own suppression and its actions change no match, so they are no stages. */
export function declaredStages(
  type: string,
  rule: PlainRecord,
  origin: RuleFile,
  body: Body,
): DeclaredStages {
  switch (type) {
    case 'threshold':
      return threshold(rule, origin);
    case 'new_terms':
      return newTerms(rule, origin);
    case 'threat_match':
      return threatMatch(rule, origin, body);
    default:
      return ONE_EVENT_TYPES.has(type) ? { stages: [], diagnostics: [] } : unknownType(type, origin);
  }
}

/** Types whose logic is all in the query (or, of machine learning, nowhere that we could read). */
const ONE_EVENT_TYPES: ReadonlySet<string> = new Set([
  'query',
  'eql',
  'esql',
  'saved_query',
  'machine_learning',
]);

/** What a type that we do not know asks for beside its query is not known either. */
function unknownType(type: string, origin: RuleFile): DeclaredStages {
  const span = origin.spanOf('rule.type') ?? origin.spanOf('rule');
  return {
    stages: [{ stage: opaqueStage('unknown_rule_type', type), queries: [] }],
    diagnostics: [
      diagnostic(
        'unknown_rule_type',
        `The rule type ${type} is none that is known.`,
        span,
        'error',
        origin.file.path,
      ),
    ],
  };
}

function lacking(origin: RuleFile, table: string, message: string): DeclaredStages {
  const span = origin.spanOf(`rule.${table}`) ?? origin.spanOf(table) ?? origin.spanOf('rule');
  return {
    stages: [{ stage: opaqueStage('missing_field', table), queries: [] }],
    diagnostics: [diagnostic('missing_field', message, span, 'error', origin.file.path)],
  };
}

/** Each run looks back as far as `from`: a group of events counts within that. */
function threshold(rule: PlainRecord, origin: RuleFile): DeclaredStages {
  const table = recordOf(rule['threshold']);
  const count = numberOf(table['value']);
  if (count === null) return lacking(origin, 'threshold', 'A threshold rule must have threshold.value.');
  const cardinality = recordsOf(table['cardinality']).flatMap((entry) => {
    const field = textOf(entry['field']);
    const value = numberOf(entry['value']);
    return field === null || value === null ? [] : [atLeast(value, field)];
  });
  if (cardinality.length < listOf(table['cardinality']).length) {
    return lacking(origin, 'threshold.cardinality', 'A cardinality must have field and value.');
  }
  const having = [atLeast(count), ...cardinality];
  const window = secondsBack(textOf(rule['from']));
  const stage = aggregateStage(textsOf(table['field']), window, having, JSON.stringify(table));
  return { stages: [{ stage, queries: [] }], diagnostics: [] };
}

/** In the repository's files `field` and `value` name the fields; in the API's form `new_terms_fields` and `history_window_start` do. */
function newTerms(rule: PlainRecord, origin: RuleFile): DeclaredStages {
  const table = recordOf(rule['new_terms']);
  const fields = [...textsOf(table['value']), ...textsOf(rule['new_terms_fields'])];
  const [start] = recordsOf(table['history_window_start']);
  const history =
    textOf(start?.['value']) ?? textOf(table['history_window_start']) ?? textOf(rule['history_window_start']);
  if (fields.length === 0) return lacking(origin, 'new_terms', 'A new_terms rule must name its fields.');
  const source = JSON.stringify({ new_terms_fields: fields, history_window_start: history });
  const stage = newTermsStage(fields, secondsBack(history), source);
  return { stages: [{ stage, queries: [] }], diagnostics: [] };
}

/** `threat_mapping`: alternatives of entries, all of which must agree. */
function threatMatch(rule: PlainRecord, origin: RuleFile, body: Body): DeclaredStages {
  const entries = recordsOf(rule['threat_mapping']).map((mapping) => recordsOf(mapping['entries']));
  const on = entries.map((mapping) =>
    mapping.flatMap((entry) => {
      const left = textOf(entry['field']);
      const right = textOf(entry['value']);
      return left === null || right === null ? [] : [{ left, right }];
    }),
  );
  if (
    on.length === 0 ||
    on.some((pairs, index) => pairs.length < (entries[index]?.length ?? 0) || pairs.length === 0)
  ) {
    return lacking(origin, 'threat_mapping', 'A threat_match rule must map fields to fields.');
  }
  const source = JSON.stringify({
    threat_index: rule['threat_index'],
    threat_mapping: rule['threat_mapping'],
  });
  const { queries, window } = threatQueries(rule, body);
  const join = joinStage(textsOf(rule['threat_index']).join(', '), on, window, source);
  const stages: SourceStage[] = [{ stage: join, queries }];
  if (!entries.flat().some((entry) => booleanOf(entry['negate']) === true))
    return { stages, diagnostics: [] };
  const message = 'An entry that must not match the indicator is not modelled.';
  const span = origin.spanOf('rule.threat_mapping');
  return {
    stages: [...stages, { stage: opaqueStage('negated_threat_mapping', source), queries: [] }],
    diagnostics: [diagnostic('negated_threat_mapping', message, span, 'error', origin.file.path)],
  };
}

interface ThreatQueries {
  readonly queries: readonly SourceQuery[];
  readonly window: Seconds | null;
}

function threatQueries(rule: PlainRecord, body: Body): ThreatQueries {
  const text = textOf(rule['threat_query']);
  const language = textOf(rule['threat_language']) ?? 'kuery';
  const isAll = text === null || text === '*' || text === '*:*';
  const { query, window } = isAll
    ? NO_QUERY
    : withoutWindow(body.add(language, text, '// threat_query', null));
  const filters = listOf(rule['threat_filters']);
  const filter =
    filters.length === 0 ? null : body.add('kibana_filter', filterText(filters), '// threat_filters', null);
  return { queries: [query, filter].filter((each) => each !== null), window };
}

const NO_QUERY = { query: null, window: null } as const;
const SINCE = /^@timestamp\s*>=\s*"?(now-\d+[smhdwMy](?:\/[smhdwMy])?)"?(?:\s+and\s+|\s*$)/i;

/** How old an indicator may be stands in front of the indicators' query by custom: that is the join's window, no condition on the indicator. */
function withoutWindow(query: SourceQuery): {
  readonly query: SourceQuery | null;
  readonly window: Seconds | null;
} {
  const since = SINCE.exec(query.text);
  const window = secondsBack(since?.[1] ?? null);
  if (since === null || window === null || hasAlternatives(query.text)) return { query, window: null };
  const { line, column } = positionAt(query.text, since[0].length);
  const text = query.text.slice(since[0].length);
  if (text === '') return { query: null, window };
  return { query: { ...query, text, line: query.line + line - 1, column }, window };
}
