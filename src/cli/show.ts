/** `show <rule>`: one rule as the catalog sees it. */
import { Command } from 'commander';
import { ask } from './ask.ts';
import { CliError, EXIT } from './exit-codes.ts';
import { print } from './output.ts';
import type { OutputOptions } from './output.ts';

const QUERY = `query Show($platform: String!, $ruleId: String!) {
  rule(platform: $platform, ruleId: $ruleId) {
    catalogId title severity nativeSeverity status language path url licence authors
    platform { title }
    logSources { name }
    attack { declared technique { attackId name } tactic { attackId name } mappingStatus }
    condition { conjuncts }
    stages { __typename source }
    exclusions { nativeField kind values { value } }
    indicators { nativeField kind values { value ruleCount otherRuleCount platformCount } }
    outputFields { name source origin }
    actions { logSource { name } qualifier operation }
    sameAction(first: 20) { platform { title } ruleCount links { rule { catalogId title } sharedActions { operation } } }
    tests { name expected agreement }
    parseStatus
    diagnostics { code severity message file line column }
  }
}`;

interface Value {
  readonly value: string | null;
  readonly ruleCount?: number;
  readonly platformCount?: number;
}
interface Predicate {
  readonly nativeField: string;
  readonly kind: string;
  readonly values: readonly Value[];
}
interface Named {
  readonly attackId: string;
  readonly name: string;
}
interface ShownRule {
  readonly catalogId: string;
  readonly title: string;
  readonly severity: string | null;
  readonly nativeSeverity: string | null;
  readonly status: string;
  readonly language: string;
  readonly path: string;
  readonly url: string | null;
  readonly licence: string | null;
  readonly authors: readonly string[];
  readonly platform: { readonly title: string };
  readonly logSources: readonly { readonly name: string }[];
  readonly attack: readonly {
    readonly declared: string;
    readonly technique: Named | null;
    readonly tactic: Named | null;
    readonly mappingStatus: string;
  }[];
  readonly condition: { readonly conjuncts: readonly string[] };
  readonly stages: readonly { readonly __typename: string; readonly source: string }[];
  readonly exclusions: readonly Predicate[];
  readonly indicators: readonly Predicate[];
  readonly outputFields: readonly {
    readonly name: string;
    readonly source: string;
    readonly origin: string;
  }[];
  readonly actions: readonly {
    readonly logSource: { readonly name: string };
    readonly qualifier: string | null;
    readonly operation: string;
  }[];
  readonly sameAction: readonly {
    readonly platform: { readonly title: string };
    readonly ruleCount: number;
    readonly links: readonly {
      readonly rule: { readonly catalogId: string; readonly title: string };
      readonly sharedActions: readonly { readonly operation: string }[];
    }[];
  }[];
  readonly tests: readonly {
    readonly name: string;
    readonly expected: boolean;
    readonly agreement: string | null;
  }[];
  readonly parseStatus: string;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    readonly file: string | null;
    readonly line: number | null;
    readonly column: number | null;
  }[];
}

export const showCommand = new Command('show')
  .description(
    'show one rule: its logic, indicators, ATT&CK, tests, and the rules that watch the same actions',
  )
  .argument('<rule>', '<platform>:<its own id>, e.g. panther:AWS.EC2.Monitoring')
  .option('--json', 'print JSON')
  .action(async (id: string, options: OutputOptions) => {
    const [platform = '', ...rest] = id.split(':');
    if (rest.length === 0)
      throw new CliError(`name a rule as <platform>:<its own id>; ${id} has no platform`);
    const { rule } = await ask<{ readonly rule: ShownRule | null }>(QUERY, {
      platform,
      ruleId: rest.join(':'),
    });
    if (rule === null) throw new CliError(`the catalog has no rule ${id}`, EXIT.notFound);
    print(options, rule, () => ruleText(rule));
  });

function ruleText(rule: ShownRule): string {
  return [
    `${rule.title}  [${rule.catalogId}]`,
    `${rule.platform.title} · ${rule.severity ?? 'no severity'} · ${rule.status} · ${rule.language} · ${rule.parseStatus} · ${rule.logSources.map(({ name }) => name).join(', ')}`,
    `${rule.url ?? rule.path} · ${rule.licence ?? 'licence unknown'}${rule.authors.length > 0 ? ` · ${rule.authors.join(', ')}` : ''}`,
    section('Condition', rule.condition.conjuncts),
    section(
      'Stages',
      rule.stages
        .slice(1)
        .map(
          ({ __typename, source }) => `${__typename.replace('Stage', '')}: ${source.replaceAll(/\s+/g, ' ')}`,
        ),
    ),
    section('Exclusions', rule.exclusions.map(predicateText)),
    section('Indicators', rule.indicators.map(predicateText)),
    section(
      'Output fields',
      rule.outputFields.map(({ name, source }) => (name === source ? name : `${name} ← ${source}`)),
    ),
    section(
      'ATT&CK',
      rule.attack.map(({ declared, tactic, technique, mappingStatus }) =>
        [
          tactic?.name,
          technique === null ? declared : `${technique.attackId} ${technique.name}`,
          mappingStatus,
        ]
          .filter((part) => part !== undefined)
          .join(' · '),
      ),
    ),
    section(
      'Actions',
      rule.actions.map(({ logSource, qualifier, operation }) =>
        [logSource.name, qualifier, operation].filter((part) => part !== null).join(' · '),
      ),
    ),
    section(
      'Same action',
      rule.sameAction.flatMap(({ platform, links }) =>
        links.map(
          (link) =>
            `${platform.title}: ${link.rule.title} [${link.rule.catalogId}] through ${link.sharedActions.map(({ operation }) => operation).join(', ')}`,
        ),
      ),
    ),
    section(
      'Tests',
      rule.tests.map(
        ({ name, expected, agreement }) =>
          `${agreement ?? 'not judged'}: ${name} (expects ${expected ? 'a match' : 'no match'})`,
      ),
    ),
    section(
      'Diagnostics',
      rule.diagnostics.map(
        ({ code, message, file, line, column }) =>
          `${file === null ? '' : `${file}:`}${line === null ? '' : `${line}:${column ?? 1} `}${code}: ${message}`,
      ),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

function predicateText({ nativeField, kind, values }: Predicate): string {
  const texts = values.map(({ value, ruleCount, platformCount }) => {
    const counts =
      ruleCount === undefined
        ? ''
        : ` (${ruleCount} ${ruleCount === 1 ? 'rule' : 'rules'}, ${platformCount ?? 1} ${platformCount === 1 ? 'platform' : 'platforms'})`;
    return `${JSON.stringify(value)}${counts}`;
  });
  return `${nativeField} ${kind.toLowerCase()} ${texts.join(', ')}`;
}
