/** A Sigma source of a few files, read and lowered. */
import { all } from '../../../src/condition/condition.ts';
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import { sigmaLanguage } from '../../../src/languages/sigma/index.ts';
import type { SourceReading, SourceRule } from '../../../src/platforms/platform.ts';
import { sigmaPlatform } from '../../../src/platforms/sigma/index.ts';
import type { Stage } from '../../../src/rule/stage.ts';
import type { Diagnostic } from '../../../src/text/diagnostic.ts';

export function read(files: Readonly<Record<string, string>>): SourceReading {
  return sigmaPlatform.read(Object.entries(files).map(([path, text]) => ({ path, text })));
}

export function ruleOf(reading: SourceReading, nativeId: string): SourceRule {
  const rule = reading.rules.find((each) => each.nativeId === nativeId);
  if (rule === undefined)
    throw new Error(`no rule ${nativeId} among ${reading.rules.map((each) => each.nativeId).join(', ')}`);
  return rule;
}

export interface LoweredRule {
  readonly condition: string;
  readonly stages: readonly Stage[];
  readonly diagnostics: readonly Diagnostic[];
}

export function lowerSource(reading: SourceReading, nativeId: string): LoweredRule {
  const lowered = ruleOf(reading, nativeId).queries.map((query) => sigmaLanguage.lower(query));
  return {
    condition: printCondition(simplify(all(lowered.map(({ condition }) => condition)))),
    stages: lowered.flatMap(({ stages }) => stages),
    diagnostics: lowered.flatMap(({ diagnostics }) => diagnostics),
  };
}

export const LOGIN = `title: Login failed
id: login-failed
name: login_failed
logsource: {product: app, service: auth}
detection:
    sel: {event: login_failed}
    condition: sel
`;
export const SUCCESS = `title: Login
id: login-ok
name: login_ok
logsource: {product: app, service: auth}
detection:
    sel: {event: login}
    condition: sel
`;

/** A correlation document of these lines. */
export function correlation(body: string, id = 'corr'): string {
  const lines = body.trim().split('\n');
  return `title: C\nid: ${id}\ncorrelation:\n${lines.map((line) => `    ${line}`).join('\n')}\n`;
}
/** One file of several documents. */
export const file = (...documents: readonly string[]): Readonly<Record<string, string>> => ({
  'rules/c.yml': documents.join('---\n'),
});
