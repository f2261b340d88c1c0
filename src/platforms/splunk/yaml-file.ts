/** A YAML file as a plain record. What `yaml` refuses and other readers take (a quoted text that goes on at the line's beginning) is read by js-yaml. */
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { parseDocument } from 'yaml';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { isRecord } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { spanAt } from '../../text/span.ts';
import { QUIET_YAML, refuseYaml, withoutStackTraces } from '../../text/yaml-limits.ts';
import type { SourceFile } from '../platform.ts';

export type YamlReading = { readonly value: PlainRecord | null } | { readonly problem: Diagnostic };

export function readYamlFile(file: SourceFile): YamlReading {
  const refusal = refuseYaml(file.text);
  if (refusal !== null)
    return { problem: diagnostic(refusal.code, refusal.message, null, 'error', file.path) };
  const read = readStrict(file);
  if ('value' in read) return read;
  const lenient = readLenient(file.text);
  return lenient === undefined ? read : { value: isRecord(lenient) ? lenient : null };
}

function readStrict(file: SourceFile): YamlReading {
  try {
    const document = withoutStackTraces(() => parseDocument(file.text, { uniqueKeys: false, ...QUIET_YAML }));
    const [error] = document.errors;
    if (error !== undefined) return problem(file, error.message, error.pos[0], error.pos[1]);
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { value: isRecord(value) ? value : null };
  } catch (error) {
    // Nesting beyond the stack, aliases that multiply or point nowhere.
    if (error instanceof RangeError || error instanceof ReferenceError)
      return problem(file, error.message, 0, 1);
    throw error;
  }
}

function problem(file: SourceFile, message: string, start: number, end: number): YamlReading {
  const span = spanAt(file.text, start, Math.max(end, start + 1));
  return { problem: diagnostic('yaml_syntax', message.split('\n')[0] ?? message, span, 'error', file.path) };
}

function readLenient(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA, json: true });
  } catch (error) {
    if (error instanceof YAMLException || error instanceof RangeError) return undefined;
    throw error;
  }
}
