/** Comprehensions and generator expressions: over constants unrolled, over an event's list kept as one part. */
import { always } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { ExpressionOf } from '../syntax/ast.ts';
import { withEntry } from '../values/dictionaries.ts';
import { partsOf } from '../values/iteration.ts';
import { both } from '../conditions/logic.ts';
import { TooLarge } from '../conditions/too-large.ts';
import { lookupOf } from '../values/lookups.ts';
import type { Machine } from '../machine/machine.ts';
import { openKeys } from '../elements/object-entries.ts';
import { functionScope } from '../machine/scope.ts';
import type { Entry, Part, Sequence, Value } from '../values/values.ts';

type Node = ExpressionOf<'ListComp'> | ExpressionOf<'SetComp'> | ExpressionOf<'GeneratorExp'>;
type Generators = Node['generators'];

const MAX_ITERATIONS = 400;

/** `over`: what the first `for` goes through, where that is known already. */
export function comprehension(m: Machine, type: Sequence['type'], node: Node, over?: Value): Value {
  const parts = m.inScope(functionScope(m.scope()), () =>
    generate(m, node.generators, 0, node, () => m.evaluate(node.elt), over),
  );
  return { kind: 'sequence', type, parts };
}

function generate(
  m: Machine,
  generators: Generators,
  index: number,
  node: Node | ExpressionOf<'DictComp'>,
  make: () => Value,
  over?: Value,
): readonly Part[] {
  const generator = generators[index];
  if (generator === undefined) return [{ kind: 'item', when: always, value: make() }];
  const outer = partsOf(m, over ?? m.evaluate(generator.iter), generator.iter);
  if (outer.length > MAX_ITERATIONS) throw new TooLarge('A loop over too many constants.');
  const inner = (value: Value): readonly Part[] => {
    m.bind(generator.target, value);
    const when = filters(m, generator.ifs);
    if (when.kind === 'never') return [];
    return m
      .under(when, () => generate(m, generators, index + 1, node, make))
      .map((part) => ({ ...part, when: both(when, part.when) }));
  };
  return outer.flatMap((part) => eachPart(m, openKeys(m, part), inner, node));
}

/** Runs for the element(s) of a part; what is raised for an element is raised when there is such an element. */
function eachPart(
  m: Machine,
  part: Part,
  run: (value: Value) => readonly Part[],
  node: Node | ExpressionOf<'DictComp'>,
): readonly Part[] {
  if (part.kind === 'item') {
    return m
      .under(part.when, () => run(part.value))
      .map((made) => ({ ...made, when: both(part.when, made.when) }));
  }
  const parts = m.wrapRaises(
    () => part.parts.flatMap((inner) => eachPart(m, inner, run, node)),
    (_made, when) => m.some(part, when, node),
  );
  return [{ ...part, parts }];
}

function filters(m: Machine, ifs: Generators[number]['ifs']): Condition {
  let when: Condition = always;
  for (const test of ifs)
    when = both(
      when,
      m.under(when, () => m.truth(m.evaluate(test), test)),
    );
  return when;
}

/** Over constants a dictionary, over an event's list the pairs that its elements make. */
export function dictComprehension(m: Machine, node: ExpressionOf<'DictComp'>): Value {
  const pairs = m.inScope(functionScope(m.scope()), () =>
    generate(m, node.generators, 0, node, () => ({
      kind: 'sequence',
      type: 'tuple',
      parts: [node.key, node.value].map((side) => ({ kind: 'item', when: always, value: m.evaluate(side) })),
    })),
  );
  return (
    dictionaryOf(pairs) ??
    lookupOf(pairs) ??
    m.opaque('dict_of_elements', node, [{ kind: 'sequence', type: 'list', parts: pairs }])
  );
}

/** A dictionary of pairs, if each is known. */
export function dictionaryOf(pairs: readonly Part[]): Value | null {
  let entries: readonly Entry[] = [];
  for (const part of pairs) {
    if (part.kind !== 'item' || part.value.kind !== 'sequence') return null;
    const [key, value] = part.value.parts;
    if (key?.kind !== 'item' || value?.kind !== 'item' || key.value.kind === 'opaque') return null;
    entries = withEntry(entries, { key: key.value, when: part.when, value: value.value });
  }
  return { kind: 'dictionary', entries };
}
