/**
 * Exceptions to rules, where an export or a repository has them beside the rules: an event for which all entries of an item hold is none of the rule's.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/add-manage-exceptions
 */
import { joinStage } from '../../rule/declare-stage.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { listOf, recordOf, recordsOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import type { SourceQuery, SourceStage } from '../platform.ts';
import { filterText } from './body.ts';
import type { Body } from './body.ts';
import type { RuleFile } from './rule-file.ts';

export interface RuleExceptions {
  readonly queries: readonly SourceQuery[];
  readonly stages: readonly SourceStage[];
  readonly diagnostics: readonly Diagnostic[];
}

export function ruleExceptions(rule: PlainRecord, origin: RuleFile, body: Body): RuleExceptions {
  const lists = listOf(rule['exceptions_list']).map((list) => textOf(recordOf(list)['list_id']) ?? '?');
  const items = lists.flatMap((id) => origin.exceptions.get(id) ?? []);
  const ofLists = items.filter((item) => valueListEntry(item) !== null);
  const excluded = items.filter((item) => !ofLists.includes(item)).map(itemQuery);
  const filters = [{ query: { bool: { must_not: excluded } } }];
  return {
    queries:
      excluded.length === 0 ? [] : [body.add('kibana_filter', filterText(filters), '// exceptions', null)],
    stages: ofLists.map(valueListStage),
    diagnostics: lists.filter((id) => !origin.exceptions.has(id)).map((id) => absent(id, origin)),
  };
}

/** What such a list holds is kept in a deployment, not in the rule. */
function absent(id: string, origin: RuleFile): Diagnostic {
  const message = `The exceptions of the list ${id} are not in the rule.`;
  const span = origin.spanOf('rule.exceptions_list');
  return diagnostic('exceptions_list', message, span, 'info', origin.file.path);
}

/** All entries of an item as one query. */
function itemQuery(item: PlainRecord): PlainRecord {
  return { bool: { filter: recordsOf(item['entries']).map(entryQuery) } };
}

function entryQuery(entry: PlainRecord): PlainRecord {
  const query = included(entry);
  return entry['operator'] === 'excluded' ? { bool: { must_not: [query] } } : query;
}

/** As Kibana builds them: https://github.com/elastic/kibana, packages kbn-lists… `build_exception_filter` */
function included(entry: PlainRecord): PlainRecord {
  const field = textOf(entry['field']) ?? '';
  switch (entry['type']) {
    case 'match':
      return { match_phrase: { [field]: entry['value'] } };
    case 'match_any':
      return {
        bool: { should: listOf(entry['value']).map((value) => ({ match_phrase: { [field]: value } })) },
      };
    case 'wildcard':
      return { wildcard: { [field]: { value: entry['value'] } } };
    case 'exists':
      return { exists: { field } };
    default:
      // Nested documents, value lists beside other entries, and what is new: said as what cannot be read.
      return { [`exception ${textOf(entry['type']) ?? '?'}`]: { [field]: entry['value'] ?? null } };
  }
}

/** The entry of an item that asks of nothing but a value list. */
function valueListEntry(item: PlainRecord): PlainRecord | null {
  const [entry, ...more] = recordsOf(item['entries']);
  const isList = entry !== undefined && entry['type'] === 'list' && textOf(entry['field']) !== null;
  return isList && more.length === 0 ? entry : null;
}

function valueListStage(item: PlainRecord): SourceStage {
  const entry = recordOf(valueListEntry(item));
  const list = textsOf(recordOf(entry['list'])['id']).join(', ') || '?';
  const on = [[{ left: textOf(entry['field']) ?? '', right: 'value' }]];
  const join = joinStage(list, on, null, JSON.stringify(entry));
  const type = entry['operator'] === 'excluded' ? 'semi' : 'anti';
  return { stage: { ...join, type, ofList: true }, queries: [] };
}
