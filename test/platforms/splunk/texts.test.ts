import { describe, expect, it } from 'vitest';
import { splunk } from '../../../src/platforms/splunk/index.ts';
import type { SourceReading } from '../../../src/platforms/platform.ts';

const SEARCH = 'index=main sourcetype=linux_secure action=failure\n| stats count by user\n| where count > 5';

function read(files: Readonly<Record<string, string>>): SourceReading {
  for (const path of Object.keys(files)) expect([path, splunk.wants(path)]).toEqual([path, true]);
  return splunk.read(Object.entries(files).map(([path, text]) => ({ path, text })));
}

describe('files of searches', () => {
  it('are hunts, with what their comments say', () => {
    const head =
      '# Title: Many guesses\n# Author: Ann Lee\n# Severity: High\n// MITRE ATT&CK: T1110\n# Of an account.\n';
    const { rules, broken } = read({ 'hunts/guesses.spl': `${head}${SEARCH}\n` });
    expect(broken).toEqual([]);
    expect(rules).toMatchObject([
      {
        id: 'splunk:hunts/guesses.spl',
        kind: 'hunt',
        title: 'Many guesses',
        severity: 'high',
        authors: ['Ann Lee'],
        description: 'Of an account.',
        attack: [{ technique: 'T1110' }],
        body: SEARCH,
        queries: [{ language: 'spl', text: SEARCH }],
      },
    ]);
  });

  it('may have Splunk’s own comments, and blank lines within a search', () => {
    const text = `\`\`\` Of an account, T1110 \`\`\`\nindex=main action=failure\n\n| stats count by user\n`;
    const { rules } = read({ 'a.spl': text });
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({ attack: [{ technique: 'T1110' }], body: text.trim() });
  });

  it('may hold several, each with its comments', () => {
    const { rules } = read({
      'a.spl': `# Of one\n${SEARCH}\n\n# Of another\n\n| tstats count from datamodel=Web by Web.url\n`,
    });
    expect(rules.map(({ nativeId, body }) => [nativeId, body.split('\n')[0]])).toEqual([
      ['a.spl#1', 'index=main sourcetype=linux_secure action=failure'],
      ['a.spl#2', '| tstats count from datamodel=Web by Web.url'],
    ]);
  });

  it('that hold none say so; texts of other kinds are none', () => {
    const { rules, broken, skippedFileCount } = read({
      'a.spl': 'What one would search for.\n',
      'notes.txt': 'Search Run Time (seconds)\n\nSearch the table of all searches.\n',
    });
    expect(rules).toEqual([]);
    expect(broken).toMatchObject([{ path: 'a.spl', diagnostics: [{ code: 'not_a_query' }] }]);
    expect(skippedFileCount).toBe(1);
    expect(read({ 'b.txt': SEARCH }).rules).toHaveLength(1);
  });
});

describe('pages', () => {
  it('hold searches in fences, known by their headings', () => {
    const page = `# Guesses\n\nOf accounts.\n\n## Many\n\`\`\`spl\n${SEARCH}\n\`\`\`\n## Few\n\`\`\`\nindex=main user=*\n\`\`\`\n\`\`\`sh\nls -l\n\`\`\`\n`;
    const { rules } = read({ 'hunts/guesses.md': page });
    expect(rules.map(({ title, nativeId }) => [title, nativeId])).toEqual([
      ['Guesses (Many)', 'hunts/guesses.md#1'],
      ['Guesses (Few)', 'hunts/guesses.md#2'],
    ]);
    expect(splunk.wants('README.md')).toBe(false);
  });
});

describe('exports of saved searches', () => {
  const content = {
    search: SEARCH,
    description: 'Of guesses.',
    cron_schedule: '*/5 * * * *',
    disabled: true,
    'alert.severity': 4,
    'action.email': '1',
  };

  it.each([
    ['the API’s answer', JSON.stringify({ entry: [{ name: 'Guesses', acl: { app: 'watch' }, content }] })],
    [
      'a record a line',
      `${JSON.stringify({ result: { title: 'Guesses', 'eai:acl.app': 'watch', ...content } })}\n{"result":{}}\n`,
    ],
  ])('are rules as those of an app: %s', (_, text) => {
    const { rules, broken } = read({ 'export.json': text });
    expect(broken).toEqual([]);
    expect(rules).toMatchObject([
      {
        id: 'splunk:watch/Guesses',
        title: 'Guesses',
        kind: 'rule',
        status: 'disabled',
        severity: 'high',
        body: SEARCH,
      },
    ]);
  });

  it('are no other JSON', () => {
    expect(read({ 'a.json': '{"name": "x", "search": "index=main"}', 'b.json': '{' })).toMatchObject({
      rules: [],
      broken: [],
      skippedFileCount: 2,
    });
  });
});

describe('YAML outside of the folders of detections', () => {
  it('is a detection where it says of what it is', () => {
    const rule = 'name: Guesses\ntype: TTP\nsearch: index=main user=*\n';
    const { rules, broken } = read({
      'content/a.yml': rule,
      'baselines/b.yml': rule,
      'content/c.yml': rule.replace('TTP', 'Baseline'),
      'content/d.yml': 'name: x\nsearch: a page\n',
      'content/e.yml': 'a: [',
    });
    expect(rules.map(({ path }) => path)).toEqual(['content/a.yml']);
    expect(broken).toEqual([]);
  });
});
