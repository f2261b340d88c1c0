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
