import { describe, expect, it } from 'vitest';
import { attackCanonicaliser } from '../../src/analysis/attack.ts';

const canonicalise = attackCanonicaliser({
  version: '19.1',
  tactics: [
    { id: 'TA0002', name: 'Execution', shortName: 'execution' },
    { id: 'TA0005', name: 'Stealth', shortName: 'stealth', formerNames: ['Defense Evasion'] },
    { id: 'TA0011', name: 'Command and Control', shortName: 'command-and-control' },
  ],
  techniques: [{ id: 'T1204', name: 'User Execution', tactics: ['execution'] }],
  replaced: [{ id: 'T1562', replacedBy: 'T1685', name: 'Impair Defenses' }],
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
  ] as const)('%s under %s', (technique, tactic, expected) => {
    expect(canonicalise([{ technique, tactic }])).toEqual([expect.objectContaining(expected)]);
  });

  it('keeps one row for each technique and tactic', () => {
    const twice = { technique: 'T1204', tactic: 'TA0002' };
    expect(canonicalise([twice, twice, { technique: 'T1204', tactic: null }])).toHaveLength(2);
  });
});
