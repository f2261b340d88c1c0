import { describe, expect, it } from 'vitest';
import { defender } from '../../../src/platforms/defender/index.ts';
import type { SourceRule } from '../../../src/platforms/platform.ts';

const QUERY = 'DeviceProcessEvents\n| where FileName =~ "whoami.exe"';

function read(path: string, text: string): readonly SourceRule[] {
  expect(defender.wants(path)).toBe(true);
  const { rules, broken } = defender.read([{ path, text }]);
  expect(broken).toEqual([]);
  return rules;
}

describe('prose before a query', () => {
  it.each([
    ['a heading', `## Who am I\n${QUERY}`],
    ['a sentence', `This query looks for whoami and its kind.\n${QUERY}`],
    ['a list', `Who am I\n\n- of one\n- of two\n${QUERY}`],
    ['a sentence, and a blank line', `This query looks for whoami and its kind.\n\n${QUERY}`],
    ['a link', `# https://example.com/whoami\n${QUERY}`],
  ])('is none of it: %s', (_, text) => {
    expect(read('a.kql', text).map(({ body }) => body)).toEqual([QUERY]);
    expect(read('a.txt', text).map(({ body }) => body)).toEqual([QUERY]);
  });

  it('describes it', () => {
    const [rule] = read('a.txt', `## Who am I\nThis query looks for whoami, T1033 of Discovery.\n${QUERY}`);
    expect(rule).toMatchObject({
      description: 'Who am I\nThis query looks for whoami, T1033 of Discovery.',
      attack: [{ technique: 'T1033', tactic: null }],
    });
  });

  it('stands in fences as well', () => {
    const page = `# Page\n\`\`\`kql\n## Who am I\n${QUERY}\n\`\`\`\n\`\`\`kql\nN/A\n\`\`\`\n`;
    expect(read('a.md', page).map(({ body }) => body)).toEqual([QUERY]);
  });

  it('alone is told where the file says that it holds Kusto', () => {
    const { rules, broken } = defender.read([{ path: 'a.kql', text: 'This is a text of words alone.\n' }]);
    expect(rules).toEqual([]);
    expect(broken).toMatchObject([{ diagnostics: [{ code: 'not_a_query', span: { start: { line: 1 } } }] }]);
  });
});

describe('files of functions', () => {
  it('are queries where they give rows', () => {
    expect(read('a.func', QUERY).map(({ body }) => body)).toEqual([QUERY]);
    expect(read('a.func', 'let f = (x: string) { DeviceEvents | where y == x };')).toEqual([]);
  });
});

describe('comments', () => {
  it('say what the query is', () => {
    const [rule] = read(
      'a.kql',
      `// Title: Who am I\n// Author: Ann Lee\n// Severity: High\n// MITRE ATT&CK: Discovery (TA0007), T1033\n// Of an attacker.\n${QUERY} // T1087.002 as well\n`,
    );
    expect(rule).toMatchObject({
      title: 'Who am I',
      authors: ['Ann Lee'],
      severity: 'high',
      nativeSeverity: 'High',
      description: 'Of an attacker.',
      attack: [
        { technique: 'T1033', tactic: null },
        { technique: 'T1087.002', tactic: null },
        { technique: null, tactic: 'TA0007' },
      ],
    });
  });

  it('name a tactic behind a label, and no other word', () => {
    const [rule] = read('a.kql', `// Tactic: Lateral Movement\n// Collection of events.\n${QUERY}`);
    expect(rule?.attack).toEqual([{ technique: null, tactic: 'lateral movement' }]);
  });

  it('of a page without ATT&CK are read in its queries', () => {
    const [rule] = read('a.md', `# Page\n\`\`\`kql\n// T1033\n${QUERY}\n\`\`\`\n`);
    expect(rule?.attack).toEqual([{ technique: 'T1033', tactic: null }]);
  });
});
