/** SigmaHQ/sigma from RULE_CORPORA: its rules as the platform reads them, and its regression data. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateCondition } from '../../../src/engine/evaluate/compile.ts';
import { sigmaLanguage } from '../../../src/languages/sigma/index.ts';
import type { Lowered } from '../../../src/languages/language.ts';
import type { SourceReading, SourceRule } from '../../../src/platforms/platform.ts';
import { sigmaPlatform } from '../../../src/platforms/sigma/index.ts';
import { all } from '../../../src/condition/condition.ts';

export interface SigmaCorpus {
  readonly root: string;
  readonly reading: SourceReading;
  readonly readText: (path: string) => string;
}

export function readSigmaCorpus(corpora: string, readText: (path: string) => string): SigmaCorpus {
  const root = join(corpora, 'SigmaHQ+sigma');
  const files = filesUnder(root, '')
    .filter((path) => sigmaPlatform.wants(path))
    .map((path) => ({ path, text: readText(join(root, path)) }));
  return { root, reading: sigmaPlatform.read(files), readText };
}

function filesUnder(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(root, path) : [path];
  });
}

export function lowerRule(rule: SourceRule): readonly Lowered[] {
  return rule.queries.map((query) => sigmaLanguage.lower(query));
}

export interface RegressionResult {
  readonly rule: string;
  readonly expected: number;
  readonly matched: number;
}

/** One result for each rule of the regression data; `expected` is a minimum. */
export function regressionResults({ root, reading, readText }: SigmaCorpus): readonly RegressionResult[] {
  const byId = new Map(reading.rules.map((rule) => [rule.nativeId, rule]));
  const infos = filesUnder(root, 'regression_data').filter((path) => path.endsWith('.json'));
  return infos.map((path) => {
    const id = path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
    const info = readText(join(root, path.slice(0, path.lastIndexOf('/')), 'info.yml'));
    const expected = Number(/^\s*match_count:\s*(\d+)/m.exec(info)?.[1] ?? 1);
    const rule = byId.get(id);
    if (rule === undefined) return { rule: id, expected, matched: 0 };
    const condition = all(lowerRule(rule).map((lowered) => lowered.condition));
    const events = jsonValues(readText(join(root, path))).map(flattenEvent);
    const matched = events.filter((event) => evaluateCondition(condition, event) === 'matched').length;
    return { rule: `${id} ${rule.path}`, expected, matched };
  });
}

/** Several JSON objects in one file, one after the other or in a list. */
function jsonValues(text: string): readonly unknown[] {
  const trimmed = text.trim();
  const separated = trimmed.startsWith('[')
    ? trimmed
    : `[${trimmed.replace(/\}\s*\n\s*\{\s*\n\s*"Event"/g, '},{"Event"')}]`;
  return JSON.parse(separated) as readonly unknown[];
}

type Plain = Readonly<Record<string, unknown>>;
const plain = (value: unknown): Plain =>
  typeof value === 'object' && value !== null ? (value as Plain) : {};

/** A Windows event by Sigma's field names: attributes of System as `Provider_Name`, data by its name without spaces. */
function flattenEvent(record: unknown): Plain {
  const event = plain(plain(record)['Event']);
  const flat: Record<string, unknown> = {};
  for (const [tag, value] of Object.entries(plain(event['System']))) {
    const attributes = plain(plain(value)['#attributes']);
    for (const [name, text] of Object.entries(attributes)) flat[`${tag}_${name}`] = text;
    const own = typeof value === 'object' ? plain(value)['#text'] : value;
    if (own !== undefined) flat[tag] = own;
  }
  const nested = Object.values(plain(event['UserData']));
  for (const data of [plain(event['EventData']), ...nested.map(plain)]) {
    for (const [name, value] of Object.entries(data)) flat[name.replaceAll(' ', '')] = value;
  }
  return flat;
}
