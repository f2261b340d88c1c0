/** IP addresses: https://learn.microsoft.com/kusto/query/scalar-functions#ipv4ipv6-functions */
import { ANY_IPV4, ANY_IPV6 } from '../../condition/address-blocks.ts';
import { all, compare, never, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { compareField } from './compare-field.ts';
import { numberOf, textOf } from './functions-text.ts';
import type { FieldValue, LogicValue, ScalarFunction, Site, Value } from './model.ts';
import { disjunction } from './truth.ts';
import { opaqueValue } from './value.ts';

/** https://learn.microsoft.com/kusto/query/ipv4-is-private-function */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
const V4 = [ANY_IPV4];
const EITHER = [ANY_IPV4, ANY_IPV6];

export const addressFunctions: Readonly<Record<string, ScalarFunction>> = {
  ipv4_is_private: ({ args: [value] }) => (value?.kind === 'field' ? inNetworks(value, PRIVATE, V4) : null),
  ipv4_is_in_range: inRange(V4),
  ipv4_is_in_any_range: inAnyRange(V4),
  ipv6_is_in_range: inRange(EITHER),
  ipv6_is_in_any_range: inAnyRange(EITHER),
  ipv4_is_match: matching(V4, 32),
  ipv6_is_match: matching(EITHER, 128),
  has_ipv4: ({ args: [value, address] }) => hasAddress(value, [textOf(address)]),
  has_ipv4_prefix: ({ args: [value, prefix] }) => hasPrefix(value, [textOf(prefix)]),
  has_any_ipv4_prefix: ({ args: [value, ...prefixes] }) => hasPrefix(value, prefixes.flatMap(textsOf)),
  has_any_ipv4: ({ args: [value, ...addresses] }) => hasAddress(value, addresses.flatMap(textsOf)),
};

/** Null where the value is no address: then it is neither in the networks nor outside of them. */
function inNetworks(
  value: FieldValue,
  networks: readonly string[],
  addresses: readonly string[],
): LogicValue {
  const compared = (values: readonly string[]): Condition =>
    compare(value.field, 'cidr', values, { collection: value.collection });
  const holds = networks.length === 0 ? never : compared(networks);
  return {
    kind: 'logic',
    truth: { holds, fails: all([compared(addresses), not(holds)]), isTwoValued: false, scopes: value.scopes },
  };
}

function inRange(addresses: readonly string[]): ScalarFunction {
  return ({ args: [value, network] }) => {
    const range = textOf(network);
    return value?.kind === 'field' && range !== null ? inNetworks(value, [range], addresses) : null;
  };
}

function inAnyRange(addresses: readonly string[]): ScalarFunction {
  return ({ args: [value, ...ranges] }) => {
    const networks = ranges.flatMap(textsOf);
    if (ranges.some(isOutside)) {
      return opaqueValue(
        'external_list',
        'compared with networks that are not in the rule',
        value === undefined ? [] : value.kind === 'field' ? [value.field] : [],
      );
    }
    const known = networks.filter((each) => each !== null);
    return value?.kind === 'field' && known.length === networks.length
      ? inNetworks(value, known, addresses)
      : null;
  };
}

function isOutside(value: Value): boolean {
  return value.kind === 'table' || value.kind === 'list';
}

/** Equal under a mask that is a number, or part of the second address. */
function matching(addresses: readonly string[], bits: number): ScalarFunction {
  return ({ args: [value, address, mask] }: Site) => {
    const [text, length] = [textOf(address), mask === undefined ? bits : numberOf(mask)];
    if (value?.kind !== 'field' || text === null || length === null) return null;
    const network = text.includes('/') ? text : `${text}/${length}`;
    return inNetworks(value, [network], addresses);
  };
}

/** The address stands in the text with no letter or digit before or behind it. */
function hasAddress(value: Value | undefined, addresses: readonly (string | null)[]): Value | null {
  const known = addresses.filter((each) => each !== null);
  if (value?.kind !== 'field' || known.length !== addresses.length || known.length === 0) return null;
  const comparison = { operator: 'has', caseSensitive: false, quantifier: 'any' } as const;
  return { kind: 'logic', truth: compareField(value, comparison, known) };
}

/** An address, or its first parts up to a dot: https://learn.microsoft.com/kusto/query/has-ipv4-prefix-function */
function hasPrefix(value: Value | undefined, prefixes: readonly (string | null)[]): Value | null {
  const known = prefixes.filter((each) => each !== null);
  if (value?.kind !== 'field' || known.length !== prefixes.length || known.length === 0) return null;
  const isWhole = (text: string): boolean => !text.endsWith('.');
  const groups = [
    { operator: 'has', texts: known.filter(isWhole) },
    { operator: 'has_prefix', texts: known.filter((text) => !isWhole(text)) },
  ] as const;
  const truths = groups
    .filter(({ texts }) => texts.length > 0)
    .map(({ operator, texts }) =>
      compareField(value, { operator, caseSensitive: false, quantifier: 'any' }, texts),
    );
  return { kind: 'logic', truth: disjunction(truths) };
}

function textsOf(value: Value): readonly (string | null)[] {
  if (value.kind !== 'json' || !Array.isArray(value.value)) return [textOf(value)];
  return value.value.map((each: unknown) => (typeof each === 'string' ? each : null));
}
