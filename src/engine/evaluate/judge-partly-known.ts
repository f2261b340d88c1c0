/** Comparisons of texts that are known in part: decided where every text that it may be gives one answer. */
import type { Compare } from '../../condition/condition.ts';
import { wildcardParts } from '../../condition/pattern.ts';
import { isPartlyKnown } from '../../events/partly-known.ts';
import type { PartlyKnown } from '../../events/partly-known.ts';
import { negateAnswer } from '../verdict.ts';
import type { Answer } from '../verdict.ts';

/** `judge` compares values that are known. A list is satisfied by one of its values, and unequal to a literal where all are. */
export function judgePartly(
  node: Compare,
  values: readonly unknown[],
  judge: (known: readonly unknown[]) => Answer,
): Answer {
  if (node.operator === 'exists' || node.operator === 'is_null') return judge(values);
  if (values.length > 1 && node.quantifier === 'all' && node.values.length > 1) return 'unmapped_field';
  const known = values.filter((value) => !isPartlyKnown(value));
  const partly = values
    .filter(isPartlyKnown)
    .map((value) =>
      value.oneOf === null ? judgeTail(node, value) : agreed(value.oneOf.map((text) => judge([text]))),
    );
  const answers = known.length === 0 ? partly : [judge(known), ...partly];
  const decisive = node.operator !== 'ne';
  return decidedBy(answers, decisive);
}

function decidedBy(answers: readonly Answer[], decisive: boolean): Answer {
  if (answers.includes(decisive)) return decisive;
  return answers.find((answer) => typeof answer !== 'boolean') ?? !decisive;
}

function agreed(answers: readonly Answer[]): Answer {
  const [first = 'unmapped_field', ...others] = answers;
  return others.every((answer) => answer === first) ? first : 'unmapped_field';
}

/** Of a text with a known end and an unknown beginning. */
function judgeTail(node: Compare, { tail }: PartlyKnown): Answer {
  const { operator, quantifier, caseSensitive, values } = node;
  const fold = (text: string): string => (caseSensitive ? text : text.toLowerCase());
  const test = TAIL_TESTS[operator];
  const answers = values.map((literal) =>
    test !== undefined && typeof literal === 'string' ? test(fold(literal), fold(tail)) : 'unmapped_field',
  );
  if (answers.length === 0) return 'unmapped_field';
  const found = decidedBy(answers, quantifier === 'any');
  return operator === 'ne' ? negateAnswer(found) : found;
}

type TailTest = (literal: string, tail: string) => Answer;

const equals: TailTest = (literal, tail) => (literal.endsWith(tail) ? 'unmapped_field' : false);

const endsWith: TailTest = (literal, tail) => (tail.endsWith(literal) ? true : equals(literal, tail));

/** The operators of which an end alone may decide; of the others it never does. */
const TAIL_TESTS: Partial<Record<Compare['operator'], TailTest>> = {
  eq: equals,
  in: equals,
  ne: equals,
  ends_with: endsWith,
  contains: (literal, tail) => (tail.includes(literal) ? true : 'unmapped_field'),
  wildcard: wildcardAnswer,
};

/** A pattern of a star and an end is `ends_with`; of another only its end can be refuted. */
function wildcardAnswer(pattern: string, tail: string): Answer {
  const parts = wildcardParts(pattern);
  const end = parts.at(-1);
  if (typeof end !== 'object') return 'unmapped_field';
  const answer = endsWith(end.text, tail);
  return answer === false || (parts.length === 2 && parts[0] === '*') ? answer : 'unmapped_field';
}
