/** What can be told of a query by its outline, before any language has read it. */

/** The query without what stands in parentheses, in comments and in texts that are no plain words: what holds of every event. */
export function topLevel(query: string): string {
  let rest = query
    .replace(/"([^"]*)"/g, (_, text: string) => (/^[\w.-]+$/.test(text) ? text : '""'))
    .replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(/\([^()]*\)/g, ' ');
  }
  return rest;
}

/** Is there an `or` that parentheses do not hold in? */
export function hasAlternatives(query: string): boolean {
  return /\bor\b/i.test(topLevel(query));
}
