/** Python's ipaddress: addresses and networks made from texts, as CIDR comparisons. */
import { ANY_IPV4, ANY_IPV6, PRIVATE_BLOCKS, SHARED_BLOCKS } from '../../../condition/address-blocks.ts';
import { always, never } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import type { Condition } from '../../../condition/condition.ts';
import ipaddr from 'ipaddr.js';
import type { Located } from '../syntax/ast.ts';
import { test } from '../values/fields.ts';
import { both, either, negate } from '../conditions/logic.ts';
import { choice } from '../values/choice.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { constant, NONE } from '../values/values.ts';
import type { Address, Constant, Value } from '../values/values.ts';

const NAMED: Readonly<Record<string, readonly string[]>> = {
  is_private: PRIVATE_BLOCKS,
  is_loopback: ['127.0.0.0/8', '::1/128'],
  is_link_local: ['169.254.0.0/16', 'fe80::/10'],
  is_multicast: ['224.0.0.0/4', 'ff00::/8'],
  is_reserved: [
    '240.0.0.0/4',
    '::/8',
    '100::/8',
    '200::/7',
    '400::/6',
    '800::/5',
    '1000::/4',
    '4000::/3',
    '6000::/3',
    '8000::/3',
    'a000::/3',
    'c000::/3',
    'e000::/4',
    'f000::/5',
    'f800::/6',
    'fe00::/9',
  ],
  is_unspecified: ['0.0.0.0/32', '::/128'],
};

/** `ip_address(x)`, `IPv4Address(x)`, …: raises where the text is none. */
export function makeAddress(m: Machine, value: Value, name: string, node: Located): Value {
  return m.each(value, (of) => {
    if (of.kind === 'address') return of;
    if (of.kind !== 'constant' && (of.kind !== 'field' || of.walk !== null))
      return m.opaque('unknown_address', node, [of]);
    const type = /network/i.test(name) ? 'network' : 'address';
    const version = /v4/i.test(name) ? 4 : /v6/i.test(name) ? 6 : null;
    const exception = version === null ? 'ValueError' : 'AddressValueError';
    if (of.kind === 'constant') {
      if (!isAddress(of, type, version)) {
        m.raise(exception, always);
        return NONE;
      }
      return { kind: 'address', of, type };
    }
    const any = version === 4 ? [ANY_IPV4] : version === 6 ? [ANY_IPV6] : [ANY_IPV4, ANY_IPV6];
    m.raise(exception, negate(inBlocks({ kind: 'address', of, type }, any)));
    return { kind: 'address', of, type };
  });
}

function isAddress(of: Constant, type: Address['type'], version: 4 | 6 | null): boolean {
  if (typeof of.value !== 'string') return false;
  const [address = '', prefix] = of.value.split('/');
  if (prefix !== undefined && (type === 'address' || !/^\d+$/.test(prefix))) return false;
  const v4 = ipaddr.IPv4.isValidFourPartDecimal(address);
  const v6 = ipaddr.IPv6.isValid(address);
  return version === 4 ? v4 : version === 6 ? v6 : v4 || v6;
}

function inBlocks({ of, type }: Address, blocks: readonly string[]): Condition {
  if (of.kind === 'field') {
    return type === 'network' ? networkIn(of.field, blocks) : test(of.field, 'cidr', blocks);
  }
  const { value } = of;
  if (typeof value !== 'string') return never;
  const address = ipaddr.parse(value.split('/')[0] ?? value);
  const length = lengthOf(value);
  return blocks.some((block) => within(address, block) && length >= lengthOf(block)) ? always : never;
}

function lengthOf(block: string): number {
  const [address = '', prefix] = block.split('/');
  return prefix === undefined ? (address.includes(':') ? 128 : 32) : Number(prefix);
}

/** A network lies in a block when its address does and it is no wider. (A text without a prefix is one address.) */
function networkIn(of: FieldPath, blocks: readonly string[]): Condition {
  const pieces = withTransform(of, 'split', '/');
  const length = withTransform(withTransform(pieces, 'at', 1), 'to_number');
  const byLength = new Map<number, string[]>();
  for (const block of blocks)
    byLength.set(lengthOf(block), [...(byLength.get(lengthOf(block)) ?? []), block]);
  return either(
    ...[...byLength].map(([prefix, group]) => {
      const inside = test(withTransform(pieces, 'at', 0), 'cidr', group);
      return prefix === 0
        ? inside
        : both(inside, either(negate(test(of, 'contains', ['/'])), test(length, 'gte', [prefix])));
    }),
  );
}

/** `ip_network(x) == ip_network("…")`. */
export function sameAddress(m: Machine, a: Address, b: Address, node: Located): Condition {
  const [known, other] = a.of.kind === 'constant' ? [a, b] : [b, a];
  const text = known.of.kind === 'constant' ? known.of.value : null;
  if (typeof text !== 'string' || known.type !== other.type)
    return m.truth(m.opaque('unknown_network', node, [a, b]), node);
  const block = text.includes('/') ? text : `${text}/${lengthOf(text)}`;
  const inside = inBlocks(other, [block]);
  if (other.of.kind !== 'field' || other.type === 'address') return inside;
  const length = withTransform(
    withTransform(withTransform(other.of.field, 'split', '/'), 'at', 1),
    'to_number',
  );
  const exact = test(length, 'eq', [lengthOf(block)]);
  const single = lengthOf(block) === (block.includes(':') ? 128 : 32);
  return both(inside, single ? either(exact, negate(test(other.of.field, 'contains', ['/']))) : exact);
}

function within(address: ReturnType<typeof ipaddr.parse>, block: string): boolean {
  const [range, prefix] = ipaddr.parseCIDR(
    block.includes('/') ? block : `${block}/${block.includes(':') ? 128 : 32}`,
  );
  return address.kind() === range.kind() && address.match(range, prefix);
}

export function addressAttribute(of: Address, name: string): Value {
  const blocks = NAMED[name];
  if (blocks !== undefined) return { kind: 'truth', condition: inBlocks(of, blocks) };
  if (name === 'is_global') {
    const condition = negate(inBlocks(of, [...PRIVATE_BLOCKS, ...SHARED_BLOCKS]));
    return {
      kind: 'truth',
      condition: of.of.kind === 'field' ? both(inBlocks(of, [ANY_IPV4, ANY_IPV6]), condition) : condition,
    };
  }
  if (name === 'version') {
    const condition = inBlocks(of, [ANY_IPV4]);
    return choice(condition, constant(4), constant(6));
  }
  // Of a network only its version is asked, which it shares with its address.
  if (name === 'network_address' && of.type === 'network') return of;
  return { kind: 'method', self: of, name };
}

/** `network.subnet_of(other)`: raises where one is IPv4 and the other IPv6. Null: not a method that we know. */
export function addressMethod(m: Machine, self: Address, name: string, call: Call): Value | null {
  const [other] = call.args;
  if (name !== 'subnet_of' || other?.kind !== 'address' || other.of.kind !== 'constant') return null;
  const block = String(other.of.value);
  m.raise('TypeError', negate(inBlocks(self, [block.includes(':') ? ANY_IPV6 : ANY_IPV4])));
  return { kind: 'truth', condition: inBlocks(self, [block]) };
}

/** `address in network`. */
export function addressIn(m: Machine, item: Value, network: Address, node: Located): Condition {
  const { of } = network;
  if (of.kind === 'constant' && typeof of.value === 'string' && item.kind === 'address')
    return inBlocks(item, [of.value]);
  return m.truth(m.opaque('unknown_network', node, [item, network]), node);
}
