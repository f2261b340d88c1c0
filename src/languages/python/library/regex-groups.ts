/** Match objects: the texts of their groups. */
import { always } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import { RE2JS } from 're2js';
import type { Located } from '../syntax/ast.ts';
import { optional } from '../values/fields.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { toRe2 } from './regex.ts';
import type { Anchoring } from './regex.ts';
import { constant, field, NONE } from '../values/values.ts';
import type { Found, Part, Pattern, Value } from '../values/values.ts';

export function searched(pattern: Pattern, anchoring: Anchoring, text: Value): Found['of'] {
  const re2 = toRe2(pattern.source, pattern.flags, anchoring);
  const known = text.kind === 'constant' || (text.kind === 'field' && text.walk === null);
  if (re2 === null || !known) return null;
  return { text, pattern: re2.caseSensitive ? re2.pattern : `(?i)${re2.pattern}` };
}

/** A group of the match: None where it took no part in it. */
export function groupOf(m: Machine, of: Found, group: Value, node: Located): Value {
  const wanted = group.kind === 'constant' ? group.value : null;
  if (of.of === null || (typeof wanted !== 'number' && typeof wanted !== 'string'))
    return m.opaque('regex_group', node, [of, group]);
  const { text, pattern } = of.of;
  const regex = RE2JS.compile(pattern);
  const index = typeof wanted === 'string' ? regex.namedGroups()[wanted] : wanted;
  if (index === undefined || index < 0 || index > regex.groupCount()) {
    m.raise('IndexError', always);
    return NONE;
  }
  if (text.kind === 'constant') {
    const matcher = regex.matcher(String(text.value));
    return constant(matcher.find() ? (matcher.group(index) ?? null) : null);
  }
  const path = withTransform(text.field, 'extract', pattern, index);
  m.noteRead(path, text.field);
  return index === 0 || !/[|]|\)[?*{]/.test(pattern) ? field(path) : optional(path);
}

function groupsOf(m: Machine, of: Found, node: Located): readonly Value[] | null {
  if (of.of === null) return null;
  const count = RE2JS.compile(of.of.pattern).groupCount();
  return Array.from({ length: count }, (_, index) => groupOf(m, of, constant(index + 1), node));
}

function tuple(values: readonly Value[]): Value {
  return {
    kind: 'sequence',
    type: 'tuple',
    parts: values.map((value) => ({ kind: 'item', when: always, value })),
  };
}

/** Null: no method that we know. */
export function foundMethod(m: Machine, self: Found, name: string, call: Call): Value | null {
  if (name === 'group') {
    const groups = (call.args.length === 0 ? [constant(0)] : call.args).map((one) =>
      groupOf(m, self, one, call.node),
    );
    const [only] = groups;
    return groups.length === 1 && only !== undefined ? only : tuple(groups);
  }
  const groups = name === 'groups' && call.args.length === 0 ? groupsOf(m, self, call.node) : null;
  return groups === null ? null : tuple(groups);
}

/** `findall` and `finditer`: the first match is known, whether there are more is not. */
export function foundAll(m: Machine, match: Value, texts: boolean, node: Located): Value {
  return m.each(match, (found) => {
    if (found.kind !== 'found') {
      const parts: readonly Part[] =
        found.kind === 'opaque' ? [{ kind: 'item', when: m.truth(found, node), value: found }] : [];
      return { kind: 'sequence', type: 'list', parts };
    }
    const more = m.opaque('regex_group', node, [found]);
    return {
      kind: 'sequence',
      type: 'list',
      parts: [
        { kind: 'item', when: always, value: texts ? matchText(m, found, node) : found },
        { kind: 'item', when: m.truth(more, node), value: more },
      ],
    };
  });
}

/** What `findall` gives for a match: its only group, the tuple of several, all of it where there is none. */
function matchText(m: Machine, of: Found, node: Located): Value {
  const groups = groupsOf(m, of, node);
  if (groups === null) return m.opaque('regex_group', node, [of]);
  const texts = groups.map((group) =>
    m.each(group, (one) => (one.kind === 'constant' && one.value === null ? constant('') : one)),
  );
  const [only] = texts;
  if (only === undefined) return groupOf(m, of, constant(0), node);
  return texts.length === 1 ? only : tuple(texts);
}
