/** What the Python of a source's rules can reach beside its own text: global helpers, data models, scheduled queries. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { booleanOf, recordsOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { YamlRecord } from './yaml-file.ts';

/** What the language `python` needs beside a rule's text (structurally its own type, which platforms may not import). */
export interface PythonContext {
  /** Text by module name: global helpers and the data models' files. One map for all rules of a source. */
  readonly modules: ReadonlyMap<string, string>;
  /** Path by module name, relative to the source's root. */
  readonly modulePaths: ReadonlyMap<string, string>;
  readonly dataModels: readonly DataModel[];
  readonly logTypes: readonly string[];
  readonly entry: 'rule' | 'policy';
}

interface DataModel {
  readonly logTypes: readonly string[];
  readonly mappings: readonly {
    readonly name: string;
    readonly path: string | null;
    readonly method: string | null;
  }[];
  /** Name of the module that holds its methods. */
  readonly module: string | null;
}

interface ScheduledQuery {
  readonly name: string;
  /** SQL or PantherFlow; null when its file has none. */
  readonly text: string | null;
  readonly path: string;
}

export interface Library {
  readonly modules: ReadonlyMap<string, string>;
  readonly modulePaths: ReadonlyMap<string, string>;
  readonly dataModels: readonly DataModel[];
  readonly scheduledQueries: ReadonlyMap<string, ScheduledQuery>;
  /** Hash of all library text that Python text can reach: the helpers that it imports, in turn, and data models where it asks for them. */
  readonly reachHash: (python: string) => string;
}

export function hashOf(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  // The length in front keeps ['ab', 'c'] and ['a', 'bc'] apart.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/** Path of the file that a record names, which lies in the record's own folder. */
export function besidePath(record: YamlRecord, filename: string): string {
  return posix.normalize(posix.join(posix.dirname(record.path), filename));
}

export function buildLibrary(records: readonly YamlRecord[], python: ReadonlyMap<string, string>): Library {
  const modules = new Map<string, string>();
  const modulePaths = new Map<string, string>();
  const dataModels: DataModel[] = [];
  const scheduledQueries = new Map<string, ScheduledQuery>();
  const addModule = (record: YamlRecord, name: string | null): string | null => {
    const filename = textOf(record.value['Filename']);
    const path = filename === null ? null : besidePath(record, filename);
    const text = path === null ? undefined : python.get(path);
    const module = name ?? (path === null ? null : posix.basename(path, '.py'));
    if (path === null || text === undefined || module === null) return null;
    modules.set(module, text);
    modulePaths.set(module, path);
    return module;
  };
  for (const record of records) {
    switch (record.value['AnalysisType']) {
      case 'global':
        addModule(record, textOf(record.value['GlobalID']));
        break;
      case 'datamodel':
        if (booleanOf(record.value['Enabled']) !== false)
          dataModels.push(dataModel(record, addModule(record, null)));
        break;
      case 'scheduled_query':
      case 'saved_query': {
        const query = scheduledQuery(record);
        if (query !== null) scheduledQueries.set(query.name, query);
        break;
      }
    }
  }
  return { modules, modulePaths, dataModels, scheduledQueries, reachHash: reachHash(modules, dataModels) };
}

function dataModel(record: YamlRecord, module: string | null): DataModel {
  const mappings = recordsOf(record.value['Mappings']).flatMap((mapping) => {
    const name = textOf(mapping['Name']);
    return name === null ? [] : [{ name, path: textOf(mapping['Path']), method: textOf(mapping['Method']) }];
  });
  return { logTypes: textsOf(record.value['LogTypes']), mappings, module };
}

const QUERY_KEYS = ['Query', 'SnowflakeQuery', 'AthenaQuery'] as const;

function scheduledQuery(record: YamlRecord): ScheduledQuery | null {
  const name = textOf(record.value['QueryName']);
  if (name === null) return null;
  const text = QUERY_KEYS.map((key) => textOf(record.value[key])).find((query) => query !== null) ?? null;
  return { name, text, path: record.path };
}

const IMPORT =
  /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*))/gm;

/** Modules that a text imports, by a scan of its lines: one too many (in a comment or text) only means one look too many for changes. */
function importedModules(python: string): readonly string[] {
  return [...python.matchAll(IMPORT)].flatMap(([, from, list = '']) =>
    (from === undefined ? list.split(',') : [from]).map((name) => name.trim().split(/[\s.]/)[0] ?? ''),
  );
}

function reachHash(
  modules: ReadonlyMap<string, string>,
  dataModels: readonly DataModel[],
): (python: string) => string {
  const hashes = new Map([...modules].map(([name, text]) => [name, hashOf(text)]));
  const imports = new Map([...modules].map(([name, text]) => [name, importedModules(text)]));
  const modelModules = dataModels.flatMap(({ module }) => (module === null ? [] : [module]));
  const modelHash = hashOf(JSON.stringify(dataModels));
  const usingUdm = new Set([...modules].filter(([, text]) => text.includes('udm')).map(([name]) => name));
  return (python) => {
    const reached = new Set<string>();
    let udm = python.includes('udm');
    const pending = [...importedModules(python), ...(udm ? modelModules : [])];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (reached.has(name) || !modules.has(name)) continue;
      reached.add(name);
      pending.push(...(imports.get(name) ?? []));
      if (!udm && usingUdm.has(name)) {
        udm = true;
        pending.push(...modelModules);
      }
    }
    const parts = [...reached].sort().flatMap((name) => [name, hashes.get(name) ?? '']);
    return hashOf(...parts, udm ? modelHash : '');
  };
}
