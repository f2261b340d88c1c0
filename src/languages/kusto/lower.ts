/** A Kusto query's tree to a condition and stages. */
import { opaque } from '../../condition/condition.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import type { Lowered, Query } from '../language.ts';
import { parseKusto } from './parse.ts';

/** What a rule says beside its query. */
export interface KustoContext {
  /** The bodies of functions that are saved in the workspace, by name. */
  readonly functions?: Readonly<Record<string, string>>;
}

export function lowerKusto(query: Query): Lowered {
  const parsed = parseKusto(query.text);
  const failure =
    'failure' in parsed
      ? parsed.failure
      : {
          code: 'unsupported_query',
          message: 'this query cannot be read yet',
          start: 0,
          end: query.text.length,
        };
  const span = spanWithin(query.text, failure.start, failure.end, query);
  return {
    condition: opaque(query.text, failure.code, [], span),
    stages: [],
    outputFields: [],
    diagnostics: [diagnostic(failure.code, failure.message, span)],
  };
}
