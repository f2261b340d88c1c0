/** `evaluate <event.json>`: which rules match an event, and why. */
import { readFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { Command } from 'commander';
import { ask } from './ask.ts';
import { CliError } from './exit-codes.ts';
import { print } from './output.ts';
import type { OutputOptions } from './output.ts';

const QUERY = `mutation Evaluate($event: JSON!) {
  evaluate(input: { event: $event }) {
    __typename
    ... on Error { code message path }
    ... on Evaluation {
      corpusVersion
      totals { evaluatedCount skippedByLogSourceCount matchCount undecidedCount }
      matches { rule { catalogId title severity licence authors } effect predicates { text actual } }
      nearMisses { rule { catalogId title } reason failing { text actual } }
    }
  }
}`;

interface Judged {
  readonly text: string;
  readonly actual: readonly unknown[];
}
interface Evaluation {
  readonly __typename: 'Evaluation';
  readonly totals: {
    readonly evaluatedCount: number;
    readonly skippedByLogSourceCount: number;
    readonly matchCount: number;
    readonly undecidedCount: number;
  };
  readonly matches: readonly {
    readonly rule: {
      readonly catalogId: string;
      readonly title: string;
      readonly severity: string | null;
      readonly licence: string | null;
      readonly authors: readonly string[];
    };
    readonly effect: string;
    readonly predicates: readonly Judged[];
  }[];
  readonly nearMisses: readonly {
    readonly rule: { readonly catalogId: string; readonly title: string };
    readonly reason: string;
    readonly failing: Judged;
  }[];
}
interface Refusal {
  readonly __typename: 'InvalidEvent' | 'EventTooLarge';
  readonly code: string;
  readonly message: string;
}

export const evaluateCommand = new Command('evaluate')
  .description('judge one event by every rule of the catalog')
  .argument('<event>', 'a file with one JSON object; - reads the standard input')
  .option('--json', 'print JSON')
  .action(async (file: string, options: OutputOptions) => {
    const event = parseEvent(await readEvent(file), file);
    const { evaluate } = await ask<{ readonly evaluate: Evaluation | Refusal }>(QUERY, { event });
    if (evaluate.__typename !== 'Evaluation') throw new CliError(`${evaluate.message} [${evaluate.code}]`);
    print(options, evaluate, () => evaluationText(evaluate));
  });

async function readEvent(file: string): Promise<string> {
  if (file === '-') return readStream(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseEvent(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new CliError(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function evaluationText({ totals, matches, nearMisses }: Evaluation): string {
  const { evaluatedCount, skippedByLogSourceCount, matchCount, undecidedCount } = totals;
  return [
    `${matchCount} matches of ${evaluatedCount} rules evaluated (${skippedByLogSourceCount} of other log sources, ${undecidedCount} undecided)`,
    ...matches.flatMap(({ rule, effect, predicates }) => [
      `\n${effect} ${rule.title} [${rule.catalogId}] ${rule.severity ?? ''} · ${rule.licence ?? 'licence unknown'}${rule.authors.length > 0 ? ` · ${rule.authors.join(', ')}` : ''}`,
      ...predicates.map(({ text, actual }) => `  ${text}   ← ${shown(actual)}`),
    ]),
    ...(nearMisses.length === 0 ? [] : ['\nOne predicate short:']),
    ...nearMisses.map(
      ({ rule, reason, failing }) =>
        `  ${rule.title} [${rule.catalogId}]: ${reason} ${failing.text}   ← ${shown(failing.actual)}`,
    ),
  ].join('\n');
}

function shown(actual: readonly unknown[]): string {
  return actual.length === 0 ? 'absent' : actual.map((value) => JSON.stringify(value)).join(', ');
}
