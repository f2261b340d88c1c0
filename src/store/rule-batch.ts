// Compiled rules as the database takes them. They are made where rules are compiled, so that the thread which stores them only passes texts on.
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import type { ParseStatus, RuleId } from '../rule/rule.ts';
import { jsonRows } from './bulk.ts';
import type { JsonRows } from './bulk.ts';
import {
  fieldRow,
  logSourceRow,
  predicateRows,
  ruleActionRows,
  ruleFieldRows,
  ruleLogSourceRows,
  ruleTechniqueRows,
} from './fact-rows.ts';
import { diagnosticRows, outputFieldRows, ruleRow, stageRows, testRows } from './rule-rows.ts';

export interface RuleBatch {
  /** A row says which rule it belongs to by the rule's place here, from 1. */
  readonly ids: readonly RuleId[];
  readonly parseStatuses: readonly ParseStatus[];
  readonly rules: JsonRows;
  readonly logSources: JsonRows;
  readonly fields: JsonRows;
  readonly keys: Readonly<Record<KeyTable, Keys>>;
  readonly parts: Readonly<Record<PartTable, JsonRows>>;
}

/** Things that rules share and that have row ids. */
export type KeyTable = 'indicator' | 'exclusion' | 'action';

/** The batch's things of a kind. A row names one by its place here, from 1. */
export interface Keys {
  readonly ids: readonly string[];
  /** The row of each, as a JSON text: most are stored already, and need not be sent. */
  readonly rows: readonly string[];
}

/** Tables whose rows belong to one rule. */
export type PartTable =
  | 'rule_log_source'
  | 'stage'
  | 'output_field'
  | 'rule_indicator'
  | 'rule_exclusion'
  | 'rule_field'
  | 'rule_action'
  | 'rule_technique'
  | 'rule_test'
  | 'diagnostic';

export function ruleBatch(rules: readonly CatalogRule[]): RuleBatch {
  const numbers = { indicator: numbering(), exclusion: numbering(), action: numbering() };
  const parts = (of: (rule: CatalogRule, place: number) => readonly object[]): JsonRows =>
    jsonRows(rules.flatMap((rule, at) => of(rule, at + 1)));
  return {
    ids: rules.map(({ rule }) => rule.id),
    parseStatuses: rules.map(({ rule }) => rule.parseStatus),
    rules: jsonRows(rules.map(ruleRow)),
    logSources: jsonRows(uniqueBy(rules.flatMap(allLogSources).map(logSourceRow), ({ id }) => id)),
    fields: jsonRows(
      uniqueBy(
        rules.flatMap(({ facts }) => facts.fields.map(fieldRow)),
        ({ name }) => name,
      ),
    ),
    parts: {
      rule_log_source: parts(ruleLogSourceRows),
      stage: parts(stageRows),
      output_field: parts(outputFieldRows),
      rule_indicator: parts(({ facts }, place) =>
        predicateRows(facts.indicators, place, numbers.indicator.placeOf),
      ),
      rule_exclusion: parts(({ facts }, place) =>
        predicateRows(facts.exclusions, place, numbers.exclusion.placeOf),
      ),
      rule_field: parts(ruleFieldRows),
      rule_action: parts((rule, place) => ruleActionRows(rule, place, numbers.action.placeOf)),
      rule_technique: parts(ruleTechniqueRows),
      rule_test: parts(testRows),
      diagnostic: parts(({ rule }, place) => diagnosticRows(rule.diagnostics, rule.path, place)),
    },
    // After the parts, which number them.
    keys: {
      indicator: numbers.indicator.keys(),
      exclusion: numbers.exclusion.keys(),
      action: numbers.action.keys(),
    },
  };
}

function allLogSources({ rule, facts }: CatalogRule): CatalogRule['rule']['logSources'] {
  return [...rule.logSources, ...facts.actions.map(({ logSource }) => logSource)];
}

interface Numbering {
  readonly placeOf: (row: { readonly id: string }) => number;
  readonly keys: () => Keys;
}

function numbering(): Numbering {
  const places = new Map<string, number>();
  const rows: string[] = [];
  return {
    placeOf: (row) => {
      const known = places.get(row.id);
      if (known !== undefined) return known;
      const place = rows.push(JSON.stringify(row));
      places.set(row.id, place);
      return place;
    },
    keys: () => ({ ids: [...places.keys()], rows }),
  };
}

function uniqueBy<T>(rows: readonly T[], keyOf: (row: T) => string): readonly T[] {
  const first = new Map<string, T>();
  for (const row of rows) {
    const key = keyOf(row);
    if (!first.has(key)) first.set(key, row);
  }
  return [...first.values()];
}
