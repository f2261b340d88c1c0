import { describe, expect, it } from 'vitest';
import { splunk } from '../../../src/platforms/splunk/index.ts';
import type { SourceRule } from '../../../src/platforms/platform.ts';

/** What all generations of the content update have in common. */
const COMMON = `name: A service that nobody knows
id: 00000000-0000-4000-8000-00000000f001
version: 4
author: Ann Lee, Bo Ek
status: production
type: TTP
description: Of a service.
data_source:
  - Windows Event Log System 7045
search: '\`wineventlog_system\` EventCode=7045 | stats count by dest, ServiceName'
known_false_positives: None.
references:
  - https://example.com/service
`;

/** Version 5 and before: what is said of a detection lies under \`tags\`, what it finds under \`rba\`. */
const FIVE = `${COMMON}date: '2025-03-01'
rba:
  message: The service $ServiceName$ is new on $dest$
  risk_objects:
    - { field: dest, type: system, score: 64 }
    - { field: user, type: user, score: 48 }
  threat_objects:
    - { field: ServiceName, type: service }
tags:
  analytic_story: [Odd Services]
  asset_type: Endpoint
  mitre_attack_id: [T1543.003]
  product: [Splunk Enterprise]
  security_domain: endpoint
  cve: [CVE-2024-0001]
`;

/** Version 6: keys at the top, findings by their names. */
const SIX = `${COMMON}creation_date: '2025-03-01'
modification_date: '2026-05-13'
finding:
  title: The service $ServiceName$ is new on $dest$
  entity: { field: dest, type: system, score: 64 }
intermediate_findings:
  entities:
    - field: user
      type: user
      score: 48
      message: The service $ServiceName$ is new on $dest$
threat_objects:
  - { field: ServiceName, type: service }
analytic_story: [Odd Services]
asset_type: Endpoint
mitre_attack_id: [T1543.003]
product: [Splunk Enterprise]
category: endpoint
security_domain: endpoint
cve: [CVE-2024-0001]
`;

/** Before version 5: one score, and observables with roles. */
const FOUR = `${COMMON}date: '2023-03-01'
tags:
  analytic_story: [Odd Services]
  asset_type: Endpoint
  confidence: 80
  impact: 80
  message: The service $ServiceName$ is new on $dest$
  mitre_attack_id: [T1543.003]
  observable:
    - { name: dest, type: Endpoint, role: [Victim] }
    - { name: user, type: User, role: [Victim] }
    - { name: ServiceName, type: Service, role: [Attacker] }
  risk_score: 64
  security_domain: endpoint
  cve: [CVE-2024-0001]
`;

function read(text: string): SourceRule {
  const { rules, broken } = splunk.read([{ path: 'detections/endpoint/a.yml', text }]);
  expect(broken).toEqual([]);
  const [rule] = rules;
  if (rule === undefined || rules.length > 1) throw new Error(`${rules.length} rules`);
  return rule;
}

/** What of a head all generations say. */
function saidBy(rule: SourceRule): unknown {
  const { id, kind, title, severity, nativeSeverity, status, tags, attack, logSources, authors } = rule;
  const fields = [...new Set(rule.outputFields.map(({ name }) => name))].sort();
  return { id, kind, title, severity, nativeSeverity, status, tags, attack, logSources, authors, fields };
}

describe('the generations of the content update', () => {
  it('say the same of one detection', () => {
    expect(saidBy(read(SIX))).toEqual(saidBy(read(FIVE)));
    expect(saidBy(read(FOUR))).toEqual(saidBy(read(FIVE)));
    expect(saidBy(read(SIX))).toMatchObject({
      severity: 'high',
      nativeSeverity: '64',
      tags: ['Odd Services', 'Endpoint', 'endpoint', 'CVE-2024-0001'],
      attack: [{ technique: 'T1543.003', tactic: null }],
      fields: ['ServiceName', 'dest', 'user'],
    });
  });

  it('name entities with their parts in a finding', () => {
    expect(read(SIX).outputFields).toEqual([
      { name: 'dest', source: 'dest', origin: 'risk_object' },
      { name: 'user', source: 'user', origin: 'risk_object' },
      { name: 'ServiceName', source: 'ServiceName', origin: 'threat_object' },
      ...read(SIX).outputFields.slice(3),
    ]);
    const unique = (rule: SourceRule): ReadonlySet<string> =>
      new Set(rule.outputFields.map(({ name, origin }) => `${name} ${origin}`));
    expect(unique(read(SIX))).toEqual(unique(read(FIVE)));
  });

  it('give dates', () => {
    expect(read(SIX)).toMatchObject({ created: '2025-03-01', modified: '2026-05-13' });
  });
});
