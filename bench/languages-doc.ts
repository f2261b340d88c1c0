// Writes docs/languages.md from the real corpora.
// Usage: RULE_CORPORA=<folder> npx tsx bench/languages-doc.ts
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { reportLanguages } from './language-report.ts';
import { formattedPage } from './languages-page.ts';

const PAGE = fileURLToPath(new URL('../docs/languages.md', import.meta.url));
await writeFile(PAGE, await formattedPage(await reportLanguages()));
console.log('wrote docs/languages.md');
