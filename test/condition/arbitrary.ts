/** Generated conditions and events: few names and values, so that they meet. */
import fc from 'fast-check';
import { all, always, any, compare, from, never, not, opaque, some } from '../../src/condition/condition.ts';
import type { Compare, Condition, Operator } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import type { FieldPath, Scalar } from '../../src/condition/field-path.ts';

const NAMES = ['a', 'b', 'c.d', 'c.e', 'l', 'l.k', 'l.v'] as const;
const WORDS = [
  '',
  'x',
  'X',
  'xy',
  'abcdef',
  'ABCDEF',
  'Straße',
  'STRASSE',
  'İx',
  '1',
  '22',
  'true',
  '10.0.0.7',
  'cd',
  'k',
] as const;

const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, 22, 2.5, -1) },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
);

export const event: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'd', 'e', 'k', 'v', 'K'), tie('value'), { maxKeys: 3 }),
  ),
  simple: fc.oneof(
    fc.constantFrom('x', 'X', 'xy', 22),
    fc.array(fc.constantFrom('x', 'X', 'xy', 22), { maxLength: 3 }),
  ),
  event: fc
    .tuple(
      fc.dictionary(fc.constantFrom('a', 'l'), tie('simple')),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'l', 'c.d', 'A', 'L'), tie('value'), { maxKeys: 4 }),
    )
    .map(([simple, any]) => ({ ...(any as object), ...(simple as object) })),
})).event;

const transforms: fc.Arbitrary<FieldPath['transforms']> = fc.oneof(
  { weight: 5, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      [{ name: 'lower' as const, args: [] }],
      [{ name: 'length' as const, args: [] }],
      [{ name: 'truthy' as const, args: [] }],
      [{ name: 'split' as const, args: ['b'] }],
      [{ name: 'to_number' as const, args: [] }],
      [
        { name: 'collect' as const, args: [] },
        { name: 'at' as const, args: [-1] },
      ],
      [
        { name: 'split' as const, args: ['b'] },
        { name: 'each' as const, args: [] },
        { name: 'lower' as const, args: [] },
      ],
    ),
  },
);

function field(scope: 'event' | 'element'): fc.Arbitrary<FieldPath> {
  const path = fc
    .tuple(scope === 'event' ? fc.constantFrom(...NAMES) : fc.constantFrom('', 'k', 'v'), transforms)
    .map(([name, applied]) => fieldPath(name, { scope, transforms: applied }));
  const glob = fc.constantFrom('*', 'c.*').map((name) => fieldPath(name, { match: 'glob' }));
  return scope === 'element'
    ? path
    : fc.oneof({ weight: 8, arbitrary: path }, { weight: 1, arbitrary: glob });
}

const WITH_VALUES: readonly Operator[] = [
  'eq',
  'ne',
  'in',
  'contains',
  'starts_with',
  'ends_with',
  'has',
  'has_prefix',
  'has_suffix',
  'wildcard',
  'regex',
  'cidr',
  'gt',
  'gte',
  'lt',
  'lte',
  'match',
];
const WITH_FIELD: readonly Operator[] = [
  'field_eq',
  'field_contains',
  'field_in',
  'field_gt',
  'field_ends_with',
];

const literals: Partial<Record<Operator, fc.Arbitrary<Scalar>>> = {
  regex: fc.constantFrom('x', '^a.c', '(?<=x)y', '[0-9]+$', ''),
  cidr: fc.constantFrom('10.0.0.0/8', '::/0', '10.0.0.7', 'nonsense'),
  wildcard: fc.constantFrom('*', 'x*', '*bcd*', 'a?c*', '*e*f', 'STRA*'),
};

const manner = fc.record({
  quantifier: fc.constantFrom('any' as const, 'all' as const),
  caseSensitive: fc.boolean(),
  collection: fc.constantFrom('any' as const, 'whole' as const, 'single' as const),
  strict: fc.boolean(),
});

function comparison(scope: 'event' | 'element'): fc.Arbitrary<Compare> {
  const withValues = fc
    .constantFrom(...WITH_VALUES)
    .chain((operator) =>
      fc
        .tuple(field(scope), fc.array(literals[operator] ?? scalar, { minLength: 0, maxLength: 3 }), manner)
        .map(([on, values, options]) => compare(on, operator, values, options)),
    );
  const withField = fc
    .tuple(fc.constantFrom(...WITH_FIELD), field(scope), field('event'), manner)
    .map(([operator, on, other, options]) => compare(on, operator, [], { ...options, other }));
  const existence = fc
    .tuple(fc.constantFrom('exists' as const, 'is_null' as const), field(scope), manner)
    .map(([operator, on, options]) => compare(on, operator, [], options));
  return fc.oneof(
    { weight: 8, arbitrary: withValues },
    { weight: 1, arbitrary: withField },
    { weight: 1, arbitrary: existence },
  );
}

/** Comparisons of one field, in one manner and by one operator: what simplification merges. */
function cluster(scope: 'event' | 'element'): fc.Arbitrary<Condition> {
  const operator = fc.constantFrom<Operator>(
    'eq',
    'ne',
    'contains',
    'starts_with',
    'has',
    'regex',
    'wildcard',
    'gt',
  );
  const on = scope === 'event' ? fc.constantFrom('a', 'l').map((name) => fieldPath(name)) : field(scope);
  return fc.tuple(on, manner, operator, fc.boolean()).chain(([one, options, compares, isAll]) => {
    const literal = literals[compares] ?? fc.constantFrom<Scalar>('x', 'X', 'xy', 22);
    const leaf = fc
      .tuple(fc.array(literal, { minLength: 1, maxLength: 2 }), fc.boolean())
      .map(([values, isNegated]) => {
        const quantifier = values.length > 1 ? options.quantifier : 'any';
        const compared = compare(one, compares, values, { ...options, quantifier });
        return isNegated ? not(compared) : compared;
      });
    return fc.array(leaf, { minLength: 2, maxLength: 4 }).map((of) => (isAll ? all(of) : any(of)));
  });
}

function tree(scope: 'event' | 'element', depth: number): fc.Arbitrary<Condition> {
  const leaf = fc.oneof(
    { weight: 12, arbitrary: comparison(scope) },
    { weight: 1, arbitrary: fc.constantFrom<Condition>(always, never) },
    { weight: 1, arbitrary: fc.constantFrom('p', 'q').map((text) => opaque(text, 'test')) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('aws', 'okta')
        .map((product) => from(product, [{ product, category: null, service: null }])),
    },
  );
  if (depth === 0) return leaf;
  const child = tree(scope, depth - 1);
  const list = fc
    .tuple(
      fc.constantFrom('l', 'c.d', 'a'),
      tree('element', depth - 1),
      fc.constantFrom('any' as const, 'whole' as const),
    )
    .chain(([name, of, collection]) =>
      fc
        .option(
          fc.record({ place: fc.constantFrom('first' as const, 'last' as const), among: tree('element', 0) }),
        )
        .map((pick) => some(fieldPath(name), of, collection, pick)),
    );
  return fc.oneof(
    { weight: depth === 3 ? 1 : 3, arbitrary: leaf },
    { weight: 3, arbitrary: cluster(scope) },
    { weight: 4, arbitrary: fc.array(child, { maxLength: 4, size: 'max' }).map(all) },
    { weight: 4, arbitrary: fc.array(child, { maxLength: 4, size: 'max' }).map(any) },
    { weight: 2, arbitrary: child.map(not) },
    { weight: 1, arbitrary: scope === 'event' ? list : leaf },
  );
}

export const condition: fc.Arbitrary<Condition> = tree('event', 3);
