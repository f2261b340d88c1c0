/** The saved searches of Splunk's apps: every stanza with a search is a rule, and what has none says so. */
import { diagnostic } from '../../text/diagnostic.ts';
import type { FileDiagnostics, SourceRule } from '../platform.ts';
import type { App, ConfStanza } from './apps.ts';
import { macroKey, macroOfStanza } from './macros.ts';
import type { Macro, Macros } from './macros.ts';
import { eventTypesOf } from './event-types.ts';
import { isOn } from './saved-search-head.ts';
import { savedSearchRule } from './saved-search.ts';

export interface AppRules {
  readonly rules: readonly SourceRule[];
  readonly broken: readonly FileDiagnostics[];
  /** All that there are, the apps' among them. */
  readonly macros: Macros;
}

/** `others`: macros that are there without an app. An app's own go before those of its neighbours, which share theirs. */
export function appRules(apps: readonly App[], others: Macros): AppRules {
  const own = apps.map(macrosOf);
  const shared = new Map([...others, ...own.flatMap((macros) => [...macros])]);
  const rules = apps.flatMap((app, at) => rulesOf(app, new Map([...shared, ...(own[at] ?? [])])));
  return { rules, broken: apps.flatMap(withoutSearch), macros: new Map([...shared, ...others]) };
}

function macrosOf({ confs }: App): Macros {
  const macros = (confs['macros'] ?? []).flatMap((stanza): readonly Macro[] => {
    const said = (key: string): string => stanza.settings.get(key)?.value ?? '';
    const macro = macroOfStanza(stanza.name, said('args'), said('definition'), isOn(said('iseval')));
    return macro === null ? [] : [macro];
  });
  return new Map(macros.map((macro) => [macroKey(macro), macro]));
}

function rulesOf(app: App, macros: Macros): readonly SourceRule[] {
  const eventTypes = eventTypesOf(app);
  const correlations = new Map((app.confs['correlationsearches'] ?? []).map((each) => [each.name, each]));
  return (app.confs['savedsearches'] ?? []).flatMap((stanza) => {
    const search = stanza.settings.get('search');
    if (search === undefined || search.value === '') return [];
    // Older versions of Enterprise Security keep what is said of a finding in a file of its own.
    const beside = [...(correlations.get(stanza.name)?.settings ?? [])].filter(([key]) => key !== 'search');
    const settings = new Map([...beside, ...stanza.settings].map(([key, { value }]) => [key, value]));
    const { name, findings } = stanza;
    const saved = { name, app: app.name, author: app.author, path: search.path, settings, findings };
    return [savedSearchRule(saved, search.value, { macros, eventTypes })];
  });
}

/** What changes a search of another app has none itself. */
function withoutSearch({ confs }: App): readonly FileDiagnostics[] {
  const byPath = new Map<string, ConfStanza[]>();
  for (const stanza of confs['savedsearches'] ?? []) {
    if ((stanza.settings.get('search')?.value ?? '') !== '') continue;
    byPath.set(stanza.path, [...(byPath.get(stanza.path) ?? []), stanza]);
  }
  return [...byPath].map(([path, stanzas]) => ({
    path,
    diagnostics: stanzas.map(({ name, span }) =>
      diagnostic(
        'no_search',
        `the saved search ${JSON.stringify(name)} has no search here`,
        span,
        'warning',
        path,
      ),
    ),
  }));
}
