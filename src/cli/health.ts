/** `health`: how much of the corpus is understood, and how its own tests come out. */
import { Command } from 'commander';
import { ask } from './ask.ts';
import { print, table } from './output.ts';
import type { OutputOptions } from './output.ts';

const QUERY = `query Health {
  corpusHealth {
    corpusVersion
    rows { platform language ruleCount fullCount partialCount opaqueCount testCount agreeCount disagreeCount undecidedCount }
    fieldMapping { platform logSource ruleCount predicateCount mappedCount translatedCount }
    diagnostics { platform code severity ruleCount }
    brokenFileCount
  }
}`;

interface Health {
  readonly corpusVersion: string;
  readonly rows: readonly {
    readonly platform: string;
    readonly language: string;
    readonly ruleCount: number;
    readonly fullCount: number;
    readonly partialCount: number;
    readonly opaqueCount: number;
    readonly testCount: number;
    readonly agreeCount: number;
    readonly disagreeCount: number;
    readonly undecidedCount: number;
  }[];
  readonly fieldMapping: readonly {
    readonly platform: string;
    readonly logSource: string;
    readonly ruleCount: number;
    readonly predicateCount: number;
    readonly mappedCount: number;
    readonly translatedCount: number;
  }[];
  readonly diagnostics: readonly {
    readonly platform: string;
    readonly code: string;
    readonly severity: string;
    readonly ruleCount: number;
  }[];
  readonly brokenFileCount: number;
}

export const healthCommand = new Command('health')
  .description("parse status by platform and language, and the rules' own tests")
  .option('--json', 'print JSON')
  .action(async (options: OutputOptions) => {
    const { corpusHealth } = await ask<{ readonly corpusHealth: Health }>(QUERY);
    print(options, corpusHealth, () => healthText(corpusHealth));
  });

/** Log sources with fewer are left to `--json`. */
const FEW_PREDICATES = 20;

function healthText({ rows, fieldMapping, diagnostics, brokenFileCount }: Health): string {
  const head = [
    'platform',
    'language',
    'rules',
    'FULL',
    'PARTIAL',
    'OPAQUE',
    'tests',
    'agree',
    'disagree',
    'undecided',
  ];
  const body = rows.map((row) => [
    row.platform,
    row.language,
    row.ruleCount,
    row.fullCount,
    row.partialCount,
    row.opaqueCount,
    row.testCount,
    row.agreeCount,
    row.disagreeCount,
    row.undecidedCount,
  ]);
  const found = diagnostics.map(({ platform, code, severity, ruleCount }) => [
    platform,
    severity,
    code,
    ruleCount,
  ]);
  const mapping = fieldMapping
    .filter(({ predicateCount }) => predicateCount >= FEW_PREDICATES)
    .map(({ platform, logSource, ruleCount, predicateCount, mappedCount, translatedCount }) => [
      platform,
      logSource,
      ruleCount,
      predicateCount,
      percent(mappedCount, predicateCount),
      percent(translatedCount, predicateCount),
    ]);
  return [
    table([head, ...body]),
    ...(mapping.length === 0
      ? []
      : [
          `\n${table([['platform', 'log source', 'rules', 'predicates', 'mapped', 'translated'], ...mapping])}`,
        ]),
    `\nfiles that could not be read: ${brokenFileCount}`,
    ...(found.length === 0
      ? []
      : [`\n${table([['platform', 'severity', 'diagnostic', 'rules'], ...found])}`]),
  ].join('\n');
}

function percent(part: number, whole: number): string {
  return `${Math.floor((100 * part) / whole)} %`.padStart(6);
}
