// How large rules become, and how long each takes to compile: the ten largest and slowest of the corpora, and how many are over the limits.
// Usage: RULE_CORPORA=<folder> npx tsx bench/rule-size.ts [platform …]
import type { CatalogRule } from '../src/analysis/catalog-rule.ts';
import { createCompiler } from '../src/catalog/compiler.ts';
import { openSource } from '../src/importer/compile-source.ts';
import { readFolder } from '../src/importer/read-folder.ts';
import { corporaOf, corpusFolder } from './corpora.ts';
import { processorTime } from './event-lanes.ts';

/** A rule's logic as text, unless its source is longer; its condition as JSON; processor time with warm parsers. */
const LIMITS = { textBytes: 64 * 1024, jsonBytes: 256 * 1024, milliseconds: 500 };
const SHOWN = 10;

interface Size {
  readonly id: string;
  readonly sourceBytes: number;
  readonly textBytes: number;
  readonly jsonBytes: number;
  readonly milliseconds: number;
}

const named = process.argv.slice(2);
const compiler = createCompiler();
const sizes: Size[] = [];
for (const { platform, repository } of corporaOf(named.length === 0 ? undefined : named)) {
  const { files } = await readFolder(corpusFolder(repository), platform);
  const { changed, compile } = openSource(platform, files, compiler, new Map());
  // Parsers are loaded and warm after so many.
  for (const { id } of changed.slice(0, 50)) compile(id);
  sizes.push(...changed.map(({ id }) => measure(id, compile)));
}
show('condition as JSON, bytes', ({ jsonBytes }) => jsonBytes, LIMITS.jsonBytes);
show(
  'condition as text, bytes',
  ({ textBytes }) => textBytes,
  LIMITS.textBytes,
  ({ sourceBytes }) => sourceBytes,
);
show('processor time, ms', ({ milliseconds }) => milliseconds, LIMITS.milliseconds);

function measure(id: string, compile: (id: string) => CatalogRule): Size {
  let compiled: CatalogRule | null = null;
  const once = (): number => processorTime(() => (compiled = compile(id)));
  const first = once();
  // A slow rule may only have met the garbage collector.
  const milliseconds = first < LIMITS.milliseconds / 2 ? first : Math.min(first, once());
  const { rule, conditionText } = compiled as unknown as CatalogRule;
  return {
    id,
    sourceBytes: Buffer.byteLength(rule.body),
    textBytes: Buffer.byteLength(conditionText),
    jsonBytes: Buffer.byteLength(JSON.stringify(rule.condition)),
    milliseconds,
  };
}

/** `allowed`: what is over the limit may be, where it is no more than this. */
function show(
  what: string,
  of: (size: Size) => number,
  limit: number,
  allowed: (size: Size) => number = () => 0,
): void {
  const over = sizes.filter((size) => of(size) > Math.max(limit, allowed(size)));
  console.log(`\n${what}: ${over.length} of ${sizes.length} rules over ${limit}`);
  for (const size of sizes.toSorted((a, b) => of(b) - of(a)).slice(0, SHOWN))
    console.log(
      `  ${Math.round(of(size)).toString().padStart(9)}  ${size.id} (source ${size.sourceBytes} bytes)`,
    );
}
