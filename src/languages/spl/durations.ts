/** Spans and relative times as seconds. https://docs.splunk.com/Documentation/Splunk/latest/Search/Specifytimemodifiersinyoursearch */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:s|secs?|seconds?)?$/i, 1],
  [/^(?:m|mins?|minutes?)$/, 60],
  [/^(?:h|hrs?|hours?)$/i, 3600],
  [/^(?:d|days?)$/i, 86_400],
  [/^(?:w|weeks?)$/i, 604_800],
  [/^(?:mon|months?)$/i, 2_592_000],
  [/^(?:q|qtrs?|quarters?)$/i, 7_776_000],
  [/^(?:y|yrs?|years?)$/i, 31_536_000],
];

/** `5m`, `1h`, `30`; null for what is no span of time. */
export function spanSeconds(text: string): number | null {
  const [, count = '1', unit = ''] = /^(\d+)?([A-Za-z]*)(?:@\w*)?$/.exec(text) ?? [];
  if (!/^\d*[A-Za-z]*(?:@\w*)?$/.test(text) || text === '') return null;
  const known = UNITS.find(([words]) => words.test(unit));
  return known === undefined ? null : Number(count) * known[1];
}

/** How far back `-24h@h` reaches. */
export function relativeSeconds(text: string): number | null {
  return text.startsWith('-') ? spanSeconds(text.slice(1)) : null;
}

/** How long a time range is that ends now (`-15m@m` to `now`, `rt-5m` to `rt`) or earlier; null where its ends do not say. */
export function scheduledSeconds(earliest: string, latest: string): number | null {
  const [from, to] = [earliest, latest].map((text) => text.replace(/^rt/, ''));
  const start = relativeSeconds(from ?? '');
  const end = to === '' || to === 'now' || /^[-+]0[a-z]+$/i.test(to ?? '') ? 0 : relativeSeconds(to ?? '');
  return start === null || end === null || start <= end ? null : start - end;
}

/** Units to which a time is cut: those that are the same number of seconds each time. Days begin as UTC's do. */
const SNAPS: readonly (readonly [RegExp, number])[] = UNITS.slice(0, 4);

/** `-24h@h` as seconds to go (negative: back), and the unit to cut to; null for what is no such offset. */
export function offsetOf(text: string): { readonly seconds: number; readonly snap: number | null } | null {
  const [matched, sign = '+', count, unit = '', snapTo] =
    /^(?:([-+])?(\d+)?([A-Za-z]+))?(?:@([A-Za-z]+))?$/.exec(text.trim()) ?? [];
  if (matched === undefined || matched === '') return null;
  const known = unit === '' ? 0 : spanSeconds(`${count ?? '1'}${unit}`);
  const snap = snapTo === undefined ? null : SNAPS.find(([words]) => words.test(snapTo))?.[1];
  if (known === null || snap === undefined || isMonths(unit)) return null;
  return { seconds: sign === '-' ? -known : known, snap };
}

/** Months and what is made of them are not always as long. */
function isMonths(unit: string): boolean {
  return UNITS.slice(5).some(([words]) => words.test(unit));
}
