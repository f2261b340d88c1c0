/** docs/languages.md is generated: what it says of the program must be so, and with the corpora at hand what it counts as well. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { reportLanguages } from '../../bench/language-report.ts';
import { formattedPage } from '../../bench/languages-page.ts';
import { sourceLiterals } from '../../bench/message-templates.ts';
import { languages } from '../../src/importer/languages.ts';

const PAGE = readFileSync(fileURLToPath(new URL('../../docs/languages.md', import.meta.url)), 'utf8');

function rowsUnder(...titles: readonly string[]): readonly (readonly string[])[] {
  let isWanted = false;
  return PAGE.split('\n').flatMap((line) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    if (cells.length < 3) isWanted = false;
    else if (titles.includes(cells[1] ?? '')) isWanted = true;
    else if (isWanted && !/^[-: ]+$/.test(cells[1] ?? '')) return [cells.slice(1, -1)];
    return [];
  });
}

describe('docs/languages.md', () => {
  it('has a section for every language', () => {
    const sections = [...PAGE.matchAll(/^## (\w+)$/gm)].map(([, id]) => id ?? '');
    expect([...languages.keys()].filter((id) => !sections.includes(id))).toEqual([]);
  });

  it('names reasons and messages that the program has', () => {
    const { texts, isCode } = sourceLiterals();
    const rows = rowsUnder('Opaque, and why', 'Read, with a remark');
    const plain = (cell: string | undefined): string =>
      (cell ?? '')
        .replace(/^`|`$/g, '')
        .replaceAll('&lt;', '<')
        .replace(/\\([|*_])/g, '$1');
    const unknown = rows
      .filter(([code, message]) => {
        const isText = plain(message) === '–' || texts.has(plain(message));
        return !isCode(plain(code)) || !isText;
      })
      .map(([code, message]) => `${code ?? ''} ${message ?? ''}`);
    expect(unknown).toEqual([]);
  });

  it.skipIf(process.env['RULE_CORPORA'] === undefined)(
    'counts what the corpora hold',
    async () => {
      expect(await formattedPage(await reportLanguages())).toBe(PAGE);
    },
    900_000,
  );
});
