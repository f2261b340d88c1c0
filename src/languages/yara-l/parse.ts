/** Rule text to the trees of its sections, or the reasons why not: it never throws on bad text. */
import { guardedParse } from '../../text/guarded-parse.ts';
import { yaraLRules, yaraLTokens } from '../../text/yara-l-outline.ts';
import type { YaraLRule, YaraLSection } from '../../text/yara-l-outline.ts';
import type { Assignment, Expression, Match, Option, Place, Section } from './ast.ts';
import { parse, SyntaxError } from './grammar.generated.js';

export interface ParseFailure extends Place {
  readonly code:
    'syntax_error' | 'too_deep' | 'too_long' | 'no_rule' | 'missing_section' | 'repeated_section';
  readonly message: string;
}

/** A section that could not be read is null and has its failure. */
export interface ParsedRule {
  readonly name: string;
  readonly events: readonly Expression[] | null;
  readonly match: Match | null;
  readonly outcome: readonly Assignment[] | null;
  readonly condition: Expression | null;
  readonly options: readonly Option[] | null;
  /** Sections that the rule has, read or not. */
  readonly present: ReadonlyMap<string, YaraLSection>;
  readonly failures: readonly ParseFailure[];
}

/** Far above any rule that a person wrote, far below what would exhaust the stack or the reader's patience. */
const MAX_DEPTH = 100;
const MAX_LENGTH = 200_000;

const ENTRIES = {
  events: 'Events',
  match: 'Match',
  outcome: 'Outcome',
  condition: 'Condition',
  options: 'Options',
} as const;
type SectionName = keyof typeof ENTRIES;

export function parseYaraL(text: string): ParsedRule {
  if (text.length > MAX_LENGTH)
    return unread({
      code: 'too_long',
      message: `the rule is longer than ${MAX_LENGTH} characters`,
      start: 0,
      end: 0,
    });
  const [rule] = yaraLRules(text);
  if (rule === undefined) {
    const message = 'expected "rule", a name and "{"';
    return unread({ code: 'no_rule', message, start: 0, end: Math.min(text.length, 1) });
  }
  const failures: ParseFailure[] = [];
  const present = sectionsOf(rule, text, failures);
  const read = (name: SectionName): Section | null =>
    readSection(text, present.get(name), ENTRIES[name], failures);
  return {
    name: rule.name,
    events: read('events') as readonly Expression[] | null,
    match: read('match') as Match | null,
    outcome: read('outcome') as readonly Assignment[] | null,
    condition: read('condition') as Expression | null,
    options: read('options') as readonly Option[] | null,
    present,
    failures,
  };
}

/** Each section once; of a repeated one the first counts. */
function sectionsOf(
  rule: YaraLRule,
  text: string,
  failures: ParseFailure[],
): ReadonlyMap<string, YaraLSection> {
  if (rule.open) {
    const message = 'the rule is not closed by "}"';
    failures.push({ code: 'syntax_error', message, start: text.length, end: text.length });
  }
  const present = new Map<string, YaraLSection>();
  for (const section of rule.sections) {
    if (present.has(section.name)) failures.push(repeated(section));
    else present.set(section.name, section);
  }
  for (const name of ['events', 'condition']) {
    if (!present.has(name)) failures.push(missing(name, rule.start, rule.end));
  }
  return present;
}

function unread(failure: ParseFailure): ParsedRule {
  const nothing = { events: null, match: null, outcome: null, condition: null, options: null };
  return { name: '', ...nothing, present: new Map(), failures: [failure] };
}

function repeated({ name, head, start }: YaraLSection): ParseFailure {
  return {
    code: 'repeated_section',
    message: `the rule has a second section "${name}"`,
    start: head,
    end: start,
  };
}

function missing(name: string, start: number, end: number): ParseFailure {
  return {
    code: 'missing_section',
    message: `the rule has no section "${name}"`,
    start,
    end: Math.min(end, start + 4),
  };
}

function readSection(
  text: string,
  section: YaraLSection | undefined,
  startRule: (typeof ENTRIES)[SectionName],
  failures: ParseFailure[],
): Section | null {
  if (section === undefined) return null;
  const body = text.slice(section.start, section.end);
  const deep = offsetTooDeep(body);
  if (deep !== null) {
    const message = `groups are nested more than ${MAX_DEPTH} deep`;
    failures.push({ code: 'too_deep', message, start: section.start + deep, end: section.start + deep + 1 });
    return null;
  }
  const parser = { parse: (each: string) => parse(each, { startRule, offset: section.start }), SyntaxError };
  // Brackets were counted above: here is nothing left to count.
  const parsed = guardedParse(body, parser, { tokens: /(?!)/g, maxLength: MAX_LENGTH });
  if ('tree' in parsed) return parsed.tree;
  const { code, message, start, end } = parsed.failure;
  failures.push({ code, message, start: section.start + start, end: section.start + end });
  return null;
}

/** Brackets, and the `not`s that stand one behind the other, are what the grammar goes down for. */
function offsetTooDeep(text: string): number | null {
  let depth = 0;
  for (const { kind, text: token, start } of yaraLTokens(text)) {
    if (kind !== 'sign') continue;
    if (token === '(' || token === '[') {
      if (++depth > MAX_DEPTH) return start;
    } else if (token === ')' || token === ']') depth -= 1;
  }
  return null;
}
