/** Files of a Splunk repository to source rules: detections as YAML, and the saved searches of apps. */
import { diagnostic } from '../../text/diagnostic.ts';
import { textOf } from '../../text/plain-data.ts';
import type { FileDiagnostics, SourceFile, SourceReading } from '../platform.ts';
import { appRules } from './app-rules.ts';
import { isAppFile, readApps } from './apps.ts';
import { detectionRule } from './detection.ts';
import type { Detection } from './detection.ts';
import { macroKey, readMacro } from './macros.ts';
import type { Macro, Macros } from './macros.ts';
import { readYamlFile } from './yaml-file.ts';

export function wantsFile(path: string): boolean {
  return isDetectionFile(path) || isAppFile(path);
}

function isDetectionFile(path: string): boolean {
  return /(^|\/)(detections|removed|macros)\/(.+\/)?[^/]+\.ya?ml$/i.test(path);
}

interface YamlFiles {
  readonly detections: readonly Detection[];
  readonly macros: Macros;
  readonly broken: readonly FileDiagnostics[];
  readonly skippedFileCount: number;
}

export function readSplunk(files: readonly SourceFile[]): SourceReading {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const yaml = readYamlFiles(sorted.filter(({ path }) => isDetectionFile(path)));
  const apps = readApps(sorted);
  const { rules, broken, macros } = appRules(apps, yaml.macros);
  const withRules = new Set(rules.map(({ path }) => path));
  const confs = sorted.filter(({ path }) => isAppFile(path) && !withRules.has(path));
  return {
    rules: [...yaml.detections.map((detection) => detectionRule(detection, macros)), ...rules],
    broken: [...yaml.broken, ...broken],
    skippedFileCount: yaml.skippedFileCount + confs.length,
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
      broken.push({ path: file.path, diagnostics: [reading.problem] });
      continue;
    }
    const { value } = reading;
    const macro = value !== null && isMacroPath(file.path) ? readMacro(value) : null;
    const search = value === null || isMacroPath(file.path) ? null : textOf(value['search']);
    if (value !== null && search !== null) detections.push({ path: file.path, value, search });
    else if (macro !== null) macros.set(macroKey(macro), macro);
    else if (value !== null && !isMacroPath(file.path)) broken.push(withoutSearch(file.path));
    if (value === null || macro !== null) skippedFileCount += 1;
  }
  return { detections, macros, broken, skippedFileCount };
}

function isMacroPath(path: string): boolean {
  return /(^|\/)macros\/[^/]+$/i.test(path);
}

function withoutSearch(path: string): FileDiagnostics {
  return { path, diagnostics: [diagnostic('no_search', 'the detection has no search', null, 'error', path)] };
}
