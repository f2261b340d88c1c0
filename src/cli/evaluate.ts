/** `evaluate <event.json …>`: which rules match an event, and why; of many events, a line each. */
import { Command } from 'commander';
import { withCatalog } from './ask.ts';
import type { Ask } from './ask.ts';
import { evaluationQuery, SUMMARY_QUERY } from './evaluation.ts';
import type { Evaluation, Refusal, Summary } from './evaluation.ts';
import { evaluationText, summaryLine } from './evaluation-text.ts';
import { CliError, EXIT } from './exit-codes.ts';
import { print } from './output.ts';
import type { OutputOptions } from './output.ts';
import { readEvents } from './read-events.ts';
import type { ReadEvent } from './read-events.ts';

interface EvaluateOptions extends OutputOptions {
  readonly rule?: readonly string[];
  readonly logSource?: string;
  readonly schema?: string;
  readonly explain?: boolean;
  readonly retired?: boolean;
}

type Input = Readonly<Record<string, unknown>>;

export const evaluateCommand = new Command('evaluate')
  .description('judge events by every rule of the catalog: one in full, several a line each')
  .argument(
    '<events...>',
    'files with a JSON object, a list or a document a line, in what they were exported as; - reads the standard input',
  )
  .option('--rule <id>', 'only by this rule, whatever it says (repeatable)', addRule)
  .option('--log-source <name>', 'where the events are from: aws.cloudtrail, or windows/process_creation/-')
  .option(
    '--schema <name>',
    'how they name their fields: raw, ecs, windows, udm, log_analytics, splunk, falco',
  )
  .option('--explain', 'with the condition of each rule that matches, or is asked for, as a tree')
  .option('--retired', 'by retired rules as well')
  .option('--json', 'print JSON: one document, or of several events one a line')
  .action(async (files: readonly string[], options: EvaluateOptions) => {
    await withCatalog(async (ask) => {
      const input = await inputOf(options, ask);
      const events = readAll(files);
      const { value: first } = await events.next();
      const { value: second } = await events.next();
      if (first === undefined) return;
      const only = second === undefined ? await judgeOne(first, input, options, ask) : null;
      if (only !== null) print(options, only, () => evaluationText(only));
      else await judgeMany(inOrder(first, second, events), input, options, ask);
    });
  });

function addRule(id: string, ids: readonly string[] | undefined): readonly string[] {
  return [...(ids ?? []), id];
}

async function* readAll(files: readonly string[]): AsyncGenerator<ReadEvent, undefined> {
  for (const file of files) yield* readEvents(file);
  return undefined;
}

async function* inOrder(
  first: ReadEvent,
  second: ReadEvent | undefined,
  others: AsyncIterable<ReadEvent>,
): AsyncGenerator<ReadEvent> {
  yield first;
  if (second === undefined) return;
  yield second;
  yield* others;
}

/** Null: it holds several records, which are judged as many events are. */
async function judgeOne(
  { place, event, failure }: ReadEvent,
  input: Input,
  options: EvaluateOptions,
  ask: Ask,
): Promise<Evaluation | null> {
  if (failure !== null) throw new CliError(`${place}: ${failure}`);
  const query = evaluationQuery(options.explain === true);
  const { evaluate } = await ask<{ readonly evaluate: Evaluation | Refusal }>(query, {
    input: { ...input, event },
  });
  if (evaluate.__typename === 'Evaluation') return evaluate;
  if (evaluate.__typename === 'SeveralRecords') return null;
  throw new CliError(refusalText(place, evaluate));
}

/** What cannot be judged is said on the error stream, and keeps none of the others from being judged. */
async function judgeMany(
  events: AsyncIterable<ReadEvent>,
  input: Input,
  options: EvaluateOptions,
  ask: Ask,
): Promise<void> {
  let refused = 0;
  const refuse = (place: string, message: string, refusal: object): void => {
    refused += 1;
    process.stderr.write(`rule-catalog: ${message}\n`);
    if (options.json === true) printLine({ place, ...refusal });
  };
  for await (const { place, event, failure } of events) {
    if (failure !== null) {
      refuse(place, `${place}: ${failure}`, { code: 'INVALID_EVENT', message: failure });
      continue;
    }
    for await (const [at, evaluate] of answers(place, { ...input, event }, ask)) {
      if (evaluate.__typename !== 'Evaluation') refuse(at, refusalText(at, evaluate), evaluate);
      else if (options.json === true) printLine({ place: at, ...evaluate });
      else process.stdout.write(`${at}: ${summaryLine(evaluate)}\n`);
    }
  }
  if (refused > 0) process.exitCode = EXIT.usage;
}

/** One for each record. */
async function* answers(
  place: string,
  input: Input,
  ask: Ask,
): AsyncGenerator<readonly [place: string, Summary | Refusal]> {
  const judge = async (record?: number): Promise<Summary | Refusal> => {
    const named = record === undefined ? input : { ...input, record };
    return (await ask<{ readonly evaluate: Summary | Refusal }>(SUMMARY_QUERY, { input: named })).evaluate;
  };
  const whole = await judge();
  if (whole.__typename !== 'SeveralRecords') yield [place, whole];
  else
    for (const [record, path] of (whole.recordPaths ?? []).entries())
      yield [`${place} ${path}`, await judge(record)];
}

function printLine(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function refusalText(place: string, { message, code }: Refusal): string {
  return code === 'UNKNOWN_RULES' ? `${message} [${code}]` : `${place}: ${message} [${code}]`;
}

async function inputOf(options: EvaluateOptions, ask: Ask): Promise<Input> {
  const { rule, logSource, schema, retired } = options;
  return {
    ...(rule === undefined ? {} : { ruleIds: rule }),
    ...(schema === undefined ? {} : { schema: schema.toUpperCase() }),
    ...(retired === true ? { includeRetired: true } : {}),
    ...(logSource === undefined ? {} : { logSource: await logSourceOf(logSource, ask) }),
  };
}

interface LogSource {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
}

const LOG_SOURCES = `query LogSources($product: String!, $after: String) {
  logSources(product: $product, first: 100, after: $after) {
    nodes { name product category service }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface LogSources {
  readonly nodes: readonly (LogSource & { readonly name: string })[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Spelled out, or by the name that rules have for it: `aws.cloudtrail` alone does not tell a category from a service. */
async function logSourceOf(text: string, ask: Ask): Promise<LogSource> {
  const parts = text.split('/').map((part) => (part === '-' || part === '' ? null : part));
  const [product = null, category = null, service = null] = parts;
  if (parts.length > 1 || !text.includes('.')) return { product, category, service };
  const known = (await logSourcesOf(text.slice(0, text.indexOf('.')), ask)).find(({ name }) => name === text);
  if (known !== undefined)
    return { product: known.product, category: known.category, service: known.service };
  throw new CliError(
    `no rule is for ${text}: spell the log source as product/category/service, with - for a part that it does not have`,
  );
}

async function logSourcesOf(product: string, ask: Ask): Promise<LogSources['nodes']> {
  const nodes: LogSources['nodes'][number][] = [];
  for (let after: string | null = null; ;) {
    const answer: { readonly logSources: LogSources } = await ask(LOG_SOURCES, { product, after });
    nodes.push(...answer.logSources.nodes);
    const { hasNextPage, endCursor } = answer.logSources.pageInfo;
    if (!hasNextPage || endCursor === null) return nodes;
    after = endCursor;
  }
}
