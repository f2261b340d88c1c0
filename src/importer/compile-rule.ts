/** One source rule to one catalog rule: its queries lowered and joined, its fields named, its condition simplified, its facts derived. */
import { actionsOf } from '../analysis/actions.ts';
import type { CanonicaliseAttack } from '../analysis/attack.ts';
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import { decidingComputedColumns, unreadColumns } from '../analysis/computed-columns.ts';
import { fieldMapping } from '../analysis/field-mapping.ts';
import { fieldsRead } from '../analysis/fields-read.ts';
import { conditionsOfStage, parseStatusOf } from '../analysis/parse-status.ts';
import { exclusionsOf, indicatorsOf } from '../analysis/predicates.ts';
import { canonicalHash } from '../condition/canonical.ts';
import { all, always, not, opaque } from '../condition/condition.ts';
import type { Condition } from '../condition/condition.ts';
import { fieldText } from '../condition/field-path.ts';
import type { FieldPath } from '../condition/field-path.ts';
import { printCondition } from '../condition/print.ts';
import { simplify } from '../condition/simplify.ts';
import { knowledgeOfField } from '../fields/name-field.ts';
import type { Language, Lowered, Query } from '../languages/language.ts';
import type { SourceKnowledge, SourceRule, SourceStage } from '../platforms/platform.ts';
import { withListTests } from '../rule/list-tests.ts';
import { mapStageConditions } from '../rule/map-stage.ts';
import type { OutputField, Rule, RuleTest } from '../rule/rule.ts';
import type { Stage } from '../rule/stage.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import { diagnostic } from '../text/diagnostic.ts';
import { withExactNumbers } from './exact-numbers.ts';
import { jsonPath } from './json-path.ts';
import { judgeTests } from './judge-tests.ts';
import type { TestJudge } from './judge-tests.ts';
import { fieldNamer, nameFields, nameStageFields } from './name-fields.ts';
import type { FieldNamer } from './name-fields.ts';
import { logSourcesOfAll, nameSources, takenFrom } from './name-sources.ts';
import { overRows } from './query-before.ts';

/** What compiling needs from outside: the languages, ATT&CK, and an engine that judges a rule's own tests. */
export interface Compiler {
  readonly languages: ReadonlyMap<string, Language>;
  readonly canonicaliseAttack: CanonicaliseAttack;
  readonly judge: TestJudge;
  /** Logs a bug of ours and returns the id under which the log knows it. */
  readonly logBug: (error: unknown, about: string) => string;
}

/** Never throws on a rule's text; what it throws is a bug of ours (compile-source.ts catches it, rule by rule). */
export function compileRule(
  declared: SourceRule,
  compiler: Compiler,
  knowledge: SourceKnowledge = {},
): CatalogRule {
  const own = declared.queries.map((query) => lowerQuery(query, compiler));
  const rows = overRows(declared, own, (query) => lowerQuery(query, compiler));
  const { source, lowered } = withLogSources(rows?.source ?? declared, rows?.lowered ?? own, knowledge);
  const name = fieldNamer(source);
  const ownCondition = ruleCondition(source, lowered, name);
  const later = laterStages(source, lowered, compiler, name);
  const understood = simplify(
    withListTests(all([...precedingConditions(source), ownCondition]), later.stages),
  );
  const condition = simplify(all([understood, ...unreadTests(later.stages)]));
  const stages = { ...later, stages: [filterStage(source, condition), ...later.stages] };
  const outputFields = uniqueOutputs([
    ...lowered.flatMap((each) => each.outputFields.map((output) => shownColumn(output, output.name, each))),
    ...source.outputFields.map((output) =>
      lowered.reduce((shown, each) => shownColumn(shown, shown.source, each), output),
    ),
  ]);
  const diagnostics = [
    ...ruleDiagnostics(source, lowered, stages.diagnostics),
    ...computedColumns(stages.stages),
  ];
  const rule: Rule = {
    ...headOf(source),
    condition,
    stages: stages.stages,
    outputFields,
    diagnostics,
    parseStatus: parseStatusOf(understood, later.stages, diagnostics),
  };
  // Tests of a rule over a query's rows hold rows: they are about its own condition.
  return rows === null
    ? catalogRule(rule, source, compiler, ownCondition)
    : catalogRule(rule, declared, compiler, ruleCondition(declared, own, name));
}

/** Says what the sources that the queries name monitor. */
function withLogSources(
  source: SourceRule,
  lowered: readonly Lowered[],
  knowledge: SourceKnowledge,
): { readonly source: SourceRule; readonly lowered: readonly Lowered[] } {
  const sources = lowered.flatMap((each) => each.sources ?? []);
  const isOpen = source.logSources.length === 0 && sources.length > 0;
  const read = isOpen ? logSourcesOfAll(sources, knowledge) : source.logSources;
  const logSources = read.length > 0 ? read : (source.declaredLogSources ?? []);
  const name = (condition: Condition): Condition =>
    nameSources(condition, { sources, logSources }, knowledge);
  return {
    source: { ...source, logSources },
    lowered: lowered.map((each) => ({
      ...each,
      condition: name(each.condition),
      stages: each.stages.map((stage) => mapStageConditions(stage, name)),
    })),
  };
}

/** Derives everything from a rule whose condition stands; `testedCondition` is what its own tests are about. */
export function catalogRule(
  rule: Rule,
  source: SourceRule,
  compiler: Compiler,
  testedCondition: Condition,
): CatalogRule {
  const name = fieldNamer(rule);
  const stageConditions = rule.stages.slice(1).flatMap(conditionsOfStage);
  return {
    rule,
    facts: {
      indicators: indicatorsOf(rule.condition),
      exclusions: exclusionsOf(rule.condition),
      fields: fieldsRead(rule.condition, rule.outputFields, (native) => nameNative(native, name)),
      fieldMapping: fieldMapping(rule, (native, logSources) =>
        knowledgeOfField(native, rule.eventSchema, logSources),
      ),
      actions: actionsOf(source.operationsOf ?? rule.logSources, rule.condition),
      techniques: compiler.canonicaliseAttack(rule.attack),
    },
    testAgreements: judgeTests(rule, source, compiler.judge, (test) =>
      Object.keys(test.mocks).length === 0 ? testedCondition : mockedCondition(source, test, compiler, name),
    ),
    conditionText: printCondition(rule.condition),
    canonicalHash: canonicalHash(
      stageConditions.length === 0 ? rule.condition : all([rule.condition, ...stageConditions]),
    ),
    contentHash: source.contentHash,
  };
}

function nameNative(native: string, name: (field: FieldPath) => FieldPath): string {
  return name({
    name: native,
    native,
    segments: native.split('.'),
    scope: 'event',
    match: 'path',
    transforms: [],
  }).name;
}

function lowerQuery(query: Query, compiler: Compiler): Lowered {
  const language = compiler.languages.get(query.language);
  if (language !== undefined)
    return withExactNumbers(language.lower(query, (inner) => lowerQuery(inner, compiler)));
  const message = `${query.language} cannot be read yet`;
  return {
    condition: opaque(query.text, 'unsupported_language'),
    stages: [],
    outputFields: [],
    diagnostics: [diagnostic('unsupported_language', message)],
  };
}

function ruleCondition(source: SourceRule, lowered: readonly Lowered[], name: FieldNamer): Condition {
  if (source.queries.length === 0) {
    // A correlation has no query of its own: its condition is its steps' (resolve-steps.ts).
    return source.noQuery === null ? always : opaque(source.body, source.noQuery);
  }
  const conditions = lowered.map((each) => each.condition);
  const sources = lowered.flatMap((each) => each.sources ?? []);
  return takenFrom(alertCondition(source, conditions, name), sources, source.logSources);
}

function alertCondition(source: SourceRule, conditions: readonly Condition[], name: FieldNamer): Condition {
  const whole = all(conditions);
  return simplify(nameFields(source.inverted ? not(whole) : whole, name));
}

/** What a stage before the queries selects is not known: an event is undecided unless the queries themselves refuse it. */
function precedingConditions(source: SourceRule): readonly Condition[] {
  return source.stages.flatMap(({ stage, precedes }) =>
    precedes === true && stage.kind === 'opaque' ? [opaque(stage.source, stage.reason)] : [],
  );
}

function computedColumns(stages: readonly Stage[]): readonly Diagnostic[] {
  return decidingComputedColumns(stages).map((name) =>
    diagnostic('computed_column', `the rule decides by ${name}, whose computation is kept as text only`),
  );
}

/** What such a column decides nobody knows: whether an event helps the rule to alert, neither. */
function unreadTests(stages: readonly Stage[]): readonly Condition[] {
  return unreadColumns(stages).map((name) => opaque(name, 'computed_column'));
}

interface RuleStages {
  readonly stages: readonly Stage[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What comes after the filter. */
function laterStages(
  source: SourceRule,
  lowered: readonly Lowered[],
  compiler: Compiler,
  name: FieldNamer,
): RuleStages {
  const declared = source.stages.map((each) => sourceStage(each, compiler));
  const later = [...lowered.flatMap((each) => each.stages), ...declared.map((each) => each.stage)];
  return {
    stages: later.map((stage) => mapStageConditions(nameStageFields(stage, name), simplify)),
    diagnostics: declared.flatMap((each) => each.diagnostics),
  };
}

function filterStage(source: SourceRule, condition: Condition): Stage {
  return { kind: 'filter', condition, source: source.queries.map((query) => query.text).join('\n\n') };
}

function sourceStage(
  { stage, queries }: SourceStage,
  compiler: Compiler,
): { stage: Stage; diagnostics: readonly Diagnostic[] } {
  if (stage.kind !== 'join' || queries.length === 0) return { stage, diagnostics: [] };
  const lowered = queries.map((query) => lowerQuery(query, compiler));
  const condition = simplify(all(lowered.map((each) => each.condition)));
  return { stage: { ...stage, condition }, diagnostics: lowered.flatMap((each) => each.diagnostics) };
}

function ruleDiagnostics(
  source: SourceRule,
  lowered: readonly Lowered[],
  ofStages: readonly Diagnostic[],
): readonly Diagnostic[] {
  const own = [...source.diagnostics, ...lowered.flatMap((each) => each.diagnostics), ...ofStages];
  if (source.noQuery === null) return own;
  return [
    ...own,
    diagnostic(source.noQuery, `the rule has no query: ${source.noQuery.replaceAll('_', ' ')}`),
  ];
}

/** The condition with the test's mocks in place, where the language knows mocks. */
function mockedCondition(
  source: SourceRule,
  test: RuleTest,
  compiler: Compiler,
  name: FieldNamer,
): Condition {
  const conditions = source.queries.map((query) => {
    const language = compiler.languages.get(query.language);
    return language?.lowerForTest?.(query, test) ?? lowerQuery(query, compiler).condition;
  });
  return alertCondition(source, conditions, name);
}

/** A column that is made from one field comes from that. */
function shownColumn(output: OutputField, column: string, { columns }: Lowered): OutputField {
  const field = columns?.get(column);
  return field === undefined ? output : { ...output, source: fieldText(jsonPath(field)) };
}

/** Each once, where it was named first. */
function uniqueOutputs(fields: readonly OutputField[]): readonly OutputField[] {
  const found = new Map<string, OutputField>();
  for (const field of fields) {
    const key = `${field.name}\n${field.source}`;
    if (!found.has(key)) found.set(key, field);
  }
  return [...found.values()];
}

/** A rule that could not be compiled: all but its logic, and why. */
export function ruleWithoutLogic(source: SourceRule, code: string, message: string): CatalogRule {
  const condition = opaque(source.body, code);
  const rule: Rule = {
    ...headOf(source),
    condition,
    stages: [{ kind: 'filter', condition, source: source.body }],
    outputFields: source.outputFields,
    diagnostics: [...source.diagnostics, diagnostic(code, message)],
    parseStatus: 'OPAQUE',
  };
  return {
    rule,
    facts: { indicators: [], exclusions: [], fields: [], fieldMapping: [], actions: [], techniques: [] },
    testAgreements: rule.tests.map(({ name, expected }) => ({
      name,
      expected,
      actual: null,
      agreement: 'undecided',
    })),
    conditionText: printCondition(condition),
    canonicalHash: canonicalHash(condition),
    contentHash: source.contentHash,
  };
}

/** The head alone: a source rule's other parts are not the rule's. */
function headOf(
  source: SourceRule,
): Omit<Rule, 'condition' | 'stages' | 'outputFields' | 'parseStatus' | 'diagnostics'> {
  const {
    queries: _q,
    inverted: _i,
    stages: _s,
    outputFields: _o,
    noQuery: _n,
    operationsOf: _l,
    declaredLogSources: _a,
    diagnostics: _d,
    contentHash: _c,
    ...head
  } = source;
  return head;
}
