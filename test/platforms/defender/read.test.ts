import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defender } from '../../../src/platforms/defender/index.ts';
import type { SourceReading, SourceRule } from '../../../src/platforms/platform.ts';

function read(files: Readonly<Record<string, string>>): SourceReading {
  return defender.read(Object.entries(files).map(([path, text]) => ({ path, text })));
}

function readAll(path: string, text: string): readonly SourceRule[] {
  const { rules, broken } = read({ [path]: text });
  expect(broken).toEqual([]);
  return rules;
}

const PAGE = `# Something *odd*

## Query Information

#### MITRE ATT&CK Technique(s)

| Technique ID | Title | Link |
| --- | --- | --- |
| T1134.002 | Create Process with Token | https://attack.mitre.org/techniques/T1134/002/ |
| TA0006 - Credential Access | T1003 | 001 | LSASS |

#### Description
What it is about:

\`\`\`
cmd.exe /c whoami
\`\`\`

#### Author
- **Name:** Maya Ortiz
- **Website:** https://example.com/maya

#### References
- https://example.com/a
- [b](https://example.com/b)

## Defender XDR
\`\`\`KQL
DeviceProcessEvents
| where Timestamp > ago(1h)
\`\`\`

## Sentinel
\`\`\`c#
DeviceProcessEvents
| where TimeGenerated > ago(1h)
\`\`\`
\`\`\`
SecurityEvent
| take 1

Event
| take 1
\`\`\`
`;

describe('a page', () => {
  it('is a rule for each query, known by its heading', () => {
    const rules = readAll('Windows/Odd.md', PAGE);
    expect(rules.map(({ nativeId, title, body }) => [nativeId, title, body.split('\n')[0]])).toEqual([
      ['Windows/Odd.md#defender-xdr', 'Something odd (Defender XDR)', 'DeviceProcessEvents'],
      ['Windows/Odd.md#sentinel', 'Something odd (Sentinel)', 'DeviceProcessEvents'],
      ['Windows/Odd.md#sentinel-2', 'Something odd (Sentinel 2)', 'SecurityEvent'],
      ['Windows/Odd.md#sentinel-3', 'Something odd (Sentinel 3)', 'Event'],
    ]);
  });

  it('says what is known of them', () => {
    expect(readAll('Odd.md', PAGE)[0]).toMatchObject({
      kind: 'hunt',
      description: 'What it is about:',
      authors: ['Maya Ortiz'],
      references: ['https://example.com/a', 'https://example.com/b'],
      attack: [
        { technique: 'T1134.002', tactic: null },
        { technique: 'T1003.001', tactic: 'TA0006' },
      ],
      eventSchema: 'log_analytics',
      language: 'kusto',
    });
  });

  it('with an id of its own and one query is a rule of that id', () => {
    const text =
      '# T\n\n## Metadata\n**ID:** X-1\n\n## Detection description\nWords.\n\n## Detection\n\n**Query:**\n```C#\nA\n| take 1\n```\n';
    expect(readAll('x.md', text)).toMatchObject([
      { id: 'defender:X-1', kind: 'rule', title: 'T', description: 'Words.' },
    ]);
  });

  it('may say tactics by marks', () => {
    const text =
      '# T\nWords.\n## Query\n```\nA\n| take 1\n```\n## Category\n| Technique, tactic, or state | Covered? (v=yes) | Notes |\n|-|-|-|\n| Initial access | v | |\n| Execution | | |\n';
    expect(readAll('x.md', text)[0]?.attack).toEqual([{ technique: null, tactic: 'Initial access' }]);
  });

  it('that is not closed, or has other line ends, is read all the same', () => {
    expect(readAll('x.md', '# T\r\n```kql\r\nA\r\n| take 1\r\n').map(({ body }) => body)).toEqual([
      'A\n| take 1',
    ]);
  });

  it('whose block holds no query is reported at its place', () => {
    const { rules, broken } = read({
      'x.md': '# T\n\n```kql\n| where a == 1\n```\n\n```bash\nls | sort\n```\n',
    });
    expect(rules).toEqual([]);
    expect(broken).toMatchObject([
      {
        path: 'x.md',
        diagnostics: [{ code: 'not_a_query', severity: 'warning', span: { start: { line: 4 } } }],
      },
    ]);
  });

  it('without queries is counted', () => {
    expect(read({ 'x.md': '# T\nWords.\n', LICENSES: 'Words.' }).skippedFileCount).toBe(2);
  });
});

describe('a file of queries', () => {
  it('may begin with a blank that is not seen', () => {
    const rules = readAll('a.kql', '\u200bunion DeviceEvents, DeviceInfo\n| where ActionType == "x"\n');
    expect(rules).toHaveLength(1);
  });

  it('is a rule for each, with what its comments say', () => {
    const rules = readAll(
      'Some/Name.kql',
      '// Author: Maya Ortiz\n// Finds things (T1003.001), see https://example.com/a.\nA\n| take 1\n\n// For the other.\nB\n| take 1\n',
    );
    expect(rules).toMatchObject([
      {
        nativeId: 'Some/Name.kql#1',
        title: 'Name (1)',
        authors: ['Maya Ortiz'],
        description: 'Finds things (T1003.001), see https://example.com/a.',
        references: ['https://example.com/a'],
        attack: [{ technique: 'T1003.001', tactic: null }],
      },
      { nativeId: 'Some/Name.kql#2', title: 'Name (2)' },
    ]);
  });

  it('of one query is known by its path', () => {
    expect(readAll('a.txt', 'A\n| take 1')).toMatchObject([{ nativeId: 'a.txt', title: 'a' }]);
    expect(readAll('nf_rule', 'A\n| take 1')).toMatchObject([{ nativeId: 'nf_rule', title: 'nf_rule' }]);
  });

  it('that holds none is reported only where its name says that it does', () => {
    const { broken, skippedFileCount } = read({ 'a.kql': 'https://example.com', 'b.txt': 'Words.' });
    expect(broken).toMatchObject([{ path: 'a.kql', diagnostics: [{ code: 'not_a_query' }] }]);
    expect(skippedFileCount).toBe(1);
  });
});

const DETECTION = `displayName: Name
isEnabled: true
queryCondition:
  queryText: |
    DeviceEvents
    | where Timestamp > ago(1h)
  lastModifiedDateTime: "2026-03-02T00:00:00Z"
schedule:
  period: "1H"
detectionAction:
  alertTemplate:
    title: "Title"
    description: |
      Words.
    severity: high
    category: LateralMovement
    mitreTechniques:
      - T1047
    impactedAssets:
      - "@odata.type": "#microsoft.graph.security.impactedDeviceAsset"
        identifier: deviceId
`;

describe('a custom detection', () => {
  it('is read with its alert', () => {
    expect(readAll('Content/A.yaml', DETECTION)).toMatchObject([
      {
        nativeId: 'Content/A',
        kind: 'scheduled_rule',
        title: 'Name',
        description: 'Words.',
        severity: 'high',
        status: 'unknown',
        modified: '2026-03-02',
        attack: [
          { technique: 'T1047', tactic: null },
          { technique: null, tactic: 'LateralMovement' },
        ],
        outputFields: [{ name: 'Device.DeviceId', source: 'DeviceId', origin: 'impactedAssets' }],
        body: 'DeviceEvents\n| where Timestamp > ago(1h)',
      },
    ]);
  });

  it('that runs all the time is a rule on each event; one may be off', () => {
    const [rule] = readAll('A.yaml', DETECTION.replace('"1H"', '"0"').replace('true', 'false'));
    expect(rule).toMatchObject({ kind: 'rule', status: 'disabled' });
  });

  it('without a query, or that is no YAML, is reported; other YAML is counted', () => {
    const { broken, skippedFileCount } = read({
      'a.yaml': DETECTION.replace(/ {2}queryText[\s\S]*?1h\)\n/, ''),
      'b.yaml': `${DETECTION}  - x: [\n`,
      'c.yaml': 'id: a\nname: b\nquery: T\n',
    });
    expect(broken).toMatchObject([
      { path: 'a.yaml', diagnostics: [{ code: 'missing_field', span: { start: { line: 3 } } }] },
      { path: 'b.yaml' },
    ]);
    expect(broken[1]?.diagnostics[0]).toMatchObject({ code: 'yaml_syntax', span: { start: { line: 22 } } });
    expect(skippedFileCount).toBe(1);
  });
});

describe('files that the platform wants', () => {
  it.each([
    ['a/b.md', true],
    ['a/b.kql', true],
    ['a/b.txt', true],
    ['a/nameless', true],
    ['a/README.md', true],
    ['README.md', false],
    ['docs/guide.md', false],
    ['LICENSE', false],
    ['.github/a.md', false],
    ['a.png', false],
  ])('%s: %s', (path, expected) => {
    expect(defender.wants(path)).toBe(expected);
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '#',
      '```',
      '```kql',
      '|',
      '\n',
      '| a | T1059 |',
      '**ID:**',
      'A\n| take 1',
      '//',
      '"',
      '- ',
      ':',
      '{',
      '\u0000',
    ),
    fc.constantFrom('queryCondition:', '  queryText: |', 'detectionAction:', '&a *a', '<<: *a'),
    fc.string({ maxLength: 12 }),
  );

  it.each(['a.md', 'a.yaml', 'a.kql', 'a.txt', 'a'])('in %s is read without an exception', (path) => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom('', '\n'), (pieces, glue) => {
        const { rules, broken, skippedFileCount } = read({ [path]: pieces.join(glue) });
        expect(rules.length + broken.length + skippedFileCount).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});

// The lint gate keeps patterns linear (regexp/no-super-linear-backtracking); these are the lines that showed which were not.
describe('a line of blanks, or of marks, is read as any other', () => {
  const LONG = 40_000;
  const QUERY = '```kql\nDeviceProcessEvents\n| where FileName == "a.exe"\n```\n';

  it.each([
    ['blanks behind a heading', `# Odd${' '.repeat(LONG)}process #`, `Odd${' '.repeat(LONG)}process`],
    ['blanks alone, then a word', `#${' '.repeat(LONG)}x`, 'x'],
    ['marks at the end', `# Odd ${'#'.repeat(LONG)}`, 'Odd'],
    ['marks that are none', `# Odd ${'#'.repeat(LONG)} x`, `Odd ${'#'.repeat(LONG)} x`],
    ['brackets', `# Odd ${'['.repeat(LONG)}`, `Odd ${'['.repeat(LONG)}`],
    ['links that do not end', `# ${'[a]('.repeat(LONG / 4)}`, '[a]('.repeat(LONG / 4)],
    ['underscores', `# a${'_'.repeat(LONG)}b`, `a${'_'.repeat(LONG)}b`],
  ])('%s', (_name, heading, title) => {
    expect(readAll('a.md', `${heading}\n\n${QUERY}`).map((rule) => rule.title)).toEqual([title]);
  });
});
