/** An evaluation as people read it: in full, or on one line. */
import type {
  Evaluation,
  Explanation,
  Judged,
  Node,
  OpenPart,
  Summary,
  UndecidedRule,
} from './evaluation.ts';

/** Titles that a line has room for. */
const SHOWN_TITLES = 3;

export function evaluationText(evaluation: Evaluation): string {
  return [
    originLine(evaluation),
    totalsLine(evaluation),
    ...evaluation.rules.flatMap(ruleLines),
    ...evaluation.matches.flatMap(matchLines),
    ...section(
      'One predicate short:',
      evaluation.nearMisses.map(
        ({ rule, reason, failing }) =>
          `  ${rule.title} [${rule.catalogId}]: ${reason} ${predicateText(failing)}   ← ${shown(failing)}`,
      ),
    ),
    ...section('Would match:', evaluation.wouldMatch.map(possibleLine)),
    ...section(undecidedHead(evaluation), evaluation.undecided.map(undecidedLine)),
  ].join('\n');
}

/** One record among many. */
export function summaryLine({ origin, opened, totals, matches, rules, contradicted }: Summary): string {
  const titles = matches
    .toSorted((a, b) => Number(b.effect === 'ALERTS') - Number(a.effect === 'ALERTS'))
    .map(({ rule }) => rule.title);
  const more = titles.length > SHOWN_TITLES ? `; ${titles.length - SHOWN_TITLES} more` : '';
  const verdicts = rules.map(({ rule, verdict }) => `${rule.catalogId} ${verdict}`);
  return [
    origin.logSources.join(', ') || 'unknown log source',
    ...(contradicted === null ? [] : [`looks like ${contradicted.logSources.join(', ')}`]),
    ...(opened.length === 0 ? [] : [`opened: ${opened.join(' > ')}`]),
    ...verdicts,
    `${totals.matchCount} matches${titles.length === 0 ? '' : `: ${titles.slice(0, SHOWN_TITLES).join('; ')}${more}`}`,
    `${totals.undecidedCount} undecided${tiersText(totals.tiers)}`,
  ].join(' · ');
}

function originLine({ origin, opened, contradicted }: Summary): string {
  return [
    `${origin.logSources.join(', ') || 'unknown log source'} (${origin.schema})`,
    ...(opened.length === 0 ? [] : [`opened: ${opened.join(' > ')}`]),
    ...(contradicted === null
      ? []
      : [`but it looks like ${contradicted.logSources.join(', ') || 'something else'}`]),
  ].join(' · ');
}

function totalsLine({ totals }: Summary): string {
  const left = [
    `${totals.skippedByLogSourceCount} of other log sources`,
    `${totals.undecidedCount} undecided`,
    ...(totals.retiredCount === 0 ? [] : [`${totals.retiredCount} retired`]),
    ...(totals.withoutQueryCount === 0 ? [] : [`${totals.withoutQueryCount} without a query`]),
  ];
  return `${totals.matchCount} matches of ${totals.evaluatedCount} rules evaluated (${left.join(', ')})`;
}

function matchLines({ rule, effect, predicates, explain }: Evaluation['matches'][number]): readonly string[] {
  const authors = rule.authors.length > 0 ? ` · ${rule.authors.join(', ')}` : '';
  return [
    `\n${effect} ${rule.title} [${rule.catalogId}] ${rule.severity ?? ''} · ${rule.licence ?? 'licence unknown'}${authors}`,
    ...(explain === undefined
      ? predicates.map((each) => `  ${predicateText(each)}   ← ${shown(each)}${metText(each)}`)
      : treeLines(explain)),
  ];
}

/** A rule that was asked for, whatever it says; one that matches is shown with the matches. */
function ruleLines({
  rule,
  verdict,
  skippedFor,
  undecided,
  explain,
}: Evaluation['rules'][number]): readonly string[] {
  const why =
    verdict === 'SKIPPED'
      ? `: it is for ${skippedFor.join(', ')}`
      : undecided === null
        ? ''
        : `: ${openText(undecided)}`;
  return [
    `\n${verdict} ${rule.title} [${rule.catalogId}]${why}`,
    ...(explain === undefined || verdict === 'MATCHED' ? [] : treeLines(explain)),
  ];
}

function possibleLine({ rule, logSources, assumedLogSource }: Evaluation['wouldMatch'][number]): string {
  const assumed = assumedLogSource === null ? '' : `, probably ${assumedLogSource}`;
  const source = logSources.length > 0 ? logSources.join(' or ') : `one of its platform's events${assumed}`;
  return `  ${rule.title} [${rule.catalogId}], if this is ${source}`;
}

function undecidedHead({ totals, undecided }: Evaluation): string {
  const shownOf = undecided.length < totals.undecidedCount ? `, the nearest ${undecided.length}` : '';
  return `Undecided: ${totals.undecidedCount}${tiersText(totals.tiers)}${shownOf}:`;
}

function undecidedLine(undecided: UndecidedRule): string {
  return `  ${undecided.rule.title} [${undecided.rule.catalogId}]: ${openText(undecided)}`;
}

function openText({ cause, deciding, openParts }: Omit<UndecidedRule, 'rule'>): string {
  const alone = deciding.map(partText).join(' or ');
  const all = openParts.map(partText).join(', ');
  return deciding.length > 0 ? `${cause}, open by ${alone}` : `${cause}, open: ${all}`;
}

function partText({ text, negated, reason }: OpenPart): string {
  return `${negated ? 'not ' : ''}${cut(text)} (${reason})`;
}

const TIER_WORDS: Readonly<Record<string, string>> = {
  ONE_OPEN: 'open by one thing',
  PARTLY_MATCHED: 'partly matched',
  NOT_OBSERVABLE: 'not observable',
  SOURCE_UNKNOWN: 'source unknown',
};

function tiersText(tiers: Summary['totals']['tiers']): string {
  const counts = tiers
    .filter(({ ruleCount }) => ruleCount > 0)
    .map(({ tier, ruleCount }) => `${ruleCount} ${TIER_WORDS[tier] ?? tier}`);
  return counts.length === 0 ? '' : ` (${counts.join(', ')})`;
}

function section(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`\n${head}`, ...lines];
}

const MARKS: Readonly<Record<string, string>> = { MATCHED: '+', UNMATCHED: '-', UNDECIDED: '?' };
const GROUPS: Readonly<Record<string, string>> = {
  ALL: 'all of',
  ANY: 'any of',
  NOT: 'not',
  ELEMENT: 'an element with',
};

function treeLines({ nodes, omittedCount }: Explanation): readonly string[] {
  const depths: number[] = [];
  const lines = nodes.map((node) => {
    const depth = node.parent === null ? 1 : (depths[node.parent] ?? 0) + 1;
    depths.push(depth);
    return `${'  '.repeat(depth)}${MARKS[node.verdict] ?? ' '} ${GROUPS[node.kind] ?? leafText(node)}`;
  });
  return omittedCount === 0 ? lines : [...lines, `  … ${omittedCount} more`];
}

function leafText(node: Node): string {
  const reason = node.reason === null ? '' : ` ${node.reason}`;
  const actual = node.kind === 'COMPARISON' ? `   ← ${shown(node)}${metText(node)}` : '';
  return `${cut(node.text)}${reason}${actual}`;
}

function shown({ actual }: Pick<Judged, 'actual'>): string {
  return actual.length === 0 ? 'absent' : actual.map((value) => cut(JSON.stringify(value))).join(', ');
}

function predicateText({ text, negated }: Judged): string {
  return `${negated ? 'not ' : ''}${text}`;
}

/** Which of its values, where the event's own does not say it. */
function metText({ text, actual, matchedValues }: Judged): string {
  const met = matchedValues.map((value) => JSON.stringify(value));
  const own = new Set(actual.map((value) => JSON.stringify(value)));
  const isPlain = met.every((value) => own.has(value) || text.endsWith(` ${value}`));
  return isPlain ? '' : `   met ${met.map(cut).join(', ')}`;
}

const MAX_TEXT = 200;

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
