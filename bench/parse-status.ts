// How much of each corpus' logic is understood: FULL, PARTIAL and OPAQUE by platform and language, and why the rest is not FULL.
// Usage: RULE_CORPORA=<folder> npx tsx bench/parse-status.ts [platform …] [--reasons]
import { compileCorpora, countBy, share } from './corpora.ts';

const args = process.argv.slice(2);
const ids = args.filter((arg) => !arg.startsWith('-'));
for (const corpus of await compileCorpora(ids.length === 0 ? undefined : ids)) {
  const { platform, repository, rules, broken, skippedFileCount, seconds } = corpus;
  console.log(
    `\n${platform.title} (${repository}): ${rules.length} rules, ${broken.length} broken files, ${skippedFileCount} other files, ${seconds.toFixed(1)} s`,
  );
  for (const { path, diagnostics } of broken.slice(0, 5))
    console.log(`  broken ${path}: ${diagnostics[0]?.message ?? ''}`);
  const groups = countBy(
    rules,
    ({ rule }) =>
      `${rule.kind} / ${rule.language} / ${rule.status === 'unsupported' || rule.status === 'deprecated' ? rule.status : 'active'}`,
  );
  for (const [group, count] of groups) {
    const of = rules.filter(
      ({ rule }) =>
        `${rule.kind} / ${rule.language} / ${rule.status === 'unsupported' || rule.status === 'deprecated' ? rule.status : 'active'}` ===
        group,
    );
    const shares = (['FULL', 'PARTIAL', 'OPAQUE'] as const).map(
      (status) => `${status} ${share(of.filter(({ rule }) => rule.parseStatus === status).length, count)}`,
    );
    console.log(`  ${group.padEnd(44)} ${String(count).padStart(5)}  ${shares.join('  ')}`);
  }
  const unclear = rules.filter(({ rule }) => rule.parseStatus !== 'FULL');
  const codes = unclear.flatMap(({ rule }) => [
    ...new Set(rule.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)),
  ]);
  for (const [code, count] of countBy(codes, (each) => each))
    console.log(`    ${String(count).padStart(5)} ${code}`);
  if (args.includes('--reasons')) {
    for (const { rule } of unclear) {
      const found = rule.diagnostics.filter(({ severity }) => severity === 'error');
      console.log(`  ${rule.parseStatus} ${rule.id} ${rule.path}`);
      for (const each of found)
        console.log(
          `      ${each.code} ${each.span === null ? '' : `${each.file ?? ''}:${each.span.start.line}:${each.span.start.column}`} ${each.message.slice(0, 150)}`,
        );
    }
  }
}
