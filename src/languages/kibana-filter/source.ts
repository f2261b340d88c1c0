/** The JSON of Kibana filters with the places of its parts, and what there is to report about them. */
import { isNode, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { opaque } from '../../condition/condition.ts';
import type { Opaque } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import { QUIET_YAML, refuseYaml, withoutStackTraces } from '../../text/yaml-limits.ts';
import type { Query } from '../language.ts';

/** Keys and indices from the root to a part. */
export type PartPath = readonly (string | number)[];

export interface Source {
  readonly diagnostics: Diagnostic[];
  /** What stands at `path` as opaque, with its diagnostic. */
  readonly refuse: (path: PartPath, code: string, message: string, fields?: readonly FieldPath[]) => Opaque;
}

export function newSource(query: Query): Source {
  const diagnostics: Diagnostic[] = [];
  // JSON.parse keeps no places; JSON is YAML, whose parser does. Only a refusal needs one.
  let document: Document | null = null;
  const isReadable = refuseYaml(query.text) === null;
  return {
    diagnostics,
    refuse: (path, code, message, fields = []) => {
      if (isReadable) document ??= parse(query.text);
      const [start, end] = (document === null ? null : rangeOf(document, path)) ?? [0, query.text.length];
      const span = spanWithin(query.text, start, end, query);
      diagnostics.push(diagnostic(code, message, span));
      return opaque(query.text.slice(start, end).trim(), code, fields, span);
    },
  };
}

function parse(text: string): Document {
  return withoutStackTraces(() => parseDocument(text, { version: '1.2', uniqueKeys: false, ...QUIET_YAML }));
}

/** Offsets of the part at `path`, or of the nearest part around it that has a place. */
function rangeOf(document: Document, path: PartPath): readonly [number, number] | null {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return [node.range[0], node.range[1]];
  }
  return null;
}
