import { describe, expect, it } from 'vitest';
import { elasticEndpoint } from '../../../src/platforms/elastic-endpoint/index.ts';
import type { SourceReading } from '../../../src/platforms/platform.ts';
import { logSource } from '../../../src/rule/log-source.ts';

const RULE = `[rule]
description = """
An example.
"""
id = "00000000-0000-4000-8000-000000000001"
license = "Elastic License v2"
name = "Example"
os_list = ["linux", "macos"]
reference = ["https://example.com/a", "https://example.com/a"]
reputation = true
version = "1.0.1"

query = '''
process where event.action == "exec" and process.name == "sh"
'''

optional_actions = []

[[actions]]
action = "kill_process"
field = "process.entity_id"
state = 0

[[threat]]
framework = "MITRE ATT&CK"

[[threat.technique]]
id = "T1059"
name = "Command and Scripting Interpreter"

[[threat.technique.subtechnique]]
id = "T1059.004"
name = "Unix Shell"

[threat.tactic]
id = "TA0002"
name = "Execution"
`;

function read(text: string, path = 'behavior/rules/linux/example.toml'): SourceReading {
  return elasticEndpoint.read([{ path, text }]);
}

describe('a behaviour rule', () => {
  it('is read with all that its envelope says', () => {
    const { rules, broken, skippedFileCount } = read(RULE);
    expect([broken, skippedFileCount]).toEqual([[], 0]);
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({
      id: 'elastic_endpoint:00000000-0000-4000-8000-000000000001',
      title: 'Example',
      licence: 'Elastic-2.0',
      language: 'eql',
      eventSchema: 'ecs',
      logSources: [logSource('linux', 'process_creation'), logSource('macos', 'process_creation')],
      references: ['https://example.com/a'],
      attack: [
        { technique: 'T1059', tactic: 'TA0002' },
        { technique: 'T1059.004', tactic: 'TA0002' },
      ],
      body: 'process where event.action == "exec" and process.name == "sh"\n',
      diagnostics: [{ code: 'reputation_service', severity: 'info' }],
    });
  });

  it('of alternatives need not be a process that starts', () => {
    const query = 'any where event.action == "exec" or process.name == "sh"';
    const { rules } = read(RULE.replace(/^process where.*$/m, query));
    expect(rules[0]?.logSources).toEqual([logSource('linux'), logSource('macos')]);
  });

  it('of an operating system that is not known is for any', () => {
    const { rules } = read(RULE.replace('["linux", "macos"]', '["linux", "plan9"]'));
    expect(rules[0]?.logSources).toEqual([]);
  });

  it('without a query is broken, with a place', () => {
    const { broken } = read(RULE.replace(/query = [^]*?\n'''\n/, ''));
    expect(broken).toMatchObject([
      { diagnostics: [{ code: 'missing_field', span: { start: { line: 1 } } }] },
    ]);
  });

  it('that is no TOML is broken, with a place', () => {
    const { broken } = read('[rule]\nid = = 1\n');
    expect(broken).toMatchObject([{ diagnostics: [{ code: 'toml_syntax', span: { start: { line: 2 } } }] }]);
  });
});

describe('other files', () => {
  it.each([
    ['yara/rules/example.yar', 'rule a { condition: true }'],
    ['rules/siem.toml', '[rule]\nrule_id = "a"\nname = "A rule of the SIEM"\n'],
    ['tools/settings.toml', 'a = 1\n'],
  ])('%s is skipped and counted', (path, text) => {
    expect(elasticEndpoint.wants(path)).toBe(true);
    expect(read(text, path)).toEqual({ rules: [], broken: [], skippedFileCount: 1 });
  });
});
