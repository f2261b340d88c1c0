/** What a rule of Elastic's is read from: a repository's TOML file, or one document of a Kibana export. */
import type { PlainRecord } from '../../text/plain-data.ts';
import type { Span } from '../../text/span.ts';
import type { SourceFile } from '../platform.ts';

/** Items by the id of their list; a list that is known and empty has none. */
export type Exceptions = ReadonlyMap<string, readonly PlainRecord[]>;

export interface RuleFile {
  readonly file: SourceFile;
  /** `{ rule, metadata }`, `{ hunt }`, … as a TOML file has them. */
  readonly value: PlainRecord;
  /** The place where a table's header or a key stands first; null when it is not in the file. */
  readonly spanOf: (header: string) => Span | null;
  readonly hash: string;
  /** What lists of exceptions hold, of all files. */
  readonly exceptions: Exceptions;
}
