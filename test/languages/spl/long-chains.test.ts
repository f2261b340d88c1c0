/** An eval that takes up the one before it doubles what must be written out: it is given up once, and not begun anew. */
import { expect, it } from 'vitest';
import { spl } from '../../../src/languages/spl/index.ts';

it('gives up a long chain of choices soon', () => {
  const evals = Array.from({ length: 250 }, (_, at) => `eval kind=if(kind="a${at}", "b${at}", kind)`);
  const text = `index=main | ${evals.join(' | ')} | where kind="x"`;
  const started = performance.now();
  const { condition, diagnostics } = spl.lower({ language: 'spl', text, line: 1, column: 1, context: null });
  expect(performance.now() - started).toBeLessThan(3000);
  expect(JSON.stringify(condition)).toContain('"opaque"');
  expect(diagnostics.some(({ code }) => code === 'too_large')).toBe(true);
});
