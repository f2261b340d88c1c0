/**
 * What Falco's own loader refuses of an item that changes an earlier one, or defines it anew: then nothing of it counts, and its author should know
 * (https://falco.org/docs/concepts/rules/overriding/, and the loader itself: github.com/falcosecurity/falco, userspace/engine/rule_loader_reader.cpp and
 * rule_loader_collector.cpp). A rule may be appended to under another `source` by loaders that do not look at it there; of which source the rule then is
 * meant to be nobody says, so that is refused as well.
 */
import { yamlEntry } from '../../text/yaml-tree.ts';
import type { YamlMap } from '../../text/yaml-tree.ts';
import { exceptionsOf } from './exceptions.ts';
import type { RuleException } from './exceptions.ts';
import { textAt } from './items.ts';
import type { RulesItem } from './items.ts';

/** Keys that `override` may name. */
const OVERRIDABLE: Readonly<
  Record<RulesItem['kind'], Readonly<Record<'append' | 'replace', readonly string[]>>>
> = {
  rule: {
    append: ['condition', 'output', 'desc', 'tags', 'exceptions'],
    replace: [
      'condition',
      'output',
      'desc',
      'priority',
      'tags',
      'exceptions',
      'enabled',
      'warn_evttypes',
      'skip-if-unknown-filter',
    ],
  },
  macro: { append: ['condition'], replace: ['condition'] },
  list: { append: ['items'], replace: ['items'] },
};

/** What is known of the rule that an item changes. */
interface Known {
  readonly source: string;
  readonly exceptions: readonly RuleException[];
}

/** `append: true`, the older way to say it. */
export function appends({ node }: RulesItem): boolean {
  return textAt(node, 'append')?.toLowerCase() === 'true';
}

/** Why Falco refuses what an item of any kind overrides; null: it does not. */
export function overrideRefusal(item: RulesItem): string | null {
  const { kind, node } = item;
  const override = yamlEntry(node, 'override');
  if (override === undefined) return null;
  if (appends(item)) return '"append: true" and "override" cannot stand together';
  const entries = override.kind === 'map' ? override.entries : [];
  for (const { key, value } of entries) {
    const manner = value.kind === 'scalar' ? value.source : '';
    if (manner !== 'append' && manner !== 'replace')
      return `"override" takes append or replace, and not ${JSON.stringify(manner)}`;
    if (!OVERRIDABLE[kind][manner].includes(key.source)) return `"${manner}" does not go with ${key.source}`;
    if (yamlEntry(node, key.source) === undefined)
      return `"override" names ${JSON.stringify(key.source)}, which is not there`;
  }
  return kind === 'rule' ? unnamedKey(node, new Set(entries.map(({ key }) => key.source))) : null;
}

function unnamedKey(node: YamlMap, named: ReadonlySet<string>): string | null {
  const { append, replace } = OVERRIDABLE.rule;
  const found = [...append, ...replace].find((key) => yamlEntry(node, key) !== undefined && !named.has(key));
  return found === undefined ? null : `"override" does not name ${JSON.stringify(found)}`;
}

/** Why Falco refuses a rule's item after an earlier one of its name; null: it does not. */
export function ruleRefusal(item: RulesItem, known: Known): string | null {
  const source = textAt(item.node, 'source');
  const isChange = appends(item) || yamlEntry(item.node, 'override') !== undefined;
  if ((source !== null || !isChange) && (source ?? 'syscall') !== known.source)
    return `its source is ${source ?? 'syscall'}, and that of the rule of this name is ${known.source}`;
  if (appends(item) && !['condition', 'exceptions'].some((key) => yamlEntry(item.node, key) !== undefined))
    return 'it appends neither a condition nor exceptions';
  const addsExceptions =
    appends(item) || textAt(yamlEntry(item.node, 'override') ?? item.node, 'exceptions') === 'append';
  return addsExceptions ? exceptionRefusal(item, known.exceptions) : null;
}

function exceptionRefusal(item: RulesItem, known: readonly RuleException[]): string | null {
  for (const { name, fields, comps, values } of exceptionsOf(item)) {
    const isKnown = known.some((each) => each.name === name);
    const quoted = JSON.stringify(name);
    if (isKnown && (fields !== null || comps !== null))
      return `to the exception ${quoted} only values can be added`;
    if (!isKnown && (fields === null || values.length === 0))
      return `the new exception ${quoted} needs fields and values`;
  }
  return null;
}

/** Keys that a rule cannot be without. */
const NEEDED = ['condition', 'output', 'desc', 'priority'] as const;

/** Keys that are missing where a rule is defined: Falco does not load it, but it can be read. */
export function missingKeys({ node }: RulesItem): readonly string[] {
  return NEEDED.filter((key) => textAt(node, key) === null);
}
