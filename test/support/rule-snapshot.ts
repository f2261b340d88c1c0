/** A catalog rule as golden cases write it down: what a reader would want to check, in short lines. */
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import type { PredicateFact } from '../../src/analysis/facts.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldText } from '../../src/condition/field-path.ts';
import type { FieldPath } from '../../src/condition/field-path.ts';
import { printCondition, printConjuncts } from '../../src/condition/print.ts';
import { logSourceText } from '../../src/rule/log-source.ts';
import { pairText } from '../../src/rule/stage.ts';
import type { AggregateColumn, SequenceStep, Stage } from '../../src/rule/stage.ts';

export function ruleSnapshot({ rule, facts }: CatalogRule): object {
  return {
    id: rule.id,
    title: rule.title,
    kind: rule.kind,
    severity: rule.severity,
    status: rule.status,
    language: rule.language,
    logSources: rule.logSources.map(logSourceText),
    parseStatus: rule.parseStatus,
    condition: printConjuncts(rule.condition),
    indicators: facts.indicators.map(factText),
    exclusions: facts.exclusions.map(factText),
    outputFields: rule.outputFields.map(({ origin, name, source }) => `${origin}: ${name} = ${source}`),
    actions: facts.actions.map(
      ({ logSource, qualifier, operation, weak }) =>
        `${logSourceText(logSource)} · ${qualifier === null ? '' : `${qualifier} · `}${operation}${weak ? ' (weak)' : ''}`,
    ),
    techniques: facts.techniques.map(
      ({ technique, tactic, mappingStatus }) => `${technique ?? '–'} ${tactic ?? '–'} ${mappingStatus}`,
    ),
    stages: rule.stages.slice(1).map(stageText),
    diagnostics: rule.diagnostics.map(
      ({ severity, code, span }) =>
        `${severity} ${code}${span === null ? '' : ` ${span.start.line}:${span.start.column}`}`,
    ),
  };
}

/** The catalog's field name, then the predicate with the keys that the corpus counts. */
function factText({ field, kind, values, quantifier, caseSensitive }: PredicateFact): string {
  const word = `${kind}${caseSensitive ? '' : '~'}${quantifier === 'all' ? ' all' : ''}`;
  return [field, word, ...values.map(({ key }) => JSON.stringify(key))].join(' ');
}

function stageText(stage: Stage): unknown {
  switch (stage.kind) {
    case 'filter':
      return { filter: text(stage.condition) };
    case 'aggregate':
      return {
        aggregate: printConjuncts(stage.having),
        columns: stage.columns.map(columnText),
        by: fields(stage.by),
        window: stage.window,
      };
    case 'sequence':
      return {
        [stage.ordered ? 'sequence' : 'any order']: stage.steps.map(stepText),
        by: fields(stage.by),
        window: stage.window,
        until: stage.until === null ? null : text(stage.until),
      };
    case 'new_terms':
      return { newTerms: fields(stage.fields), window: stage.window };
    case 'join':
      return {
        join: `${stage.type} ${stage.with}`,
        condition: stage.condition === null ? null : text(stage.condition),
        on: stage.on.map((pairs) => pairs.map(pairText)),
        ...(stage.stages.length === 0 ? {} : { then: stage.stages.map(stageText) }),
      };
    case 'lookup':
      return { lookup: stage.table, fields: stage.fields };
    case 'union':
      return {
        union: stage.parts.map(({ condition, stages, columns }) => ({
          condition: text(condition),
          ...(stages.length === 0 ? {} : { then: stages.map(stageText) }),
          ...(columns.length === 0
            ? {}
            : { columns: Object.fromEntries(columns.map(({ name, field }) => [name, fieldText(field)])) }),
        })),
      };
    case 'project':
      return { project: stage.fields };
    case 'opaque':
      return { opaque: stage.reason };
  }
}

function stepText({ condition, relation, by, runs, missing, name, ruleId }: SequenceStep): unknown {
  const head = [missing ? 'missing' : '', name ?? '', ruleId ?? '', runs === 1 ? '' : `× ${runs}`];
  return {
    step: head.filter((each) => each !== '').join(' '),
    by: fields(by),
    condition: text(condition),
    ...(relation === undefined ? {} : { relation: text(relation) }),
  };
}

function columnText({ name, function: computed, field, condition }: AggregateColumn): string {
  const own = `${computed}(${field === null ? '' : fieldText(field)})`;
  const over = condition === null ? own : `${own} where ${text(condition)}`;
  return name === over ? name : `${name} = ${over}`;
}

function fields(of: readonly FieldPath[]): readonly string[] {
  return of.map((field) => fieldText(field));
}

function text(condition: Condition): string {
  return printCondition(condition).replaceAll('\n', ' and ');
}
