/** Rule files of our own in the shape of Elastic's. */
import { elastic } from '../../../src/platforms/elastic/index.ts';
import type { SourceReading, SourceRule } from '../../../src/platforms/platform.ts';

export const METADATA = `[metadata]
creation_date = "2024/03/01"
integration = ["aws"]
maturity = "production"
updated_date = "2025/11/30"
`;

const HEAD = `
[rule]
author = ["Example"]
description = "An example."
false_positives = ["Administrators."]
from = "now-9m"
index = ["filebeat-*", "logs-aws.cloudtrail-*"]
license = "Elastic License v2"
name = "Example"
references = ["https://example.com/a", "https://example.com/a"]
risk_score = 47
rule_id = "00000000-0000-4000-8000-000000000001"
severity = "medium"
tags = ["Domain: Cloud", "Data Source: AWS"]
`;

export const QUERY = `event.dataset: "aws.cloudtrail" and event.action: "CreateUser"
`;

/** A rule file: our head, lines of the rule table, then tables. */
export function ruleFile(lines: string, tables = '', metadata: string = METADATA): string {
  return `${metadata}${HEAD}${lines}\n${tables}`;
}

export const KUERY = `language = "kuery"
type = "query"
query = '''
${QUERY}'''
`;

export function read(contents: Readonly<Record<string, string>>): SourceReading {
  return elastic.read(Object.entries(contents).map(([path, text]) => ({ path, text })));
}

/** The only rule of a file. */
export function readOne(text: string, path = 'rules/example.toml'): SourceRule {
  const reading = read({ [path]: text });
  const [rule] = reading.rules;
  if (rule === undefined || reading.rules.length > 1) throw new Error(JSON.stringify(reading));
  return rule;
}
