/** A rule's exceptions, over all items that add to them, as one condition: https://falco.org/docs/concepts/rules/exceptions/ */
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanAt } from '../../text/span.ts';
import { yamlEntry } from '../../text/yaml-tree.ts';
import type { YamlNode } from '../../text/yaml-tree.ts';
import { textAt, textsOf } from './items.ts';
import type { RulesItem } from './items.ts';

export interface RuleException {
  readonly name: string;
  readonly fields: YamlNode | null;
  readonly comps: YamlNode | null;
  readonly values: readonly YamlNode[];
  readonly item: RulesItem;
}

export function exceptionsOf(item: RulesItem): readonly RuleException[] {
  const listed = yamlEntry(item.node, 'exceptions');
  return (listed?.kind === 'list' ? listed.items : []).flatMap((node): readonly RuleException[] => {
    const name = textAt(node, 'name');
    const values = yamlEntry(node, 'values');
    if (name === null) return [];
    return [
      {
        name,
        fields: yamlEntry(node, 'fields') ?? null,
        comps: yamlEntry(node, 'comps') ?? null,
        values: values?.kind === 'list' ? values.items : [],
        item,
      },
    ];
  });
}

/** Values are added to the exception of the same name; new exceptions come behind. */
export function mergeExceptions(
  base: readonly RuleException[],
  added: readonly RuleException[],
): readonly RuleException[] {
  const merged = [...base];
  for (const each of added) {
    const at = merged.findIndex(({ name }) => name === each.name);
    const known = merged[at];
    if (known === undefined) merged.push(each);
    else {
      const { fields, comps } = each;
      merged[at] = {
        ...known,
        fields: fields ?? known.fields,
        comps: comps ?? known.comps,
        values: [...known.values, ...each.values],
      };
    }
  }
  return merged;
}

export interface ExceptionText {
  /** Empty: no exception has values. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The condition that is added to the rule's, as Falco writes it. */
export function exceptionText(exceptions: readonly RuleException[]): ExceptionText {
  const texts: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const each of exceptions) {
    const text = each.values.length === 0 ? '' : oneText(each);
    if (text !== null) texts.push(text);
    else {
      const message = `The values of the exception ${JSON.stringify(each.name)} do not fit its fields.`;
      const at = each.values[0] ?? each.item.node;
      diagnostics.push(
        diagnostic(
          'invalid_exception',
          message,
          spanAt(each.item.fileText, at.start, at.end),
          'error',
          each.item.path,
        ),
      );
    }
  }
  const parts = texts.filter((text) => text !== '');
  return { text: parts.map((text) => `not ${text}`).join(' and '), diagnostics };
}

const SET_OPERATOR = /^(?:in|pmatch|intersects|.*\b(?:oneof|anyof|allof))$/;

/** Null: values and fields do not fit. */
function oneText({ fields, comps, values }: RuleException): string | null {
  if (fields === null) return null;
  if (fields.kind === 'scalar') {
    const operator = comps?.kind === 'scalar' ? comps.source : 'in';
    if (values.some(({ kind }) => kind !== 'scalar') || !SET_OPERATOR.test(operator)) return null;
    const listed = values.map((value) => quoted(value)).join(', ');
    return `(${fields.source} ${operator} (${listed}))`;
  }
  const names = textsOf(fields);
  const operators = comps === null ? names.map(() => '=') : textsOf(comps);
  const tuples = values.map((value) => tupleText(names, operators, value));
  return tuples.includes(null) || operators.length !== names.length ? null : `(${tuples.join(' or ')})`;
}

function tupleText(names: readonly string[], operators: readonly string[], tuple: YamlNode): string | null {
  const values = tuple.kind === 'list' ? tuple.items : [];
  if (values.length !== names.length || names.length === 0) return null;
  const checks = names.map((name, index) => {
    const operator = operators[index] ?? '=';
    const value = values[index];
    if (value === undefined || value.kind === 'map') return null;
    if (value.kind === 'list') return `${name} ${operator} (${value.items.map(quoted).join(', ')})`;
    if (!SET_OPERATOR.test(operator)) return `${name} ${operator} ${quoted(value)}`;
    return `${name} ${operator} ${value.source.startsWith('(') ? value.source : `(${value.source})`}`;
  });
  return checks.includes(null) ? null : `(${checks.join(' and ')})`;
}

/** Texts that are more than a word need quotes; what has quotes keeps them. */
function quoted(node: YamlNode): string {
  const text = node.kind === 'scalar' ? node.source : '';
  if (/^["']/.test(text)) return text;
  return /[\s()"'=,]/.test(text) || text === '' ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}
