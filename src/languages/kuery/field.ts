/**
 * How Elasticsearch maps the field that a kuery names: what a value is compared with depends on it.
 *
 * A rule carries no mapping, so text fields are a table (condition/text-fields.ts). Everything that it does not name is compared as a keyword
 * field is: the whole value, letter case included.
 */
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { TEXT_FIELDS } from '../../condition/text-fields.ts';
import type { Literal } from './ast.ts';

export interface QueriedField {
  readonly path: FieldPath;
  /** `text`: compared by words, letter case ignored. `ip`: an address; a value with a prefix length is a network. */
  readonly type: 'keyword' | 'text' | 'ip';
  readonly caseSensitive: boolean;
}

/** Sub-fields of a field: another index of the same value. */
const SUB_FIELD = /^(.+)\.(text|caseless|keyword)$/;

/** `source.ip`, `dns.resolved_ip`: ECS names fields of type `ip` so. */
const IP_FIELD = /(?:^|[._])ip$/;

/** `outer`: the list that the field's group stands on (`outer:{ field:value }`), else null. */
export function queriedField(literal: Literal, outer: string | null): QueriedField {
  const written = literalText(literal);
  const [, base = written, index = ''] = SUB_FIELD.exec(written) ?? [];
  const path = fieldPath(base, {
    scope: outer === null ? 'event' : 'element',
    match: literal.parts.includes('*') ? 'glob' : 'path',
  });
  const full = outer === null ? base : `${outer}.${base}`;
  const text = index === 'text' || (index === '' && TEXT_FIELDS.has(full));
  return {
    path,
    type: text ? 'text' : IP_FIELD.test(base) ? 'ip' : 'keyword',
    caseSensitive: !text && index !== 'caseless',
  };
}

export function literalText(literal: Literal): string {
  return literal.parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}
