/** A Sigma document's logic as condition and stages: a rule, a filter or a correlation. Never throws on bad text. */
import { all } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { Stage } from '../../rule/stage.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { lastOfEachKey, readYaml, yamlEntry } from '../../text/yaml-tree.ts';
import type { YamlMap } from '../../text/yaml-tree.ts';
import type { Lowered, Query } from '../language.ts';
import type { SigmaContext, SigmaReference } from './ast.ts';
import { createFindings } from './findings.ts';
import type { Findings, Range } from './findings.ts';
import { lowerCorrelation } from './lower-correlation.ts';
import type { ResolvedRule } from './lower-correlation.ts';
import { lowerDetection } from './lower-detection.ts';
import type { Logic } from './lower-detection.ts';
import { parseDetection } from './parse.ts';
import { isKnownVersion, MAJOR_VERSION, VERSION_KEY } from './version.ts';

/** Correlations of correlations of … beyond this are no rule's. */
const MAX_CHAIN = 8;

/** Where a document's logic stands. */
const SECTIONS: readonly string[] = ['correlation', 'filter', 'detection'];

export function lowerSigma(query: Query): Lowered {
  return lowerQuery(query, new Map(), 0);
}

type Memory = Map<SigmaReference, ResolvedRule>;

function lowerQuery(query: Query, memory: Memory, depth: number): Lowered {
  const context = isContext(query.context) ? query.context : null;
  const findings = createFindings(query.text, query.line, query.column, context?.file ?? null);
  const document = context?.document ?? parseDocument(query.text, findings);
  const logic =
    document === null
      ? { condition: findings.opaqueAt({ start: 0, end: query.text.length }, 'syntax_error'), stages: [] }
      : lowerDocument(withoutRepeats(document, findings), context, findings, memory, depth);
  return { ...logic, outputFields: [], diagnostics: findings.list };
}

function isContext(context: unknown): context is SigmaContext {
  return typeof context === 'object' && context !== null && 'document' in context && 'references' in context;
}

/** Without a platform: the first document of the text that has logic. Null where there is none, which is reported. */
function parseDocument(text: string, findings: Findings): YamlMap | null {
  const documents = readYaml(text);
  for (const { problems } of documents) {
    for (const problem of problems) findings.report(problem.code, problem.message, problem);
  }
  if (findings.list.length > 0) return null;
  const maps = documents.map(({ root }) => root).filter((root) => root.kind === 'map');
  const document = maps.find((map) => SECTIONS.some((key) => yamlEntry(map, key))) ?? maps[0];
  if (document !== undefined) return document;
  findings.report('syntax_error', 'A Sigma rule is a YAML map.', { start: 0, end: 0 });
  return null;
}

/** YAML leaves open which of two equal keys counts. Sigma's tools read it with PyYAML: there it is the last. */
function withoutRepeats(document: YamlMap, findings: Findings): YamlMap {
  return lastOfEachKey(document, (key) => {
    const message = `The key ${JSON.stringify(key.source)} occurs more than once: the last one counts.`;
    findings.report('duplicate_key', message, key, 'warning');
  });
}

function lowerDocument(
  document: YamlMap,
  context: SigmaContext | null,
  findings: Findings,
  memory: Memory,
  depth: number,
): Logic {
  const { references = {}, dialect = null } = context ?? {};
  const version = yamlEntry(document, VERSION_KEY);
  if (version !== undefined && !isKnownVersion(version)) {
    const message = `Only rules of Sigma's major version ${MAJOR_VERSION} and those before it are read.`;
    findings.report('unknown_version', message, version);
    return { condition: findings.opaqueAt(document, 'unknown_version'), stages: [] };
  }
  const correlation = yamlEntry(document, 'correlation');
  if (correlation?.kind === 'map') {
    const resolve = (name: string): ResolvedRule | null => {
      const reference = Object.hasOwn(references, name) ? references[name] : undefined;
      return reference === undefined || depth >= MAX_CHAIN
        ? null
        : lowerReference(reference, memory, depth + 1);
    };
    return lowerCorrelation(correlation, resolve, findings);
  }
  const filter = yamlEntry(document, 'filter');
  if (filter?.kind === 'map')
    return lowerDetection(parseDetection(filter, ['rules'], findings, dialect), findings);
  const detection = yamlEntry(document, 'detection');
  if (detection?.kind === 'map')
    return lowerDetection(parseDetection(detection, ['timeframe'], findings, dialect), findings);
  const at: Range = correlation ?? filter ?? detection ?? { start: document.start, end: document.start };
  findings.report(
    'missing_detection',
    'The rule needs a map of selections and a condition under "detection".',
    at,
  );
  return { condition: findings.opaqueAt(document, 'missing_detection'), stages: [] };
}

function lowerReference(reference: SigmaReference, memory: Memory, depth: number): ResolvedRule {
  const known = memory.get(reference);
  if (known !== undefined) return known;
  const lowered = reference.queries.map((query) => lowerQuery(query, memory, depth));
  const conditions: readonly Condition[] = lowered.map(({ condition }) => condition);
  const stages: readonly Stage[] = lowered.flatMap((each) => each.stages);
  const diagnostics: readonly Diagnostic[] = lowered.flatMap((each) => each.diagnostics);
  const [only] = conditions;
  const rule: ResolvedRule = {
    ruleId: reference.ruleId,
    condition: conditions.length === 1 && only !== undefined ? only : all(conditions),
    stages,
    incomplete: diagnostics.some(({ severity }) => severity === 'error'),
  };
  memory.set(reference, rule);
  return rule;
}
