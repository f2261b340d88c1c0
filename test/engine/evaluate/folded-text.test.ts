import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, surelyLacks } from '../../../src/engine/evaluate/folded-text.ts';

describe('a folded text', () => {
  const padding = 'x'.repeat(600);
  const letter = fc.constantFrom('a', 'B', 'ſ', 'K', 'İ', 'Σ', ' ', '\\', '😀');
  const piece = fc.string({ unit: letter, minLength: 0, maxLength: 12 });

  it('never lacks an ASCII part that stands in it', () => {
    fc.assert(
      fc.property(piece, fc.stringMatching(/^[aBk \\]{3,8}$/), piece, (before, part, after) => {
        const folded = foldText(before + part + after + padding);
        expect(surelyLacks(folded, part.toLowerCase())).toBe(false);
      }),
    );
  });

  it('lacks what it does not hold', () => {
    expect(surelyLacks(foldText(padding), 'whoami')).toBe(true);
    expect(surelyLacks(foldText('short'), 'whoami')).toBe(false);
  });
});
