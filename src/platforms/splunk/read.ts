/** Files of a Splunk repository to source rules: detections as YAML, saved searches of apps and exports, searches kept as text. */
import { diagnostic } from '../../text/diagnostic.ts';
import { textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import type { FileDiagnostics, SourceFile, SourceReading } from '../platform.ts';
import { appRules } from './app-rules.ts';
import { isAppFile, readApps } from './apps.ts';
import { detectionRule } from './detection.ts';
import type { Detection } from './detection.ts';
import { macroKey, readMacro } from './macros.ts';
import type { Macro, Macros } from './macros.ts';
import { NO_EVENT_TYPES } from './event-types.ts';
import { isExportFile, readExport } from './saved-search-export.ts';
import { savedSearchRule } from './saved-search.ts';
import { isSearchText, readSearchTexts } from './search-texts.ts';
import type { SearchTexts } from './search-texts.ts';
import { readYamlFile } from './yaml-file.ts';

export function wantsFile(path: string): boolean {
  return isYamlFile(path) || isAppFile(path) || isExportFile(path) || isSearchText(path);
}

/** Hidden folders configure tools. */
function isYamlFile(path: string): boolean {
  return /\.ya?ml$/i.test(path) && !/(^|\/)\./.test(path);
}

/** What lies in such a folder is meant to be a detection, or a macro. */
function isOfContent(path: string): boolean {
  return /(^|\/)(detections|removed|macros)\//i.test(path);
}

interface YamlFiles {
  readonly detections: readonly Detection[];
  readonly macros: Macros;
  readonly broken: readonly FileDiagnostics[];
  readonly skippedFileCount: number;
}

export function readSplunk(files: readonly SourceFile[]): SourceReading {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const yaml = readYamlFiles(sorted.filter(({ path }) => isYamlFile(path)));
  const ofApps = appRules(readApps(sorted), yaml.macros);
  const { macros } = ofApps;
  const exports = sorted.filter(({ path }) => isExportFile(path)).map((file) => exportRules(file, macros));
  const texts = sorted.filter(({ path }) => isSearchText(path)).map((file) => readSearchTexts(file, macros));
  const others = [ofApps, ...exports, ...texts];
  const rules = others.flatMap((each) => each.rules);
  const broken = others.flatMap((each) => each.broken);
  const told = new Set([...rules, ...broken].map(({ path }) => path));
  return {
    rules: [...yaml.detections.map((detection) => detectionRule(detection, macros)), ...rules],
    broken: [...yaml.broken, ...broken],
    skippedFileCount:
      yaml.skippedFileCount + sorted.filter(({ path }) => !isYamlFile(path) && !told.has(path)).length,
  };
}

function exportRules(file: SourceFile, macros: Macros): SearchTexts {
  const { searches, problems } = readExport(file);
  return {
    rules: searches.map((saved) =>
      savedSearchRule(saved, saved.settings.get('search') ?? '', { macros, eventTypes: NO_EVENT_TYPES }),
    ),
    broken: problems.length === 0 ? [] : [{ path: file.path, diagnostics: problems }],
  };
}

function readYamlFiles(files: readonly SourceFile[]): YamlFiles {
  const broken: FileDiagnostics[] = [];
  const macros = new Map<string, Macro>();
  const detections: Detection[] = [];
  let skippedFileCount = 0;
  for (const file of files) {
    const reading = readYamlFile(file);
    if ('problem' in reading) {
      if (isOfContent(file.path) || /^search\s*:/m.test(file.text))
        broken.push({ path: file.path, diagnostics: [reading.problem] });
      else skippedFileCount += 1;
      continue;
    }
    const { value } = reading;
    const macro = value !== null && isMacroPath(file.path) ? readMacro(value) : null;
    const search = value === null || isMacroPath(file.path) ? null : searchOf(value, file.path);
    if (value !== null && search !== null) detections.push({ path: file.path, value, search });
    else if (macro !== null) macros.set(macroKey(macro), macro);
    else if (value !== null && isOfContent(file.path) && !isMacroPath(file.path))
      broken.push(withoutSearch(file.path));
    if (!isOfContent(file.path) ? search === null : value === null || macro !== null) skippedFileCount += 1;
  }
  return { detections, macros, broken, skippedFileCount };
}

/** Searches that fill look-ups and look deeper into a finding are none that finds something. */
const OTHER_TYPES = /^(baseline|investigation|response task|support)/i;

/** Outside of the folders of detections only what has a name, and says of what kind it is, or what it is about. */
function searchOf(value: PlainRecord, path: string): string | null {
  const search = textOf(value['search']);
  if (isOfContent(path) || search === null) return search;
  const isRule = ['type', 'severity', 'tags', 'description', 'mitre_attack_id', 'known_false_positives'].some(
    (key) => value[key] !== undefined,
  );
  const isOther = OTHER_TYPES.test(textOf(value['type']) ?? '') || OTHER_FOLDERS.test(path);
  return textOf(value['name'] ?? value['title']) !== null && isRule && !isOther ? search : null;
}

const OTHER_FOLDERS = /(^|\/)(baselines|investigations|response_tasks|dashboards|playbooks|workbooks)\//i;

function isMacroPath(path: string): boolean {
  return /(^|\/)macros\/[^/]+$/i.test(path);
}

function withoutSearch(path: string): FileDiagnostics {
  return { path, diagnostics: [diagnostic('no_search', 'the detection has no search', null, 'error', path)] };
}
