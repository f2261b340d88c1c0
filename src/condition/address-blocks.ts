/**
 * Blocks of IP addresses by what they are for, as IANA's special-purpose registries (RFC 6890) list them and Python's `ipaddress` names them
 * (docs.python.org/3.11/library/ipaddress.html): what a language means that asks whether an address is private.
 *
 * `::ffff:0:0/96` is in none of them: an IPv4 address written as IPv6 is judged as the IPv4 one, and that block would be all of IPv4.
 */

export const ANY_IPV4 = '0.0.0.0/0';
export const ANY_IPV6 = '::/0';

/** Not globally reachable. */
export const PRIVATE_BLOCKS: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/29',
  '192.0.0.170/31',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '240.0.0.0/4',
  '255.255.255.255/32',
  '::1/128',
  '::/128',
  '100::/64',
  '2001::/23',
  '2001:2::/48',
  '2001:db8::/32',
  '2001:10::/28',
  'fc00::/7',
  'fe80::/10',
];

/** RFC 6598, shared by a provider's customers: neither private nor global. */
export const SHARED_BLOCKS: readonly string[] = ['100.64.0.0/10'];
