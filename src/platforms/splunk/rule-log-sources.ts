/**
 * What a detection watches: what its search reads, narrowed by the data sources that its author names. A data set of the Common Information
 * Model is fed by every product that has such events; `data_source` says for which of them the detection is made.
 */
import type { LogSource } from '../../rule/log-source.ts';
import { logSource, logSourceText } from '../../rule/log-source.ts';
import { actionFields } from '../../fields/actions.ts';
import { logSourcesOfDataSources } from './data-sources.ts';
import { logSourcesOfSource } from '../../fields/splunk-sources.ts';
import type { SourceRule } from '../platform.ts';
import type { Macros } from './macros.ts';

/** Without log sources: they are for the search itself to say. */
export function ruleLogSources(
  search: string,
  macros: Macros,
  dataSources: readonly string[],
): Pick<SourceRule, 'logSources' | 'operationsOf' | 'declaredLogSources'> {
  const declared = logSourcesOfDataSources(dataSources);
  const logSources = modelLogSources(search, macros, declared);
  return logSources.length === 0
    ? { logSources, declaredLogSources: productsOf(declared) }
    : { logSources, operationsOf: operationsOf(logSources, declared) };
}

/** Which of a product's events it is the search says, and authors name another's. */
function productsOf(declared: readonly LogSource[]): readonly LogSource[] {
  return distinct(declared.flatMap(({ product }) => (product === null ? [] : [logSource(product)])));
}

function modelLogSources(
  search: string,
  macros: Macros,
  declared: readonly LogSource[],
): readonly LogSource[] {
  const read = dataSetsIn(search, macros).map(logSourcesOfSource);
  if (read.length === 0 || read.some((each) => each.length === 0)) return [];
  // A search that reads something beside data models is read as a whole by its language.
  if (readsSourceTypes(search, macros)) return [];
  return distinct(read.flat().flatMap((source) => narrowed(source, declared)));
}

/**
 * A data model gives the operations of all products one name (`Authentication.signature`): those that a rule names are of the products whose data it
 * declares. Of a rule that declares none, only what a host records under numbers and names that all of them share.
 */
function operationsOf(
  logSources: readonly LogSource[],
  declared: readonly LogSource[],
): readonly LogSource[] {
  const products = new Set(declared.map(({ product }) => product));
  return logSources.filter((each) =>
    products.size === 0 ? actionFields(each)?.weak !== false : products.has(each.product),
  );
}

const DATA_MODEL = /\bdatamodel\s*(?:[=:]\s*)?"?(\w+)"?(?:\s*\.\s*"?(\w+)"?)?/gi;
const NODE = /\bnodename\s*=\s*"?(?:\w+\.)*(\w+)"?/i;

function textsOf(search: string, macros: Macros): readonly string[] {
  return [search, ...[...macros.values()].map(({ definition }) => definition)];
}

function dataSetsIn(search: string, macros: Macros): readonly string[] {
  return textsOf(search, macros).flatMap((text) => {
    const node = NODE.exec(text)?.[1];
    return [...text.matchAll(DATA_MODEL)].map(([, model = '', set]) => {
      const name = set ?? node;
      return name === undefined ? model : `${model}.${name}`;
    });
  });
}

function readsSourceTypes(search: string, macros: Macros): boolean {
  return textsOf(search, macros).some((text) =>
    /\b(sourcetype|source|eventtype|index)\s*=\s*[^\s|]/i.test(text),
  );
}

/** The declared log sources that are of this one; with none of them, itself. */
function narrowed(source: LogSource, declared: readonly LogSource[]): readonly LogSource[] {
  const { product, category, service } = source;
  const fitting = declared.filter(
    (each) =>
      (product === null || each.product === product) &&
      (category === null || each.category === category) &&
      (service === null || each.service === service),
  );
  if (fitting.length > 0) return fitting;
  if (product !== null || category === null) return [source];
  // Of another category than any that is declared: for the operating systems that are declared.
  const systems = [...new Set(declared.map((each) => each.product))].filter(
    (each) => each === 'windows' || each === 'linux',
  );
  return systems.length === 0 ? [source] : systems.map((system) => ({ product: system, category, service }));
}

function distinct(sources: readonly LogSource[]): readonly LogSource[] {
  return [...new Map(sources.map((each) => [logSourceText(each), each])).values()];
}
