/** IP addresses and networks: v4, v6, and v4 addresses written as v6 (`::ffff:10.0.0.1` counts as 10.0.0.1). */

/** Eight groups of 16 bits; a v4 address takes the last two, `family` tells them apart. */
interface Address {
  readonly family: 4 | 6;
  readonly groups: readonly number[];
}

export interface Network extends Address {
  /** Leading bits that count, of 128. */
  readonly bits: number;
}

export function parseAddress(text: string): Address | null {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

/** `10.0.0.0/8`, `fe80::/10`, or one address; host bits are ignored. Null: none of these. */
export function parseNetwork(text: string): Network | null {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  if (slash < 0) return { ...address, bits: 128 };
  const length = text.slice(slash + 1);
  const written = text.slice(0, slash).includes(':') ? 128 : 32;
  if (!/^\d{1,3}$/.test(length) || Number(length) > written) return null;
  const bits = 128 - written + Number(length);
  // A v6 network that only begins like the mapped v4 range is not one of v4 addresses.
  if (address.family === 4 && bits < 96) return null;
  return { ...address, bits };
}

export function isInNetwork(address: Address, network: Network): boolean {
  if (address.family !== network.family) return false;
  for (let group = 0, bits = network.bits; bits > 0; group++, bits -= 16) {
    const shift = bits >= 16 ? 0 : 16 - bits;
    if ((address.groups[group] ?? 0) >> shift !== (network.groups[group] ?? 0) >> shift) return false;
  }
  return true;
}

function parseV4(text: string): Address | null {
  const bytes = text.split('.');
  if (bytes.length !== 4 || !bytes.every((byte) => /^(0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256))
    return null;
  const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
  return { family: 4, groups: [0, 0, 0, 0, 0, 0xffff, a * 256 + b, c * 256 + d] };
}

function parseV6(text: string): Address | null {
  const [bare = ''] = text.split('%', 1);
  const halves = bare.split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail];
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return { family: mapped ? 4 : 6, groups };
}

/** Groups of hexadecimal digits; the last one of the address may be a v4 address. */
function parseGroups(text: string, isLast: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (isLast && index === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part);
      if (v4 === null) return null;
      groups.push(...v4.groups.slice(6));
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return null;
    }
  }
  return groups;
}
