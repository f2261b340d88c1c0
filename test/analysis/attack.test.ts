import { describe, expect, it } from 'vitest';
import { attackCanonicaliser } from '../../src/analysis/attack.ts';

const canonicalise = attackCanonicaliser({
  version: '19.1',
  tactics: [
    { id: 'TA0002', name: 'Execution', shortName: 'execution' },
    { id: 'TA0005', name: 'Stealth', shortName: 'stealth', formerNames: ['Defense Evasion'] },
    { id: 'TA0011', name: 'Command and Control', shortName: 'command-and-control' },
  ],
  techniques: [
    { id: 'T1204', name: 'User Execution', tactics: ['execution'] },
    { id: 'T1078', name: 'Valid Accounts', tactics: ['stealth'] },
    { id: 'T1078.004', name: 'Cloud Accounts', tactics: ['stealth'], parent: 'T1078' },
    { id: 'T1586', name: 'Compromise Accounts', tactics: ['execution'] },
    { id: 'T1586.003', name: 'Cloud Accounts', tactics: ['execution'], parent: 'T1586' },
  ],
  replaced: [
    { id: 'T1562', replacedBy: 'T1685', name: 'Impair Defenses' },
    { id: 'T1562.008', replacedBy: 'T1685.002', name: 'Disable Logs' },
  ],
  deprecated: [{ id: 'T1108', name: 'Redundant Access' }],
});

describe('attackCanonicaliser', () => {
  it.each([
    [
      't1204',
      'TA0002',
      { declared: 'T1204', technique: 'T1204', tactic: 'TA0002', mappingStatus: 'current' },
    ],
    [
      'T1562',
      'defense-evasion',
      { technique: 'T1685', tactic: 'TA0005', mappingStatus: 'revoked', replacedBy: 'T1685' },
    ],
    ['T1108', null, { technique: null, tactic: null, mappingStatus: 'deprecated' }],
    ['T9999', null, { technique: null, mappingStatus: 'unknown' }],
    [
      null,
      'CommandandControl',
      { declared: 'CommandandControl', technique: null, tactic: 'TA0011', mappingStatus: 'tactic_only' },
    ],
    [null, 'Defense Evasion', { tactic: 'TA0005', mappingStatus: 'renamed' }],
    [null, 'TA002', { tactic: 'TA0002', mappingStatus: 'tactic_only' }],
    [null, 'Nonsense', { tactic: null, mappingStatus: 'unknown' }],
    ['Valid Accounts: Cloud Accounts', 'TA0002', { technique: 'T1078.004', tactic: 'TA0002' }],
    ['valid_accounts', null, { declared: 'valid_accounts', technique: 'T1078', mappingStatus: 'current' }],
    ['Impair Defenses: Disable Logs', null, { technique: 'T1685.002', mappingStatus: 'revoked' }],
    ['Cloud Accounts', null, { declared: 'Cloud Accounts', technique: null, mappingStatus: 'unknown' }],
    [null, 'user_execution', { technique: 'T1204', tactic: null, mappingStatus: 'current' }],
  ] as const)('%s under %s', (technique, tactic, expected) => {
    expect(canonicalise([{ technique, tactic }])).toEqual([expect.objectContaining(expected)]);
  });

  it('takes a name beside ids for one of them, or its parent', () => {
    const names = ['Cloud Accounts', 'Valid Accounts', 'Valid Accounts: Cloud Accounts', 'Impair Defenses'];
    const references = ['T1078.004', 'T1562.008', ...names].map((technique) => ({ technique, tactic: null }));
    expect(canonicalise(references).map(({ declared }) => declared)).toEqual(['T1078.004', 'T1562.008']);
    const another = { technique: 'User Execution', tactic: null };
    const unknown = { technique: null, tactic: 'Nonsense' };
    expect(canonicalise([...references, another, unknown]).map(({ declared }) => declared)).toEqual([
      'T1078.004',
      'T1562.008',
      'User Execution',
      'Nonsense',
    ]);
  });

  it('keeps one row for each technique and tactic', () => {
    const twice = { technique: 'T1204', tactic: 'TA0002' };
    expect(canonicalise([twice, twice, { technique: 'T1204', tactic: null }])).toHaveLength(2);
  });
});
