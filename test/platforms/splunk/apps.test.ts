import { describe, expect, it } from 'vitest';
import { createCompiler } from '../../../src/catalog/compiler.ts';
import { compileSource } from '../../../src/importer/compile-source.ts';
import { splunk } from '../../../src/platforms/splunk/index.ts';
import type { SourceReading } from '../../../src/platforms/platform.ts';
import type { Rule } from '../../../src/rule/rule.ts';

type Files = Readonly<Record<string, string>>;

const APP = '[package]\nid = night_watch\n[launcher]\nauthor = Ann Lee, Bo Ek\n';

function filesOf(files: Files) {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

function read(files: Files): SourceReading {
  return splunk.read(filesOf(files).filter(({ path }) => splunk.wants(path)));
}

/** Compiled, in the order of their names. */
async function compile(files: Files): Promise<readonly Rule[]> {
  const options = { known: new Map<string, string>(), onProgress: () => undefined };
  const { rules } = await compileSource(splunk, filesOf(files), createCompiler(), options);
  return rules.map(({ rule }) => rule).sort((a, b) => (a.nativeId < b.nativeId ? -1 : 1));
}

function saved(text: string): SourceReading {
  return read({ 'default/app.conf': APP, 'default/savedsearches.conf': text });
}

describe('the stanzas of savedsearches.conf', () => {
  it('are rules by the names of their app and their own', () => {
    const { rules } = saved('# a comment\n[Odd shells [T1059]]\nsearch = index=main a=1\n');
    expect(rules).toMatchObject([
      {
        id: 'splunk:night_watch/Odd shells [T1059]',
        title: 'Odd shells [T1059]',
        authors: ['Ann Lee', 'Bo Ek'],
        attack: [{ technique: 'T1059', tactic: null }],
        kind: 'hunt',
        body: 'index=main a=1',
        path: 'default/savedsearches.conf',
      },
    ]);
  });

  it('go on behind a backslash, whatever the next line begins with', () => {
    const { rules, broken } = saved(
      '[A]\r\nsearch = index=main \\\r\n# b=1 \\\r\n| stats count\r\ndisabled = 1\r\n',
    );
    expect(rules[0]?.body).toBe('index=main \n# b=1 \n| stats count');
    expect(rules[0]?.status).toBe('disabled');
    expect(broken).toEqual([]);
  });

  it('go on behind a backslash with blanks, and say so', () => {
    const { rules } = saved('[A]\nsearch = index=main \\  \n| stats count\n');
    expect(rules[0]?.body).toBe('index=main \n| stats count');
    expect(rules[0]?.diagnostics).toMatchObject([
      { code: 'blank_after_backslash', severity: 'warning', span: { start: { line: 2 } } },
    ]);
  });

  it('say where a line is none', () => {
    const { rules } = saved('[A]\nsearch = index=main\n| eval x="1"\n');
    expect(rules[0]?.body).toBe('index=main');
    expect(rules[0]?.diagnostics).toMatchObject([{ code: 'stray_line', span: { start: { line: 3 } } }]);
  });

  it('are one where they have one name, the last setting in force; each title behind brackets is one of its own', () => {
    const { rules } = saved('[A]\nsearch = a=1\n[A]\nsearch = a=2\n[x] B\nsearch = b\n[x] C\nsearch = c\n');
    expect(rules.map(({ nativeId, body }) => [nativeId, body])).toEqual([
      ['night_watch/A', 'a=2'],
      ['night_watch/[x] B', 'b'],
      ['night_watch/[x] C', 'c'],
    ]);
    expect(rules[1]?.diagnostics).toMatchObject([{ code: 'stanza_header' }]);
  });

  it('without a search are told, with their place', () => {
    const { rules, broken } = saved('[default]\ndisabled = 0\n[Of another app]\ndisabled = 0\n');
    expect(rules).toEqual([]);
    expect(broken).toMatchObject([
      {
        path: 'default/savedsearches.conf',
        diagnostics: [{ code: 'no_search', severity: 'warning', span: { start: { line: 3 } } }],
      },
    ]);
  });
});

describe('the folders of an app', () => {
  const local = '[A]\nsearch = a=2\n[default]\ncron_schedule = 5 * * * *\n';
  const files: Files = {
    'apps/watch/default/savedsearches.conf':
      '[A]\nsearch = a=1\ndescription = Of A.\n[B]\nsearch = `where` b=1\n',
    'apps/watch/local/savedsearches.conf': local,
    'apps/watch/default/macros.conf':
      '[where]\ndefinition = index=day\n[of(1)]\nargs = x\ndefinition = x=$x$\n',
    'apps/watch/local/macros.conf': '[where]\ndefinition = index=night\n',
    'apps/other/default/macros.conf': '[where]\ndefinition = index=other\n',
  };

  it('lie over each other, local over default, setting by setting', () => {
    expect(read(files).rules).toMatchObject([
      {
        id: 'splunk:watch/A',
        body: 'a=2',
        description: 'Of A.',
        path: 'apps/watch/local/savedsearches.conf',
      },
      { id: 'splunk:watch/B', body: '`where` b=1', path: 'apps/watch/default/savedsearches.conf' },
    ]);
  });

  it('hold the macros of their searches', async () => {
    const [, b] = await compile(files);
    expect(b).toMatchObject({ parseStatus: 'FULL', diagnostics: [] });
    expect(JSON.stringify(b?.condition)).toContain('"night"');
  });

  it('change the hash of what they change', () => {
    const hashes = (of: Files): readonly string[] => read(of).rules.map(({ contentHash }) => contentHash);
    const changed = { ...files, 'apps/watch/local/macros.conf': '[where]\ndefinition = index=dawn\n' };
    expect(hashes(changed)[0]).toBe(hashes(files)[0]);
    expect(hashes(changed)[1]).not.toBe(hashes(files)[1]);
  });
});

describe('an app that goes by other files', () => {
  it('is named by its manifest, or its folder', () => {
    const manifest = JSON.stringify({ info: { id: { name: 'by_manifest' } } });
    const conf = '[A]\nsearch = a=1\n';
    expect(
      read({ 'x/app.manifest': manifest, 'x/default/savedsearches.conf': conf }).rules[0]?.nativeId,
    ).toBe('by_manifest/A');
    expect(read({ 'x/package/default/savedsearches.conf': conf }).rules[0]?.nativeId).toBe('x/A');
    expect(read({ 'savedsearches.conf': conf }).rules[0]?.nativeId).toBe('A');
  });
});

describe('what a saved search says of itself', () => {
  it('is a rule where it tells somebody', () => {
    const kinds = (text: string): readonly string[] => saved(text).rules.map(({ kind }) => kind);
    expect(
      kinds(
        [
          '[a]\nsearch = a\naction.email = 1',
          '[b]\nsearch = a\nactions = notable',
          '[c]\nsearch = a\nalert.track = 1',
          '[d]\nsearch = a\ncounttype = number of events\nquantity = 0\nrelation = greater than',
          '[e]\nsearch = a\naction.email.useNSSubject = 1\nalert.track = 0\ncounttype = always',
          '[f]\nsearch = a\naction.summary_index = 1',
        ].join('\n'),
      ),
    ).toEqual(['rule', 'rule', 'rule', 'rule', 'hunt', 'hunt']);
  });

  it('is what Enterprise Security notes', () => {
    const annotations = { mitre_attack: ['T1110', 'T1110.001'], analytic_story: ['Brute Force'] };
    const risk = [
      { risk_object_field: 'user', risk_object_type: 'user', risk_score: 70 },
      { threat_object_field: 'src', threat_object_type: 'ip_address' },
    ];
    const { rules } = saved(
      [
        '[Threat - Many guesses - Rule]',
        'search = index=auth action=failure',
        'action.correlationsearch.enabled = 1',
        'action.correlationsearch.label = Many guesses',
        `action.correlationsearch.annotations = ${JSON.stringify(annotations)}`,
        'action.notable.param.severity = high',
        'action.notable.param.rule_title = Guesses against $user$',
        'action.notable.param.security_domain = access',
        `action.risk.param._risk = ${JSON.stringify(risk)}`,
      ].join('\n'),
    );
    expect(rules).toMatchObject([
      {
        kind: 'rule',
        title: 'Many guesses',
        severity: 'high',
        nativeSeverity: 'high',
        attack: [{ technique: 'T1110' }, { technique: 'T1110.001' }],
        tags: ['Brute Force', 'access'],
        outputFields: [
          { name: 'user', origin: 'risk_object' },
          { name: 'src', origin: 'threat_object' },
          { name: 'user', origin: 'title' },
        ],
      },
    ]);
  });

  it('is the severity of its alert where it has no other', () => {
    expect(saved('[a]\nsearch = a\nalert.severity = 5\n').rules[0]).toMatchObject({
      severity: 'critical',
      nativeSeverity: '5',
    });
  });

  it('asks for more results than one, or for some of them', async () => {
    const rules = await compile({
      'default/savedsearches.conf': [
        '[many]\nsearch = index=a b=1\ncounttype = number of events\nrelation = greater than\nquantity = 5',
        'dispatch.earliest_time = -60m@m\ndispatch.latest_time = -5m@m',
        '[some]\nsearch = index=a b=1 | stats count by user\nalert_condition = search count > 10',
        'dispatch.earliest_time = -1h\ndispatch.latest_time = now',
        '[hosts]\nsearch = index=a b=1\ncounttype = number of hosts\nrelation = greater than\nquantity = 5',
      ].join('\n'),
    });
    const [hosts, many, some] = rules;
    expect(many?.stages[1]).toMatchObject({ kind: 'aggregate', columns: [{ function: 'count' }] });
    expect(some?.stages[1]).toMatchObject({
      kind: 'aggregate',
      window: 3600,
      having: { kind: 'compare' },
    });
    expect(hosts).toMatchObject({ parseStatus: 'PARTIAL', diagnostics: [{ code: 'unknown_trigger' }] });
  });
});

describe('event types', () => {
  const files: Files = {
    'default/eventtypes.conf':
      '[shell start]\nsearch = sourcetype=linux_audit `exec`\n[off]\nsearch = a=1\ndisabled = 1\n',
    'default/macros.conf': '[exec]\ndefinition = type=EXECVE\n',
    'default/tags.conf': '[eventtype=shell%20start]\nprocess = enabled\nother = disabled\n',
    'default/savedsearches.conf':
      '[named]\nsearch = eventtype="shell start" b=1\n[tagged]\nsearch = tag=process b=1\n[off]\nsearch = eventtype=off b=1\n',
  };

  it('stand for their searches', async () => {
    const [named] = await compile(files);
    expect(named).toMatchObject({
      parseStatus: 'FULL',
      logSources: [{ product: 'linux', service: 'auditd' }],
    });
    expect(JSON.stringify(named?.condition)).toContain('EXECVE');
  });

  it('have tags, which other apps give as well', async () => {
    const [, off, tagged] = await compile(files);
    expect(JSON.stringify(tagged?.condition)).toContain('EXECVE');
    expect(JSON.stringify(tagged?.condition)).toContain('tag=process');
    expect(JSON.stringify(off?.condition)).not.toContain('"a"');
  });
});
