/** What comes after the filter: groups, joins, look-ups, unions; and where a predicate that is written later belongs. */
import { describe, expect, it } from 'vitest';
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import { pairText } from '../../../src/rule/stage.ts';
import type { AggregateStage, JoinStage, Stage } from '../../../src/rule/stage.ts';
import { codesOf, conditionOf, lower } from './lowering.ts';

function stagesOf(text: string): readonly Stage[] {
  return lower(text).stages;
}

function aggregate(text: string): AggregateStage {
  const stage = stagesOf(text).find(({ kind }) => kind === 'aggregate');
  if (stage?.kind !== 'aggregate') throw new Error('no aggregate');
  return stage;
}

function join(text: string): JoinStage {
  const stage = stagesOf(text).find(({ kind }) => kind === 'join');
  if (stage?.kind !== 'join') throw new Error('no join');
  return stage;
}

describe('summarize', () => {
  const text = `T | where TimeGenerated > ago(1d) and A == 1
    | summarize n = count(), d = dcount(U), f = countif(R == "x"), s = make_set(V) by K, bin(TimeGenerated, 1h)
    | where n > 5 and array_length(s) > 2 and K == "k"`;

  it('groups, by the hour', () => {
    const { by, window, columns } = aggregate(text);
    expect(by.map(({ native }) => native)).toEqual(['K']);
    expect(window).toBe(3600);
    expect(columns.map(({ name, function: computes, field }) => [name, computes, field?.native])).toEqual([
      ['n', 'count', undefined],
      ['d', 'cardinality', 'U'],
      ['f', 'count', undefined],
      ['s', 'values', 'V'],
    ]);
    expect(printCondition(columns[2]?.condition ?? { kind: 'never' })).toBe('R eq "x"');
  });

  it('asks of groups what is asked of their columns, and of events what is asked of their key', () => {
    expect(printCondition(aggregate(text).having)).toBe('n gt 5\nlength(s) gt 2');
    expect(conditionOf(text)).toBe('A eq 1\nK eq "k"');
  });

  it('looks back as far as the query does', () => {
    expect(
      aggregate('T | where TimeGenerated between (ago(7d) .. ago(1d)) | summarize n = count() by K').window,
    ).toBe(6 * 86_400);
  });

  it('names what is computed from columns, and only what is asked for', () => {
    const { columns, having } = aggregate(
      'T | summarize a = count(), b = sum(N) by K | extend r = round(b / a, 2), q = strcat(a, b) | where r > 2',
    );
    expect(columns.map(({ name }) => name)).toEqual(['a', 'b', 'r']);
    expect(printCondition(having)).toBe('r gt 2');
  });

  it('names columns as Kusto does', () => {
    const { columns } = aggregate(
      'T | summarize count(), dcount(U), make_set(V), max(N), arg_max(TimeGenerated, *) by K',
    );
    expect(columns.map(({ name }) => name)).toEqual([
      'count_',
      'dcount_U',
      'set_V',
      'max_N',
      'TimeGenerated',
      '*',
    ]);
  });

  it('leaves out what only makes rows distinct', () => {
    expect(stagesOf('T | where A == 1 | distinct B')).toEqual([]);
    expect(stagesOf('T | distinct B | summarize n = count() | where n > 1')).toHaveLength(2);
  });
});

describe('arithmetic over the columns of a group', () => {
  const counted = (expression: string) => {
    const groups = 'let k = 2; T | summarize a = count(), b = dcount(U), s = sum(N) by K';
    return aggregate(`${groups} | extend r = ${expression} | where r > 2`).columns.at(-1)?.arithmetic;
  };
  const [a, b] = ['a', 'b'].map((name) => ({ kind: 'column', name }));

  it('divides whole numbers to whole numbers', () => {
    expect(counted('a / b')).toEqual({ kind: 'integer_divide', left: a, right: b });
    expect(counted('a / k')).toMatchObject({ kind: 'integer_divide', right: { kind: 'number', value: 2 } });
  });

  it('divides real numbers to real numbers', () => {
    expect(counted('todouble(a) / b')).toEqual({ kind: 'divide', left: a, right: b });
    expect(counted('100.0 * a / (a + b)')).toEqual({
      kind: 'divide',
      left: { kind: 'multiply', left: { kind: 'number', value: 100 }, right: a },
      right: { kind: 'add', left: a, right: b },
    });
  });

  it.each(['s / a', 'log10(a)', '(a - b) % 3', '1.0 * a / K'])('keeps %s as text', (text) => {
    expect(counted(text)).toBeUndefined();
  });

  it('tells what a comparison computes', () => {
    const text = 'T | summarize a = count(), b = dcount(U) by K | where a * 1.0 / b > 2';
    expect(aggregate(text).columns.at(-1)?.arithmetic).toMatchObject({ kind: 'divide' });
    expect(codesOf(text)).toEqual([]);
  });
});

it('compares moments of one event', () => {
  expect(conditionOf('T | where TimeGenerated <= Ended + 60m')).toBe(
    'to_time(TimeGenerated) field_lte add(to_time(Ended), 3600)',
  );
});

describe('join', () => {
  it('keeps the other side with its filter and stages', () => {
    const stage = join(
      'A | where X == 1 | join kind=inner (B | where Y == 2 | summarize n = count() by K | where n > 3) on K',
    );
    expect(stage).toMatchObject({ type: 'inner', with: 'B' });
    expect(printCondition(stage.condition ?? { kind: 'always' })).toBe('from B\nY eq 2');
    expect(stage.stages.map(({ kind }) => kind)).toEqual(['aggregate']);
    expect(stage.on).toEqual([
      [expect.objectContaining({ left: expect.objectContaining({ native: 'K' }) as unknown })],
    ]);
  });

  it.each([
    ['', 'inner'],
    ['kind=leftanti', 'anti'],
    ['kind=leftsemi', 'semi'],
    ['kind=leftouter', 'left'],
    ['kind=rightouter', 'right'],
    ['kind=fullouter', 'full'],
  ])('%s is %s', (kind, type) => {
    expect(join(`A | join ${kind} B on K`).type).toBe(type);
  });

  it('puts what is asked of one side to that side', () => {
    const text =
      'A | where X == 1 | join (B | project K, Made = tolower(Y)) on K | where Made == "y" and X != 2';
    expect(printCondition(join(text).condition ?? { kind: 'always' })).toBe('from B\nlower(Y) eq "y"');
    expect(conditionOf(text.replace(/^A/, 'T'))).toBe('X eq 1\nX ne 2');
  });

  it('asks the joined row where a name may be of either side', () => {
    const [, filter] = stagesOf('A | join (B | project K, Name) on K | where Name == "n"');
    expect(filter?.kind === 'filter' ? printCondition(filter.condition) : '').toBe('Name eq "n"');
  });

  it('does not ask the partner where there may be none', () => {
    const text = 'A | join kind=leftouter (B | project K, Made = tolower(Y)) on K | where isempty(Made)';
    expect(stagesOf(text).map(({ kind }) => kind)).toEqual(['join', 'filter']);
  });

  it('says how far the two sides may be apart', () => {
    const stages = stagesOf(
      'A | where X == 1 | join (B | where Y == 2) on K | where TimeGenerated1 between (TimeGenerated .. (TimeGenerated + 10m))',
    );
    expect(stages[0]).toMatchObject({ kind: 'join', window: 600 });
    expect(stages[1]?.kind === 'filter' ? printCondition(stages[1].condition) : '').toBe(
      '$right.TimeGenerated field_gte TimeGenerated',
    );
  });

  it('is what `in` another query says', () => {
    expect(join('A | where X in ((B | where Y == 2 | project Z))')).toMatchObject({
      type: 'semi',
      with: 'B',
    });
    expect(join('A | where X !in (toscalar(B | summarize make_set(Z)))')).toMatchObject({
      type: 'anti',
      with: 'B',
    });
  });

  it('turns round where the rows are those of the other side', () => {
    const text = 'A | where X == 1 | join kind=rightanti (T | where Y == 2) on K';
    expect(conditionOf(text)).toBe('Y eq 2');
    expect(join(text)).toMatchObject({ type: 'anti', with: 'A' });
  });
});

describe('union', () => {
  it('tells its tables apart, and says once what they have in common', () => {
    const { condition, sources } = lower(
      'union (A | where X == 1), (B | extend P = Q | where P == 2) | where Z has "z"',
    );
    expect(printCondition(condition)).toBe('((from A and X eq 1) or (from B and Q eq 2))\nZ has~ "z"');
    expect(sources).toEqual(['A', 'B']);
  });

  it('puts a function in for each table', () => {
    const text = `let f = (t: string, least: int = 5) { table(t) | where R == "x" | summarize n = count() by U | where n > least };
      union isfuzzy=true f("A"), f("B")`;
    const { condition, stages } = lower(text);
    expect(printCondition(simplify(condition))).toBe('(from A or from B)\nR eq "x"');
    // Each table counts by itself.
    expect(stages).toMatchObject([{ kind: 'aggregate', by: [{ native: '$table' }, { native: 'U' }] }]);
  });

  it('groups over all of its tables what it groups afterwards', () => {
    const [parts, groups] = stagesOf(
      'union (A | extend P = Q), (B | extend P = R) | summarize n = dcount(P) by P | where n > 1',
    );
    expect(parts).toMatchObject({
      kind: 'union',
      parts: [
        { condition: { kind: 'from' }, stages: [], columns: [{ name: 'P', field: { native: 'Q' } }] },
        { columns: [{ name: 'P', field: { native: 'R' } }] },
      ],
    });
    expect(groups).toMatchObject({
      kind: 'aggregate',
      by: [{ native: 'P' }],
      columns: [{ function: 'cardinality', field: { native: 'P' } }],
    });
  });

  it('has parts that do something before they meet', () => {
    const text = 'union (A | where X == 1 | summarize n = count() by U | where n > 1), B | where U has "u"';
    expect(codesOf(text)).toEqual([]);
    expect(stagesOf(text)).toMatchObject([
      {
        kind: 'union',
        parts: [{ stages: [{ kind: 'aggregate', by: [{ native: 'U' }] }] }, { stages: [] }],
      },
    ]);
    expect(conditionOf(text)).toBe('((from A and X eq 1) or from B)\nU has~ "u"');
  });

  it('groups what groups have come to, over all parts', () => {
    const text = `let t = union (A | summarize n = count() by U), (B | project U, n = N);
      union t, (C | summarize n = count() by U | where n > 5) | summarize s = sum(n) by U | where s > 10`;
    expect(codesOf(text)).toEqual([]);
    const [parts, sum, ...others] = stagesOf(text);
    expect(parts).toMatchObject({ kind: 'union', parts: [{ stages: [{ kind: 'aggregate' }] }, {}, {}] });
    expect(sum).toMatchObject({ kind: 'aggregate', columns: [{ function: 'sum' }] });
    expect(others).toEqual([]);
  });

  it('keeps together what is grouped together before it', () => {
    const text = 'let t = union A, B | summarize n = count() by U | where n > 5; union t, C';
    expect(stagesOf(text)).toMatchObject([
      {
        kind: 'union',
        parts: [
          { condition: { kind: 'any' }, stages: [{ kind: 'aggregate', by: [{ native: 'U' }] }] },
          { condition: { kind: 'from' }, stages: [] },
        ],
      },
    ]);
  });

  it('joins each part by the field that the key stands for there', () => {
    const text =
      'union (A | extend P = Q), (B | extend P = R) | join kind=inner (C | where Z == 1) on P | summarize n = count() by P | where n > 1';
    expect(stagesOf(text)).toMatchObject([
      { kind: 'union', parts: [{ columns: [{ name: 'P' }] }, { columns: [{ name: 'P' }] }] },
      { kind: 'join', on: [[{ left: { native: 'P' }, right: { native: 'P' } }]] },
      { kind: 'aggregate', by: [{ native: 'P' }] },
    ]);
  });

  it('is open where what comes after it asks each part for something else', () => {
    const text =
      'union (A | extend P = Q), (B | extend P = R) | summarize n = countif(P == "x") by U | where n > 1';
    expect(codesOf(text)).toEqual(['union_of_stages']);
  });
});

describe('definitions', () => {
  it.each([
    ['let n = 5; T | where A > n', 'A gt 5'],
    ['let l = dynamic(["a", "b"]); T | where A in (l)', 'A in ["a", "b"]'],
    ['let d = datatable(x: string, y: long) ["a", 1, "b", 2]; T | where A in (d)', 'A in ["a", "b"]'],
    [
      'let d = datatable(x: string, y: long) ["a", 1, "b", 2]; T | where A in ((d | project y))',
      'A in [1, 2]',
    ],
    ['let t = T | where A == 1; t | where B == 2', 'A eq 1\nB eq 2'],
    ['let t = materialize(T | where A == 1); t | where B == 2', 'A eq 1\nB eq 2'],
    ['let f = (x: string) { tolower(x) }; T | where f(A) == "a"', 'lower(A) eq "a"'],
    ['let f = (t: (*)) { t | where A == 1 }; T | invoke f()', 'A eq 1'],
    ['let f = () { T | where A == 1 }; f() | where B == 2', 'A eq 1\nB eq 2'],
    ['declare query_parameters(n: int = 3); T | where A == n', 'A eq 3'],
  ])('%s', (text, condition) => {
    expect(conditionOf(text)).toBe(condition);
  });

  it('takes functions of the workspace from the context', () => {
    const context = { functions: { saved: 'T | where A == 1' } };
    expect(conditionOf('saved() | where B == 2', context)).toBe('A eq 1\nB eq 2');
  });
});

describe('what is not in the events', () => {
  it.each([
    ['T | invoke FileProfile(SHA1) | where GlobalPrevalence < 5', []],
    ['T | lookup kind=leftouter _GetWatchlist("vips") on K | where Tag == "x"', ['external_value']],
    ['let e = externaldata(ip: string) [@"https://x.example"]; T | where A has_all (e)', ['external_list']],
    [
      'T | make-series n = count() on TimeGenerated step 1d by K | where n > 5',
      ['unsupported_operator', 'unsupported_operator'],
    ],
    ['T | serialize | extend p = prev(A) | where p == 1', ['unsupported_function']],
    ['_Im_Dns(response_has_ipv4="1.2.3.4") | where A == 1', ['parser_argument']],
  ])('%s', (text, codes) => {
    expect(codesOf(text)).toEqual(codes);
  });

  it('is joined with where events are looked for in it', () => {
    expect(join('let e = externaldata(ip: string) [@"https://x.example"]; T | where A in (e)')).toMatchObject(
      {
        type: 'semi',
        with: 'https://x.example',
      },
    );
  });
});

describe('a join by what is computed', () => {
  it('keeps a choice case by case, and what a text is made of', () => {
    const { on } = join(
      'T | extend K = iff(isnotempty(A), A, B), L = strcat(C, "-", D) | join kind=inner (U | project K, L) on K, L',
    );
    expect(on.flat().map(pairText)).toEqual([
      'K (A where A exists and A ne ""; B) = K',
      'L (C + "-" + D) = L',
    ]);
  });

  it('says so where the key cannot be told', () => {
    const text = 'T | extend K = hash_md5(A) | join kind=inner (U | project K) on K';
    expect(codesOf(text)).toContain('unsupported_join_key');
  });

  it('keeps the key that a group has by its name', () => {
    const { on } = join(
      'T | summarize n = count() by D, Hour = bin(TimeGenerated, 1h) | join kind=inner (U | extend Hour = bin(TimeGenerated, 1h)) on D, Hour',
    );
    const [, hour] = on.flat();
    expect(hour === undefined ? '' : pairText(hour)).toMatch(/^(.+) = \1$/);
  });

  it('knows a table of several parts by the name that they share', () => {
    const { on, stages } = join(
      'T | join kind=inner (union (A | project Ip = SrcIp), (B | project Ip = DstIp)) on $left.X == $right.Ip',
    );
    expect(on.flat().map(pairText)).toEqual(['X = Ip']);
    expect(
      stages
        .flatMap((stage) => (stage.kind === 'union' ? stage.parts : []))
        .map(({ columns }) => columns.map(({ name, field }) => `${name} = ${field.native}`)),
    ).toEqual([['Ip = SrcIp'], ['Ip = DstIp']]);
  });

  it('keeps which of two moments is later, and whether they may be the same', () => {
    const order = (sign: string): string =>
      stagesOf(
        `T | project K, Start = TimeGenerated | join kind=inner (U | project K, End = TimeGenerated) on K | where End ${sign} Start`,
      )
        .flatMap((stage) => (stage.kind === 'filter' ? [printCondition(stage.condition)] : []))
        .join();
    expect(order('>')).toBe('$right.TimeGenerated field_gt TimeGenerated');
    expect(order('>=')).toBe('$right.TimeGenerated field_gte TimeGenerated');
  });
});

describe('elements of a list that a group collected', () => {
  it('are asked of the group', () => {
    const text =
      'T | summarize S = make_set(A) by K | mv-expand S to typeof(string) | where S startswith "x" and S endswith "y"';
    expect(printCondition(aggregate(text).having)).toBe('some S (@ starts_with~ "x" and @ ends_with~ "y")');
    expect(codesOf(text)).toEqual([]);
  });

  it('are no more the rows that are counted', () => {
    const stages = stagesOf(
      'T | summarize S = make_set(A) by K | mv-expand S | summarize n = count() by K | where n > 2',
    );
    const last = stages.at(-1);
    expect(last?.kind === 'aggregate' ? last.columns[0]?.function : '').toBe('computed');
  });
});

describe('what only shows rows in another form', () => {
  it('is no logic where it comes last', () => {
    expect(codesOf('T | where A == 1 | evaluate pivot(B, count(), C) | sort by C')).toEqual([]);
    expect(codesOf('T | make-series n = count() on TimeGenerated step 1d by A | render timechart')).toEqual(
      [],
    );
  });

  it('is not known where something is asked of it', () => {
    expect(codesOf('T | evaluate pivot(B, count(), C) | where x > 5')).toContain('unsupported_plugin');
  });

  it('looks an address up in networks', () => {
    const { type, on } = join(
      'let N = externaldata(Network:string, Name:string)["https://example.com/n.csv"]; T | evaluate ipv4_lookup(N, Ip, Network)',
    );
    expect(type).toBe('inner');
    expect(on.flat().map(pairText)).toEqual(['Ip cidr Network']);
  });
});

describe('a constant list that is gone through', () => {
  it('makes a key of the columns that it names', () => {
    const { on } = join(`let F = dynamic(["B", "A"]);
      T | extend All = pack_all()
      | mv-apply e = F to typeof(string) on (extend v = All[tostring(e)] | order by e asc | summarize L = make_list(v))
      | extend Key = strcat_array(L, "|")
      | join kind=leftanti (U | project Key) on Key`);
    expect(on.flat().map(pairText)).toEqual(['Key (A + "|" + B) = Key']);
  });
});

describe('parameters of a parser', () => {
  it('are predicates on the columns of its schema', () => {
    const text =
      '_Im_NetworkSession(srcipaddr_has_any_prefix = dynamic(["10.1.", "10.2."]), dstportnumber = 445, hostname_has_any = dynamic(["dc"]))';
    expect(printCondition(simplify(lower(text).condition))).toBe(
      [
        'from _Im_NetworkSession',
        'SrcIpAddr starts_with ["10.1.", "10.2."]',
        'DstPortNumber eq 445',
        '(SrcHostname has~ "dc" or DstHostname has~ "dc")',
      ].join('\n'),
    );
  });

  it('say nothing where they are what they are by default', () => {
    const text = "_Im_Dns(domain_has_any = dynamic([]), responsecodename = '*', pack = true)";
    expect(printCondition(simplify(lower(text).condition))).toBe('from _Im_Dns');
  });
});

describe('a join with rows that the query itself holds', () => {
  const held = 'let d = datatable(k: string, v: string) ["a", "1", "b", "2"];';

  it('is asked of the event', () => {
    const { condition, stages } = lower(`${held} T | join kind=leftsemi d on $left.A == $right.k`);
    expect(printCondition(simplify(condition))).toBe('from T\nA in ["a", "b"]');
    expect(stages).toEqual([]);
  });

  it('takes a column by the key', () => {
    const text = `${held} T | project A, B | join kind=inner d on $left.A == $right.k | where B == v`;
    expect(codesOf(text)).toEqual([]);
  });

  it.each([
    [
      'a column that the table may have as well',
      'T | join kind=inner d on $left.A == $right.k | where v == "1"',
    ],
    ['rows that are filtered', 'T | join kind=leftsemi (d | where v == "1") on $left.A == $right.k'],
    ['rows that stand on the left', 'd | join kind=rightsemi T on $left.k == $right.A'],
    [
      'a column of a row that may be missing',
      'T | join kind=leftouter d on $left.A == $right.k | where v == "1"',
    ],
    ['a list of rows that are filtered', 'T | where A in ((d | where v == "1" | project k))'],
  ])('stays open: %s', (_name, text) => {
    expect(codesOf(`${held} ${text}`)).not.toEqual([]);
  });
});

it('says of a baseline that its events are earlier', () => {
  const { condition } = join(
    'T | where TimeGenerated > ago(1h) | join kind=leftanti (T | where TimeGenerated between (ago(14d) .. ago(1h))) on A',
  );
  expect(printCondition(condition ?? { kind: 'never' })).toContain('age(to_time(TimeGenerated)) gte 3600');
});

describe('the kind of a join', () => {
  it.each([
    ['leftsemi', 'semi'],
    ['leftanti', 'anti'],
    ['anti', 'anti'],
    ['leftantisemi', 'anti'],
  ])('%s is %s', (kind, type) => {
    expect(join(`T | where A == 1 | join kind=${kind} (U | where B == 2) on K`).type).toBe(type);
  });
});
