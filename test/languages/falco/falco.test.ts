/** What an author sees of a condition that cannot be read (test/rejected/falco), and what no text may bring about. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaves } from '../../../src/condition/fold.ts';
import { printCondition } from '../../../src/condition/print.ts';
import { falcoLanguage } from '../../../src/languages/falco/index.ts';
import type { Lowered } from '../../../src/languages/language.ts';
import { codeFrame } from '../../../src/text/code-frame.ts';
import { expectSoon } from '../../support/patience.ts';

const root = fileURLToPath(new URL('../../rejected/falco', import.meta.url));

function lower(text: string, context: unknown = null): Lowered {
  return falcoLanguage.lower({ language: 'falco', text, line: 1, column: 1, context });
}

describe('falco rejects', () => {
  it.each(readdirSync(root))('%s', async (name) => {
    const text = readFileSync(`${root}/${name}/query`, 'utf8').replace(/\n$/, '');
    const frames = lower(text).diagnostics.map((each) => `${codeFrame(text, each)}\n`);
    expect(frames).not.toEqual([]);
    await expect(frames.join('\n')).toMatchFileSnapshot(`${root}/${name}/diagnostics.txt`);
  });
});

const SEEDS = [
  'evt.type in (open, openat) and (fd.name startswith /etc/ or fd.name pmatch (/a, /b/*)) and not proc.aname[2] = "x y"',
  "not(tolower(proc.name) = bash or proc.args regex '[a-z]+') and fd.snet in (10.0.0.0/8) and m1 and fd.num>=0x1f",
  'proc.name = val(proc.pname) or len(proc.args) > 5 or proc.args contains oneof (a, "b") or evt.buffer bcontains 4142',
];
const PIECES = [
  '(',
  ')',
  '[',
  ']',
  '"',
  "'",
  '\\',
  ',',
  ' and ',
  ' or ',
  ' not ',
  'not(',
  '=',
  '!=',
  '>=',
  ' in ',
  ' exists',
  '.',
  'a',
  '5',
  '\n',
  'm1',
  ' pmatch (',
  '\u0000',
  'é',
];

/** Looks at all that is promised of any text. */
function check(text: string): void {
  const { condition, diagnostics } = lower(text);
  printCondition(condition);
  for (const each of diagnostics) {
    expect(each.span).not.toBeNull();
    codeFrame(text, each);
  }
  const opaque = leaves(condition).some(({ node }) => node.kind === 'opaque');
  expect(diagnostics.length > 0 || !opaque).toBe(true);
  expectSoon(() => lower(text));
}

describe('any text gets an answer', { timeout: 60_000 }, () => {
  it('of mutated conditions', () => {
    const mutation = fc.record({
      seed: fc.constantFrom(...SEEDS),
      edits: fc.array(fc.record({ at: fc.nat(200), cut: fc.nat(8), piece: fc.constantFrom(...PIECES) }), {
        maxLength: 6,
      }),
    });
    fc.assert(
      fc.property(mutation, ({ seed, edits }) => {
        check(
          edits.reduce((text, { at, cut, piece }) => text.slice(0, at) + piece + text.slice(at + cut), seed),
        );
      }),
      { numRuns: 600 },
    );
  });

  it('of any characters at all', () => {
    fc.assert(fc.property(fc.string({ maxLength: 120, unit: 'binary' }), check), { numRuns: 300 });
  });

  it.each([
    ['parentheses', '('.repeat(50_000)],
    ['closed parentheses', `${'('.repeat(40_000)}a.b=c${')'.repeat(40_000)}`],
    ['negations', `${'not '.repeat(20_000)}a.b = c`],
    ['functions', `${'tolower('.repeat(20_000)}a.b`],
    ['a megabyte', 'a.b = c and '.repeat(90_000)],
    ['a megabyte of one word', 'a'.repeat(1_000_000)],
    ['a chain', `${'a.b = c or '.repeat(4_000)}a.b = c`],
    ['quotes that are not closed', `a.b = "${'\\"'.repeat(40_000)}`],
    ['a long list', `a.b in (${'x, '.repeat(15_000)}x)`],
  ])('of %s', (_name, text) => {
    check(text);
  });

  it('of macros that grow by doubling, and of those that need themselves', () => {
    const macro = (text: string, index: number) => ({
      text,
      pieces: [],
      index,
      sees: Infinity,
      redefinedIn: [],
    });
    const doubling = Array.from({ length: 40 }, (_, at) => {
      const text = at === 0 ? 'a.b = c' : `m${at - 1} or m${at - 1} and a.b = d`;
      return [`m${at}`, macro(text, at)] as const;
    });
    const definitions = {
      macros: new Map([...doubling, ['circle', macro('circle or a.b = c', 99)]]),
      lists: new Map(),
    };
    const grown = lower('m39', { definitions, pieces: [] });
    expect(grown.diagnostics.map(({ code }) => code)).toContain('too_large');
    const circle = lower('circle', { definitions, pieces: [] });
    expect(circle.diagnostics.map(({ code }) => code)).toContain('macro_cycle');
    expectSoon(() => lower('m39', { definitions, pieces: [] }));
  });

  it('of lists that hold themselves', () => {
    const lists = new Map([['l', { items: ['l', 'x'], redefinedIn: [] }]]);
    const { condition } = lower('a.b in (l)', { definitions: { macros: new Map(), lists }, pieces: [] });
    expect(printCondition(condition)).toBe('a.b in ["l", "x"]');
  });
});
