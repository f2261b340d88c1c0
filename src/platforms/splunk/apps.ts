/**
 * Splunk's apps in a folder: what their `.conf` files say together. What is in `local/` outranks `default/`, setting by setting; `[default]` stands behind
 * every stanza of its file's kind.
 * https://help.splunk.com/data-management/splunk-enterprise-admin-manual/9.4/administer-splunk-enterprise-with-configuration-files/configuration-file-precedence
 */
import type { Diagnostic } from '../../text/diagnostic.ts';
import { recordOf, textOf } from '../../text/plain-data.ts';
import type { SourceFile } from '../platform.ts';
import { DEFAULT_STANZA, readConf } from './conf-file.ts';
import type { Setting, Stanza } from './conf-file.ts';

export interface ConfStanza {
  readonly name: string;
  /** The file and place of the header that counts most. */
  readonly path: string;
  readonly span: Stanza['span'];
  readonly settings: ReadonlyMap<string, Setting>;
  readonly findings: readonly Diagnostic[];
}

/** By the file's name without its ending: `savedsearches`, `macros`, … */
export type Confs = Readonly<Record<string, readonly ConfStanza[]>>;

export interface App {
  /** Its folder, `/` at the end; empty: the whole folder. */
  readonly root: string;
  /** Empty where nothing names it. */
  readonly name: string;
  readonly author: string | null;
  readonly confs: Confs;
}

const READ = 'savedsearches|correlationsearches|macros|eventtypes|tags|app';
const CONF = new RegExp(`^(.*/)?(${READ})\\.conf$`, 'i');
const MANIFEST = /^(.*\/)?app\.manifest$/i;
const LAYER = /^(.*?)(default|local)\/$/i;

export function isAppFile(path: string): boolean {
  return CONF.test(path) || MANIFEST.test(path);
}

interface AppFiles {
  /** `default/` first. */
  readonly layers: readonly (readonly SourceFile[])[];
  readonly manifest: SourceFile | null;
}

/** In the order of their folders. */
export function readApps(files: readonly SourceFile[]): readonly App[] {
  const roots = new Map<string, SourceFile[]>();
  for (const file of files.filter(({ path }) => isAppFile(path))) {
    const root = rootOf(file.path);
    roots.set(root, [...(roots.get(root) ?? []), file]);
  }
  return [...roots].sort(([a], [b]) => (a < b ? -1 : 1)).map(([root, own]) => readApp(root, layersOf(own)));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function rootOf(path: string): string {
  const folder = folderOf(path);
  return LAYER.exec(folder)?.[1] ?? folder;
}

function isLocal(path: string): boolean {
  return /^local$/i.test(LAYER.exec(folderOf(path))?.[2] ?? '');
}

function layersOf(files: readonly SourceFile[]): AppFiles {
  const confs = files.filter(({ path }) => CONF.test(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    layers: [confs.filter(({ path }) => !isLocal(path)), confs.filter(({ path }) => isLocal(path))],
    manifest: files.find(({ path }) => MANIFEST.test(path)) ?? null,
  };
}

function readApp(root: string, { layers, manifest }: AppFiles): App {
  const confs: Record<string, readonly ConfStanza[]> = {};
  for (const name of READ.split('|')) {
    const read = layers.map((layer) => layer.filter(({ path }) => confName(path) === name).flatMap(readConf));
    confs[name] = layered(read.flat());
  }
  const said = (stanza: string, key: string): string | null =>
    textOf(confs['app']?.find((each) => each.name === stanza)?.settings.get(key)?.value);
  const info = recordOf(recordOf(manifest === null ? null : parseJson(manifest.text))['info']);
  const name = said('package', 'id') ?? said('id', 'name') ?? textOf(recordOf(info['id'])['name']);
  const folder = folderName(root);
  return {
    root,
    name: name ?? (folder === '' ? (said('ui', 'label') ?? '') : folder),
    author: said('launcher', 'author'),
    confs,
  };
}

function confName(path: string): string {
  return CONF.exec(path)?.[2]?.toLowerCase() ?? '';
}

/** `package/` and the like are what an app is built from: its name is the folder around it. */
function folderName(root: string): string {
  const names = root.split('/').filter((name) => name !== '');
  return names.findLast((name) => !/^(package|src|app|output|build|dist)$/i.test(name)) ?? names.at(-1) ?? '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What comes later outranks what came before. */
function layered(stanzas: readonly Stanza[]): readonly ConfStanza[] {
  const merged = new Map<string, ConfStanza>();
  for (const stanza of stanzas) {
    const below = merged.get(stanza.name);
    merged.set(stanza.name, {
      ...(below ?? stanza),
      settings: new Map([...(below?.settings ?? []), ...stanza.settings]),
      findings: [...(below?.findings ?? []), ...stanza.findings],
    });
  }
  const defaults = merged.get(DEFAULT_STANZA)?.settings ?? new Map<string, Setting>();
  return [...merged.values()]
    .filter(({ name }) => name !== DEFAULT_STANZA)
    .map((stanza) => ({ ...stanza, settings: new Map([...defaults, ...stanza.settings]) }));
}
