/** A small Panther repository of our own, as the files that `read` gets. */
import { panther } from '../../../src/platforms/panther/index.ts';
import type { SourceFile, SourceReading, SourceRule } from '../../../src/platforms/platform.ts';

export const HELPER = `def is_root(event):
    return event.deep_get("userIdentity", "type") == "Root"
`;

export const RULE_YAML = `AnalysisType: rule
RuleID: Example.Root.Login
DisplayName: Root logged in
Filename: root_login.py
Enabled: true
LogTypes:
  - AWS.CloudTrail
Severity: High
Description: The root user signed in to the console.
Reference: https://example.com/root
Tags:
  - Identity
Reports:
  MITRE ATT&CK:
    - TA0001:T1078.004
Tests:
  - Name: root
    ExpectedResult: true
    Log: { "eventName": "ConsoleLogin", "userIdentity": { "type": "Root" } }
  - Name: user
    ExpectedResult: false
    LogType: Other.Type
    Mocks:
      - objectName: is_root
        returnValue: false
    Log:
      eventName: ConsoleLogin
`;

export const RULE_PYTHON = `from example_helpers import is_root


def rule(event):
    return event.get("eventName") == "ConsoleLogin" and is_root(event)
`;

export const REPOSITORY: Readonly<Record<string, string>> = {
  'global_helpers/example_helpers.py': HELPER,
  'global_helpers/example_helpers.yml':
    'AnalysisType: global\nFilename: example_helpers.py\nGlobalID: example_helpers\n',
  'rules/aws/root_login.yml': RULE_YAML,
  'rules/aws/root_login.py': RULE_PYTHON,
};

function filesOf(contents: Readonly<Record<string, string>>): readonly SourceFile[] {
  return Object.entries(contents).map(([path, text]) => ({ path, text }));
}

export function read(contents: Readonly<Record<string, string>>): SourceReading {
  return panther.read(filesOf(contents));
}

/** The only rule of a reading without broken files. */
export function readOne(contents: Readonly<Record<string, string>>): SourceRule {
  const reading = read(contents);
  const [rule] = reading.rules;
  if (rule === undefined || reading.rules.length > 1 || reading.broken.length > 0) {
    throw new Error(`expected one rule: ${JSON.stringify(reading)}`);
  }
  return rule;
}

/** Our rule with lines of its YAML put in front, and its Python replaced. */
export function ruleWith(yaml: string, python: string = RULE_PYTHON): Readonly<Record<string, string>> {
  return {
    ...REPOSITORY,
    'rules/aws/root_login.yml': `${yaml}${RULE_YAML}`,
    'rules/aws/root_login.py': python,
  };
}
