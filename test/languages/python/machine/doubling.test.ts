/** A value that doubles with each line is given up after a bounded number of steps, however many lines there are. */
import { expectBounded } from '../../../support/work.ts';
import { describe, expect, it } from 'vitest';
import { lower } from '../lowering.ts';

const STEPS = 15_000_000;

function doubling(first: string, line: string, asks: string): (times: number) => readonly string[] {
  return (times) => {
    const text = `${first}\n${`${line}\n`.repeat(times)}\n\ndef rule(event):\n    return ${asks}\n`;
    return lower(text).diagnostics.map(({ code }) => code);
  };
}

describe('a value that doubles', () => {
  it.each([
    ['a list and itself', 'x = [1]', 'x = x + x', 'event.get("a") in x'],
    ['a list that its own elements are added to', 'x = [1]', 'x += x', 'event.get("a") in x'],
    ['a list that is extended by itself', 'x = [1]', 'x.extend(x)', 'event.get("a") in x'],
    ['a list that is put out twice', 'x = [1]', 'x = [*x, *x]', 'event.get("a") in x'],
    ['a list of itself', 'x = [1]', 'x = [x, x]', 'event.get("a") == x'],
    ['a tuple in itself, compared with itself', 'x = (1,)', 'x = (x, x)', 'x == (x, 1)'],
    ['a dictionary of itself', 'x = {}', 'x = {"a": x, "b": x}', 'x.get("a") == x.get("b")'],
    ['a set and itself', 'x = {1, 2}', 'x = x | {len(str(x))} | x', 'event.get("a") in x'],
    ['a text and itself', 'x = "ab"', 'x = x + x', 'event.get("a") == x'],
    ['a text written twice', 'x = "ab"', 'x = f"{x}{x}"', 'event.get("a") == x'],
    ['a text formatted twice', 'x = "ab"', 'x = "{0}{0}".format(x)', 'event.get("a") == x'],
    ['a text in place of its letters', 'x = "aa"', 'x = x.replace("a", x)', 'event.get("a") == x'],
  ])('%s is given up', (_name, first, line, asks) => {
    const codesOf = doubling(first, line, asks);
    expectBounded(codesOf, 40, STEPS);
    expectBounded(codesOf, 1_000, STEPS);
    expect(codesOf(40)).toEqual(['too_large']);
  });

  it('is read while it is small', () => {
    expect(doubling('x = [1]', 'x = x + x', 'event.get("a") in x')(5)).toEqual([]);
  });
});
