/** A saved search of Splunk's, in an app's `savedsearches.conf` or as its API gives it, to a source rule. */
import { createHash } from 'node:crypto';
import { ruleId } from '../../rule/rule.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { SourceRule } from '../platform.ts';
import { reachableEventTypes } from './event-types.ts';
import type { EventTypes } from './event-types.ts';
import { authorsOf, dateOf } from './head.ts';
import { macroKey, reachableMacros } from './macros.ts';
import type { Macros } from './macros.ts';
import { ruleLogSources } from './rule-log-sources.ts';
import { attackOf, kindOf, outputFieldsOf, ratingOf, statusOf, tagsOf } from './saved-search-head.ts';
import type { Said } from './saved-search-head.ts';
import { triggerOf } from './trigger.ts';

export interface SavedSearch {
  readonly name: string;
  /** Of the app that it is of; empty where nobody says. */
  readonly app: string;
  readonly author: string | null;
  /** Of the file that says the search. */
  readonly path: string;
  /** By name; the search among them. */
  readonly settings: ReadonlyMap<string, string>;
  readonly findings: readonly Diagnostic[];
}

/** What a search can name. */
export interface Known {
  readonly macros: Macros;
  readonly eventTypes: EventTypes;
}

export function savedSearchRule(saved: SavedSearch, search: string, all: Known): SourceRule {
  const { settings } = saved;
  const said = (key: string): string | null => settings.get(key)?.trim() || null;
  const trigger = triggerOf(said);
  const text = trigger.filter === null ? search : `${search}\n| ${trigger.filter}`;
  const { macros, eventTypes } = known(text, all);
  const window = { earliest: said('dispatch.earliest_time'), latest: said('dispatch.latest_time') };
  const context = { macros, eventTypes, window };
  return {
    ...headOf(saved, said, search),
    ...ruleLogSources(text, macros, []),
    body: text,
    queries: [{ language: 'spl', text, line: 1, column: 1, context }],
    inverted: false,
    stages: trigger.stages,
    outputFields: outputFieldsOf(said),
    noQuery: null,
    diagnostics: [...saved.findings, ...trigger.diagnostics],
    contentHash: hashOf(saved, { macros, eventTypes }),
  };
}

function headOf({ name, app, author, path, settings }: SavedSearch, said: Said, search: string) {
  const nativeId = app === '' ? name : `${app}/${name}`;
  const title = said('action.correlationsearch.label') ?? name;
  return {
    id: ruleId('splunk', nativeId),
    platform: 'splunk',
    nativeId,
    kind: kindOf(said, [...settings.keys()]),
    title,
    description: said('description') ?? said('action.notable.param.rule_description'),
    ...ratingOf(said),
    status: statusOf(said, title),
    eventSchema: 'splunk',
    language: 'spl',
    path,
    authors: authorsOf({ author }),
    licence: null,
    references: [],
    tags: tagsOf(said),
    falsePositives: [said('action.escu.known_false_positives')].filter((each) => each !== null),
    attack: attackOf(said, title, search),
    bodyFormat: 'spl',
    created: dateOf(said('action.escu.creation_date')),
    modified: dateOf(said('action.escu.modification_date')),
    tests: [],
  } as const;
}

/** Event types may be named by macros, and name some. */
function known(text: string, all: Known): Known {
  const direct = reachableMacros(text, all.macros);
  const eventTypes = reachableEventTypes([text, ...definitionsOf(direct)].join('\n'), all.eventTypes);
  const whole = [text, ...eventTypes.searches.values()].join('\n');
  return { macros: reachableMacros(whole, all.macros), eventTypes };
}

function definitionsOf(macros: Macros): readonly string[] {
  return [...macros.values()].map(({ definition }) => definition);
}

function hashOf({ name, app, author, settings }: SavedSearch, { macros, eventTypes }: Known): string {
  const parts = [
    [name, app, author],
    [...settings].sort(([a], [b]) => (a < b ? -1 : 1)),
    [...macros.values()].sort((a, b) => (macroKey(a) < macroKey(b) ? -1 : 1)),
    [...eventTypes.searches],
    [...eventTypes.tagged],
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
