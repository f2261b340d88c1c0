/** The words of Elastic's rule files in the catalog's. */
import type { RuleStatus, Severity } from '../../rule/rule.ts';
import { SEVERITIES } from '../../rule/rule.ts';
import { textOf } from '../../text/plain-data.ts';

const STATUSES: Readonly<Record<string, RuleStatus>> = {
  production: 'stable',
  beta: 'test',
  development: 'experimental',
  experimental: 'experimental',
  deprecated: 'deprecated',
};

/** What the rule says of itself; a file in a `_deprecated` folder and a name `Deprecated - …` are deprecated, whatever maturity they give. */
export function statusOf(rule: {
  readonly maturity: unknown;
  readonly name: string;
  readonly path: string;
  readonly isEnabled: boolean | null;
}): RuleStatus {
  if (/(^|\/)_deprecated\//.test(rule.path) || /^deprecated\s*[-–:]/i.test(rule.name)) return 'deprecated';
  const status = STATUSES[textOf(rule.maturity)?.toLowerCase() ?? ''] ?? 'unknown';
  return rule.isEnabled === false && status !== 'deprecated' ? 'disabled' : status;
}

export function severityOf(word: string | null): Severity | null {
  return SEVERITIES.find((severity) => severity === word?.toLowerCase()) ?? null;
}

/** The SPDX id where it is clear which licence the words mean. */
export function licenceOf(words: string | null): string | null {
  return words !== null && /^elastic licen[cs]e,? (v|version )?2(\.0)?$/i.test(words) ? 'Elastic-2.0' : words;
}

/** `2020/12/04` as an ISO 8601 date; null for what is no date. */
export function dateOf(value: unknown): string | null {
  const text = value instanceof Date ? value.toISOString() : textOf(value);
  const match = /^(\d{4})[/-](\d{2})[/-](\d{2})/.exec(text ?? '');
  return match === null ? null : match.slice(1, 4).join('-');
}

export function lastSegment(path: string): string {
  return path.split('.').at(-1) ?? path;
}
