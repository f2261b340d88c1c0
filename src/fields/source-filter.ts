/** What a source asks of an event's own fields, where its platform's events carry the source's name with them. */
import { all, any, compare, from } from '../condition/condition.ts';
import type { Condition } from '../condition/condition.ts';
import { fieldPath } from '../condition/field-path.ts';
import { compareWildcards } from '../condition/pattern.ts';
import type { WildcardPart } from '../condition/pattern.ts';

export type FilterOfSource = (source: string) => Condition;

/** A field that names an event's source, and the value that it must have, in which a star stands for anything. */
export interface SourceTerm {
  readonly field: string;
  readonly value: string;
}

/** All of the terms must hold. An event without the field may come from there: that is open. */
export function ofOwnFields(source: string, terms: readonly SourceTerm[]): Condition {
  const open = from(source);
  if (terms.length === 0) return open;
  return all(terms.map((term) => any([isNamed(term), all([isSilent(term), open])])));
}

function isNamed({ field, value }: SourceTerm): Condition {
  const parts = value.split(/(\*)/).filter((part) => part !== '');
  const pattern = parts.map((part): WildcardPart => (part === '*' ? part : { text: part }));
  return compareWildcards(fieldPath(field), [pattern], { caseSensitive: false });
}

function isSilent({ field }: SourceTerm): Condition {
  return compare(fieldPath(field), 'is_null');
}
