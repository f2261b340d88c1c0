/** Hayabusa's files: rules in Sigma's format, and the configuration that says how they are run. */
import { textAt } from '../../formats/sigma/head.ts';
import type { SigmaDocument } from '../../formats/sigma/documents.ts';
import { readSigmaFiles, wantsFile as wantsRule } from '../../formats/sigma/read.ts';
import type { OutputField, RuleStatus } from '../../rule/rule.ts';
import { logSource } from '../../rule/log-source.ts';
import type { SourceFile, SourceReading, SourceRule } from '../platform.ts';
import { readConfiguration } from './configuration.ts';
import type { Configuration } from './configuration.ts';

const CONFIGURATION = /(^|\/)config\/.*\.txt$/i;

const OTHER_FOLDER = /(^|\/)(?:config|scripts)\//i;

export function wantsFile(path: string): boolean {
  return CONFIGURATION.test(path) || (wantsRule(path) && !OTHER_FOLDER.test(path));
}

export function readHayabusa(files: readonly SourceFile[]): SourceReading {
  const configuration = readConfiguration(files.filter(({ path }) => CONFIGURATION.test(path)));
  const rules = files.filter(({ path }) => !CONFIGURATION.test(path));
  const reading = readSigmaFiles(rules, {
    platform: 'hayabusa',
    dialect: configuration.dialect,
    refine: (rule, document) => refine(rule, document, configuration),
  });
  return { ...reading, skippedFileCount: reading.skippedFileCount + files.length - rules.length };
}

/** What hayabusa says beyond Sigma: whose rule it is, what its message shows, and whether it runs unless asked for. */
function refine(rule: SourceRule, { root }: SigmaDocument, { unusual, dialect }: Configuration): SourceRule {
  const ruleType = textAt(root, 'ruletype');
  return {
    ...rule,
    status: unusual.has(rule.nativeId) ? disabled(rule.status) : rule.status,
    // Hayabusa reads Windows' event logs only.
    logSources: rule.logSources.length === 0 ? [logSource('windows')] : rule.logSources,
    eventSchema: 'windows',
    tags: ruleType === null ? rule.tags : [...rule.tags, `ruletype.${ruleType.toLowerCase()}`],
    outputFields: [...rule.outputFields, ...messageFields(textAt(root, 'details') ?? '', dialect.aliases)],
  };
}

function disabled(status: RuleStatus): RuleStatus {
  return status === 'deprecated' || status === 'unsupported' ? status : 'disabled';
}

/** Fields stand between percent signs: `User: %TargetUserName%`. */
function messageFields(details: string, aliases: Readonly<Record<string, string>>): readonly OutputField[] {
  const names = [...details.matchAll(/%([A-Za-z][\w.-]*(?:\[\d+\])?)%/g)].map(([, name = '']) => name);
  return [...new Set(names)].map((name) => ({ name, source: aliases[name] ?? name, origin: 'details' }));
}
