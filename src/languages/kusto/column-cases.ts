/** A value that is chosen for each event (`iff`, `case`, `coalesce`, a condition), as cases of an aggregation's column. */
import { all, always, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { simplify } from '../../condition/simplify.ts';
import type { ColumnCase } from '../../rule/stage.ts';
import type { Branch, Scopes, Value } from './model.ts';
import { absolute, absoluteField } from './relation.ts';

/** Far above any choice that a person wrote. */
const MAX_CASES = 60;

/** Null: a value among them is neither a field nor a constant. */
export function casesOf(branch: Branch, value: Value): readonly ColumnCase[] | null {
  if (value.kind !== 'choice' && value.kind !== 'logic' && value.kind !== 'concat') return null;
  const cases = chosen(branch, value, always);
  return cases === null || cases.length > MAX_CASES ? null : cases;
}

function chosen(branch: Branch, value: Value, when: Condition): readonly ColumnCase[] | null {
  switch (value.kind) {
    case 'field': {
      const field = absoluteField(branch, value.field, value.scopes);
      return [{ when, field, literal: null }];
    }
    case 'literal':
      return value.type === 'timespan' || value.type === 'datetime'
        ? null
        : [{ when, field: null, literal: value.value }];
    case 'logic': {
      const { holds, fails, scopes } = value.truth;
      return [
        { when: said(branch, [when, holds], scopes), field: null, literal: true },
        { when: said(branch, [when, fails], scopes), field: null, literal: false },
      ];
    }
    case 'choice': {
      // Nothing of a case within a case is said by what comes behind it: each names its own condition.
      const found: ColumnCase[] = [];
      const before: Condition[] = [];
      for (const each of value.cases) {
        const own = chosen(
          branch,
          each.value,
          said(branch, [when, ...nested(each.value, before), each.when.holds], each.when.scopes),
        );
        if (own === null) return null;
        found.push(...own);
        before.push(not(each.when.holds));
      }
      const otherwise = chosen(
        branch,
        value.otherwise,
        said(branch, [when, ...nested(value.otherwise, before)], []),
      );
      return otherwise === null ? null : [...found, ...otherwise];
    }
    case 'concat': {
      const parts = value.parts.map((part) => partOf(branch, part));
      return parts.every((part) => part !== null) ? [{ when, field: null, literal: null, parts }] : null;
    }
    case 'duration':
    case 'bag':
    case 'json':
    case 'list':
    case 'opaque':
    case 'table':
    case 'time':
    case 'values':
      return null;
  }
}

function partOf(branch: Branch, part: Value): FieldPath | string | null {
  if (part.kind === 'field') return absoluteField(branch, part.field, part.scopes);
  const isPlain = part.kind === 'literal' && part.type !== 'timespan' && part.type !== 'datetime';
  return isPlain ? String(part.value ?? '') : null;
}

/** The first case that holds counts, so what came before needs no saying, but where a value is itself a choice that may have none. */
function nested(value: Value, before: readonly Condition[]): readonly Condition[] {
  return value.kind === 'choice' || value.kind === 'logic' ? before : [];
}

function said(branch: Branch, conditions: readonly Condition[], scopes: Scopes): Condition {
  return simplify(absolute(branch, all(conditions), scopes));
}
