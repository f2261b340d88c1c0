/** A TOML file of an Elastic rule repository as a plain record, or the place where it is no TOML. */
import { createHash } from 'node:crypto';
import { parse, TomlError } from 'smol-toml';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { spanAt } from '../../text/span.ts';
import type { Span } from '../../text/span.ts';
import type { SourceFile } from '../platform.ts';
import type { RuleFile } from './rule-file.ts';

/** The file, or what is wrong with it. */
export function readTomlFile(file: SourceFile): Omit<RuleFile, 'exceptions'> | Diagnostic {
  try {
    const value = parse(file.text) as PlainRecord;
    const hash = createHash('sha256').update(file.text).digest('hex');
    return { file, value, spanOf: (header) => spanOfHeader(file.text, header), hash };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The message goes on with a drawing of the line, which the span says as well.
    const sentence = error.message.split('\n')[0] ?? error.message;
    return diagnostic(
      'toml_syntax',
      sentence,
      spanAtLine(file.text, error.line, error.column),
      'error',
      file.path,
    );
  }
}

function spanAtLine(text: string, line: number, column: number): Span {
  const before = text.split('\n').slice(0, line - 1);
  const offset = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  return spanAt(text, offset, offset + 1);
}

function spanOfHeader(text: string, header: string): Span | null {
  const name = header.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const match = new RegExp(`^[ \\t]*(\\[\\[?${name}\\]\\]?|${name}(?=[ \\t]*=))`, 'm').exec(text);
  if (match === null) return null;
  const end = match.index + match[0].length;
  return spanAt(text, end - (match[1] ?? '').length, end);
}
