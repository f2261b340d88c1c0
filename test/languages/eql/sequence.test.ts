import { describe, expect, it } from 'vitest';
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import type { SequenceStage } from '../../../src/rule/stage.ts';
import { lower, printed } from './lowering.ts';

function sequenceOf(text: string): SequenceStage {
  const [stage] = lower(text).stages;
  if (stage?.kind !== 'sequence') throw new Error(`no sequence: ${JSON.stringify(lower(text).diagnostics)}`);
  return stage;
}

/** A stage in a few words, so that a table shows it. */
function summary(text: string): readonly string[] {
  const { ordered, by, window, steps, until } = sequenceOf(text);
  const names = (fields: readonly { readonly native: string }[]): string =>
    fields.map(({ native }) => native).join(',');
  return [
    `${ordered ? 'sequence' : 'sample'} by ${names(by)} in ${window ?? 'any time'}`,
    ...steps.map(
      (step) =>
        `${step.missing ? '!' : ''}${step.runs} x ${printCondition(simplify(step.condition))} by ${names(step.by)}${step.name === null ? '' : ` as ${step.name}`}`,
    ),
    ...(until === null ? [] : [`until ${printCondition(simplify(until))}`]),
  ];
}

describe('an EQL sequence', () => {
  it.each([
    [
      'sequence [any where a == 1] [any where b == 2]',
      ['sequence by  in any time', '1 x a eq 1 by ', '1 x b eq 2 by '],
    ],
    [
      'sequence by x, ?y.z with maxspan=5m [any where a] by c,d [any where b] by e, f',
      ['sequence by x,y.z in 300', '1 x a eq true by c,d', '1 x b eq true by e,f'],
    ],
    [
      'sequence with maxspan = 1h by x [any where a] [any where b]',
      ['sequence by x in 3600', '1 x a eq true by ', '1 x b eq true by '],
    ],
    ['sequence with maxspan=500ms [any where a] with runs=3', ['sequence by  in 0.5', '3 x a eq true by ']],
    ['sequence [any where a] by x with runs=3', ['sequence by  in any time', '3 x a eq true by x']],
    ['sequence [any where a] with runs=3 by x', ['sequence by  in any time', '3 x a eq true by x']],
    [
      'sequence with maxspan=2d\n[any where a]\n![any where b]',
      ['sequence by  in 172800', '1 x a eq true by ', '!1 x b eq true by '],
    ],
    [
      'sequence by x [any where a] as event0 [any where b] until [any where c]',
      ['sequence by x in any time', '1 x a eq true by  as event0', '1 x b eq true by ', 'until c eq true'],
    ],
    [
      'sample by x [any where a] [any where b]',
      ['sample by x in any time', '1 x a eq true by ', '1 x b eq true by '],
    ],
  ])('%s', (query, stages) => {
    expect(summary(query)).toEqual(stages);
    expect(lower(query).diagnostics).toEqual([]);
  });

  it('is passed by an event of any step that must come', () => {
    expect(printed('sequence with maxspan=1m [a where x] ![b where y] [c where z]')).toBe(
      '(event.category eq "a" and x eq true) or (event.category eq "c" and z eq true)',
    );
  });

  it('asks an event together with another one', () => {
    const { condition, stages, diagnostics } = lower(
      'sequence [a where x] as e0 [b where y == e0.y and not stringContains~(e0.z, concat(z, "!")) and e1.z == 1]',
    );
    expect(printCondition(simplify(condition))).toBe(
      '(event.category eq "a" and x eq true) or (event.category eq "b" and e1.z eq 1)',
    );
    const [sequence] = stages;
    const steps = sequence?.kind === 'sequence' ? sequence.steps : [];
    expect(steps.map(({ relation }) => relation && printCondition(relation))).toEqual([
      undefined,
      'y field_eq e0.y\nnot (e0.z field_contains~ append(z, "!"))',
    ]);
    expect(diagnostics).toEqual([]);
  });

  it('is matched with the ancestors of an event', () => {
    const { condition, stages } = lower(
      'sequence [a where x] [b where y and not descendant of [process where z == 1]]',
    );
    expect(printCondition(simplify(condition))).toBe(
      '(event.category eq "a" and x eq true) or (event.category eq "b" and y eq true)',
    );
    const [, join] = stages;
    expect(join).toMatchObject({ kind: 'join', type: 'anti', with: 'events of ancestors' });
    expect(join?.source).toBe('not descendant of [process where z == 1]');
  });

  it('says its source, without the pipes', () => {
    const [sequence, pipe] = lower('sequence [a where x]\n [b where y] | tail 1').stages;
    expect(sequence?.source).toBe('sequence [a where x]\n [b where y]');
    expect(pipe).toEqual({ kind: 'opaque', source: '| tail 1', reason: 'unsupported_pipe' });
  });

  it.each([
    ['any where a | head 5', 'warning'],
    ['any where a | head 5 | tail 1', 'warning'],
    ['any where a | count x', 'error'],
    ['any where a | headers x', 'error'],
  ])('keeps the pipe of %s as text', (query, severity) => {
    const { stages, diagnostics } = lower(query);
    expect(stages[0]?.kind).toBe('opaque');
    expect(diagnostics[0]).toMatchObject({ code: 'unsupported_pipe', severity });
    expect(stages).toHaveLength(query.split(/\| (?=head |tail |count|headers)/).length - 1);
  });

  it.each([
    ['any where a == 1 | filter b == "|" | head 1', 'a eq 1\nb eq "|"', 1],
    ['any where a == 1 | unique c | filter b == 2', 'a eq 1\nb eq 2', 1],
    ['any where a == 1 | unique_count c | filter count > 2 and b == 2', 'a eq 1', 2],
    ['any where a == 1 | unique_count c | filter b == 2', 'a eq 1\nb eq 2', 1],
    ['any where a == 1 | count c | filter b == 2', 'a eq 1', 2],
    ['any where a == 1 | filter ???', 'a eq 1\nopaque "| filter ???"', 0],
    ['any where a == 1 | filter concat(b, c) == "x"', 'a eq 1\nopaque "concat(b, c) == \\"x\\""', 0],
  ])('asks the filter of %s of the event, where it is about one', (query, condition, stageCount) => {
    const { stages } = lower(query);
    expect(printed(query)).toBe(condition);
    expect(stages).toHaveLength(stageCount);
  });

  it('leaves a filter of a sequence open', () => {
    const { condition, diagnostics } = lower('sequence [a where x] [b where y] | filter z == 1');
    expect(JSON.stringify(condition)).toContain('unsupported_pipe');
    expect(diagnostics.map(({ code }) => code)).toEqual(['unsupported_pipe']);
  });

  it.each([
    ['sequence with maxspan=1m ![a where x]', ['no_event']],
    ['sequence [a where x] ![b where y]', ['missing_without_maxspan']],
    ['sequence [a where x] with runs=0', ['invalid_runs']],
    ['sequence [a where x] with runs=101', ['invalid_runs']],
    ['sequence [a where x] by y [b where z]', ['uneven_join_keys']],
    ['sequence [a where x] by y [b where z] by y until [c where d] by e', ['unsupported_until']],
    ['sequence [a where x] until ![c where d]', ['unsupported_until']],
  ])('finds fault with %s', (query, codes) => {
    expect(lower(query).diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    'any where a | head x',
    'any where a | tail',
    'sequence [a where x] with runs=3 with runs=2',
    'sequence with maxspan=5 [a where x]',
    'sequence with maxspan=5minutes [a where x]',
    'sequence by a with maxspan=1m by b [a where x]',
    'sequence',
  ])('rejects %s whole', (query) => {
    const { condition, diagnostics } = lower(query);
    expect(condition).toMatchObject({ kind: 'opaque', text: query, reason: 'syntax_error' });
    expect(diagnostics).toHaveLength(1);
  });
});
