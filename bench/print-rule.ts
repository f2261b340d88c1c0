// A compiled rule's logic as lines, for those who read it beside its source.
import type { CatalogRule } from '../src/analysis/catalog-rule.ts';
import type { Condition } from '../src/condition/condition.ts';
import { fieldText } from '../src/condition/field-path.ts';
import type { FieldPath } from '../src/condition/field-path.ts';
import { printConjuncts } from '../src/condition/print.ts';
import { logSourceText } from '../src/rule/log-source.ts';
import { casesText, pairText } from '../src/rule/stage.ts';
import type { AggregateColumn, Stage } from '../src/rule/stage.ts';

export function ruleLines({ rule, facts }: CatalogRule): readonly string[] {
  const { logSources, language, eventSchema, parseStatus, kind } = rule;
  return [
    `${rule.id} · ${rule.title}`,
    `${rule.path} · ${kind} · ${language} · ${eventSchema} · ${parseStatus} · ${logSources.map(logSourceText).join(', ') || 'no log source'}`,
    'condition',
    ...indent(printConjuncts(rule.condition)),
    ...rule.stages.slice(1).flatMap((stage) => indent(stageLines(stage))),
    ...facts.actions.map(
      ({ qualifier, operation, weak }) =>
        `action ${[qualifier, operation].filter((part) => part !== null).join(' · ')}${weak ? ' (weak)' : ''}`,
    ),
    ...(rule.outputFields.length === 0 ? [] : ['output fields']),
    ...indent(rule.outputFields.map(({ name, source }) => (name === source ? name : `${name} ← ${source}`))),
    ...rule.diagnostics.map(({ code, message, severity }) => `${severity} ${code}: ${message}`),
  ];
}

export function stageLines(stage: Stage): readonly string[] {
  switch (stage.kind) {
    case 'filter':
      return ['filter', ...indent(printConjuncts(stage.condition))];
    case 'aggregate':
      return [
        `aggregate by ${fields(stage.by)}${within(stage.window)}`,
        ...indent(stage.columns.map(columnLine)),
        `  having ${flat(stage.having)}`,
      ];
    case 'sequence':
      return [
        `${stage.ordered ? 'sequence' : 'in any order'} by ${fields(stage.by)}${within(stage.window)}`,
        ...stage.steps.flatMap(({ condition, relation, by, runs, missing, name, ruleId }) => [
          `  ${missing ? 'missing ' : ''}step ${name ?? ''} ${ruleId ?? ''} by ${fields(by)}${runs === 1 ? '' : `, ${runs} in a row`}`,
          ...indent(indent(printConjuncts(condition))),
          ...(relation === undefined ? [] : [`    with the others ${flat(relation)}`]),
        ]),
        ...(stage.until === null ? [] : [`  until ${flat(stage.until)}`]),
      ];
    case 'new_terms':
      return [`new terms of ${fields(stage.fields)}${within(stage.window)}`];
    case 'join':
      return [
        `${stage.type} join with ${stage.with} on ${stage.on.map((pairs) => pairs.map(pairText).join(' and ')).join(' or ')}${within(stage.window)}`,
        ...indent(stage.condition === null ? [] : printConjuncts(stage.condition)),
        ...indent(stage.stages.flatMap(stageLines)),
      ];
    case 'lookup':
      return [
        `lookup in ${stage.table} on ${stage.on.map(({ left, right }) => `${fieldText(left)} = ${fieldText(right)}`).join(', ')}: ${stage.fields.join(', ')}`,
      ];
    case 'union':
      return stage.parts.flatMap(({ condition, stages, columns }) => [
        'part of a union',
        ...indent(printConjuncts(condition)),
        ...indent(stages.flatMap(stageLines)),
        ...indent(columns.map(({ name, field }) => `${name} = ${fieldText(field)}`)),
      ]);
    case 'project':
      return [`project ${stage.fields.join(', ')}`];
    case 'opaque':
      return [`opaque (${stage.reason}): ${stage.source}`];
  }
}

function columnLine({
  name,
  function: computed,
  field,
  condition,
  percentile,
  expression,
  cases,
}: AggregateColumn): string {
  const what = [
    field === null ? '' : fieldText(field),
    percentile ?? '',
    expression ?? '',
    cases === undefined ? '' : `of ${casesText(cases)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
  return `${name} = ${computed}(${what})${condition === null ? '' : ` where ${flat(condition)}`}`;
}

function flat(condition: Condition): string {
  return printConjuncts(condition).join(' and ');
}

function fields(of: readonly FieldPath[]): string {
  return of.length === 0 ? '–' : of.map((field) => fieldText(field)).join(', ');
}

function within(window: number | null): string {
  return window === null ? '' : ` within ${window} s`;
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
