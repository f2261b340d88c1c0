/** urllib.parse: the parts of a URL, and the parameters of its query. https://docs.python.org/3/library/urllib.parse.html */
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { choice } from '../values/choice.ts';
import { hasType, isEvent, test } from '../values/fields.ts';
import { negate } from '../conditions/logic.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { moduleScope } from '../machine/scope.ts';
import { textAsField } from '../values/texts.ts';
import { constant, field, NONE } from '../values/values.ts';
import type { Value } from '../values/values.ts';

/** What stands before a part; a URL need have none of it. */
const SCHEME = '^[\\x00-\\x20]*(?:[A-Za-z][A-Za-z0-9+.-]*:)?';

/** Parts whose text a regex can cut out; where it does not match they are empty. */
const PARTS: Readonly<Record<string, string>> = {
  query: '^[^?#]*\\?([^#]*)',
  fragment: '^[^#]*#((?s:.*))',
  netloc: `${SCHEME}//([^/?#]*)`,
};

/** The host without user and port; one in brackets is not read. */
const HOST = `${SCHEME}//(?:[^/?#]*@)?([^:/?#\\[\\]@]+)`;

/** Of the last segment of a path, urlparse takes what stands behind a semicolon apart. */
const PATH = `${SCHEME}(?://[^/?#]*)?((?:[^?#]*/)?[^?#;/]*)`;

const UNKNOWN_PARTS = ['scheme', 'params', 'port', 'username', 'password'];

/** Null: not a function that we know. */
export function urlCall(m: Machine, name: string, call: Call): Value | null {
  const [first] = call.args;
  if (first === undefined || call.args.length > 1 || call.named.size > 0) return null;
  const make = (parse: (text: FieldPath | null) => Value): Value =>
    m.each(textAsField(m, first), (one) => {
      if (one.kind === 'constant' && one.value === '') return parse(null);
      if (one.kind !== 'field' || one.walk !== null || isEvent(one))
        return m.opaque('unsupported_call', call.node, [one]);
      if (m.catching()) m.raise('TypeError', negate(hasType(one.field, ['string'])));
      return parse(one.field);
    });
  switch (name) {
    case 'urllib.parse.urlparse':
      return make((text) => parsedUrl(m, text, call));
    case 'urllib.parse.parse_qs':
      return make((text) =>
        text === null ? { kind: 'dictionary', entries: [] } : field(withTransform(text, 'query_params')),
      );
    default:
      return null;
  }
}

/** `text`: null for an empty one. */
function parsedUrl(m: Machine, text: FieldPath | null, call: Call): Value {
  const cut = (regex: string): FieldPath | null => text && withTransform(text, 'extract', regex, 1);
  const part = (regex: string): Value => {
    const path = cut(regex);
    return path === null ? constant('') : choice(test(path, 'exists'), field(path), constant(''));
  };
  const host = cut(HOST);
  const lower = host && withTransform(host, 'lower');
  const attributes = new Map<string, Value>([
    ...Object.entries(PARTS).map(([name, regex]) => [name, part(regex)] as const),
    ['path', part(PATH)],
    ['hostname', lower === null ? NONE : choice(test(lower, 'exists'), field(lower), NONE)],
    ...UNKNOWN_PARTS.map((name) => [name, m.opaque('unsupported_call', call.node)] as const),
  ]);
  const of = { kind: 'class', name: 'ParseResult', bases: [], scope: moduleScope(m.scope().source) } as const;
  return { kind: 'instance', of, attributes };
}
