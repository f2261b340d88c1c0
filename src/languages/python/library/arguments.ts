/**
 * How many arguments of Python's own functions and methods are read here, as its library reference lists them
 * (docs.python.org/3.11/library/stdtypes.html, …/functions.html, …/re.html): with more, or with one named that is not read, a call is not known.
 * Without the table such an argument (the `count` of `replace`, the `start` of `find`, the base of `int`) would be passed over in silence.
 */
import type { Call } from '../machine/machine.ts';

/** How many without a name, and the names that are read. */
type Read = readonly [most: number, ...named: readonly string[]];

const FUNCTIONS: Readonly<Record<string, Read>> = {
  any: [1],
  all: [1],
  bool: [1],
  len: [1],
  str: [1],
  repr: [1],
  int: [1],
  float: [1],
  isinstance: [2],
  list: [1],
  tuple: [1],
  set: [1],
  frozenset: [1],
  sorted: [1, 'key', 'reverse'],
  reversed: [1],
  iter: [1],
  map: [2],
  filter: [2],
  next: [2],
  abs: [1],
  round: [1],
  enumerate: [2, 'start'],
  hasattr: [2],
  getattr: [3],
  're.search': [3, 'flags'],
  're.match': [3, 'flags'],
  're.fullmatch': [3, 'flags'],
  're.compile': [2, 'flags'],
  're.findall': [3, 'flags'],
  're.finditer': [3, 'flags'],
  're.escape': [1],
  'json.loads': [1],
  'fnmatch.fnmatch': [2],
  'fnmatch.fnmatchcase': [2],
  'ipaddress.ip_address': [1],
  'ipaddress.ip_network': [2, 'strict'],
  'ipaddress.IPv4Address': [1],
  'ipaddress.IPv6Address': [1],
  'ipaddress.IPv4Network': [2, 'strict'],
  'ipaddress.IPv6Network': [2, 'strict'],
  'ipaddress.ip_interface': [1],
  'functools.reduce': [3],
};

const TEXT_METHODS: Readonly<Record<string, Read>> = {
  lower: [0],
  casefold: [0],
  upper: [0],
  title: [0],
  capitalize: [0],
  strip: [1],
  lstrip: [1],
  rstrip: [1],
  replace: [2],
  split: [2, 'sep', 'maxsplit'],
  rsplit: [2, 'sep', 'maxsplit'],
  partition: [1],
  find: [1],
  index: [1],
  count: [1],
  startswith: [1],
  endswith: [1],
  join: [1],
  isdigit: [0],
  isnumeric: [0],
  isdecimal: [0],
  isalpha: [0],
  isalnum: [0],
  isspace: [0],
  isupper: [0],
  islower: [0],
  splitlines: [0],
  removeprefix: [1],
  removesuffix: [1],
};

const PATTERN_METHODS: Readonly<Record<string, Read>> = {
  search: [1],
  match: [1],
  fullmatch: [1],
  findall: [1],
  finditer: [1],
};

/** Has the call no argument that is not read? */
function isRead(table: Readonly<Record<string, Read>>, name: string, { args, named }: Call): boolean {
  const read = table[name];
  if (read === undefined) return true;
  const [most, ...names] = read;
  return args.length <= most && [...named.keys()].every((key) => names.includes(key));
}

export function readsFunction(name: string, call: Call): boolean {
  return isRead(FUNCTIONS, name, call);
}

/** Of a text, be it a constant or the event's. */
export function readsTextMethod(name: string, call: Call): boolean {
  return isRead(TEXT_METHODS, name, call);
}

export function readsPatternMethod(name: string, call: Call): boolean {
  return isRead(PATTERN_METHODS, name, call);
}
