/** Pass 1: the queries of a rule are lowered, those of its declared stages too; what stands beside their conditions is gathered. */
import { all } from '../condition/condition.ts';
import { fieldText } from '../condition/field-path.ts';
import { simplify } from '../condition/simplify.ts';
import type { Lowered } from '../languages/language.ts';
import type { SourceRule, SourceStage } from '../platforms/platform.ts';
import type { OutputField } from '../rule/rule.ts';
import type { Stage } from '../rule/stage.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import { diagnostic } from '../text/diagnostic.ts';
import { jsonPath } from './json-path.ts';
import { lowerQuery } from './lower-query.ts';
import type { Languages } from './lower-query.ts';
import { overRows } from './query-before.ts';
import type { Asked, LoweredRule } from './rule-draft.ts';

export function lowerRule(declared: SourceRule, languages: Languages): LoweredRule {
  const own = declared.queries.map((query) => lowerQuery(query, languages));
  const rows = overRows(declared, own, (query) => lowerQuery(query, languages));
  const source = rows?.source ?? declared;
  const lowered = rows?.lowered ?? own;
  const declaredStages = source.stages.map((each) => lowerStage(each, languages));
  return {
    source,
    asked: askedBy(lowered, source),
    tested: rows === null ? null : askedBy(own, declared),
    stages: lowered.flatMap(({ stages }) => stages),
    declaredStages: declaredStages.map(({ stage }) => stage),
    outputFields: shownColumns(source, lowered),
    diagnostics: [
      ...source.diagnostics,
      ...[...lowered, ...declaredStages].flatMap(({ diagnostics }) => diagnostics),
      ...withoutQuery(source),
    ],
  };
}

function askedBy(lowered: readonly Lowered[], { logSources }: SourceRule): Asked {
  return {
    conditions: lowered.map(({ condition }) => condition),
    sources: lowered.flatMap(({ sources }) => sources ?? []),
    logSources,
  };
}

interface LoweredStage {
  readonly stage: Stage;
  readonly diagnostics: readonly Diagnostic[];
}

function lowerStage({ stage, queries }: SourceStage, languages: Languages): LoweredStage {
  if (stage.kind !== 'join' || queries.length === 0) return { stage, diagnostics: [] };
  const lowered = queries.map((query) => lowerQuery(query, languages));
  const condition = simplify(all(lowered.map((each) => each.condition)));
  return { stage: { ...stage, condition }, diagnostics: lowered.flatMap(({ diagnostics }) => diagnostics) };
}

function withoutQuery({ noQuery }: SourceRule): readonly Diagnostic[] {
  return noQuery === null
    ? []
    : [diagnostic(noQuery, `the rule has no query: ${noQuery.replaceAll('_', ' ')}`)];
}

/** What the queries show, then what the envelope does: each once, where it was named first. */
function shownColumns(source: SourceRule, lowered: readonly Lowered[]): readonly OutputField[] {
  const shown = [
    ...lowered.flatMap((each) => each.outputFields.map((output) => shownColumn(output, output.name, each))),
    ...source.outputFields.map((output) =>
      lowered.reduce((column, each) => shownColumn(column, column.source, each), output),
    ),
  ];
  const found = new Map<string, OutputField>();
  for (const field of shown) {
    const key = `${field.name}\n${field.source}`;
    if (!found.has(key)) found.set(key, field);
  }
  return [...found.values()];
}

/** A column that is made from one field comes from that. */
function shownColumn(output: OutputField, column: string, { columns }: Lowered): OutputField {
  const field = columns?.get(column);
  return field === undefined ? output : { ...output, source: fieldText(jsonPath(field)) };
}
