/** What can be told of a query by its outline, before any language has read it. */

/** Texts, comments to the end of a line and between marks, then parentheses and everything else, one token after the other. */
const TOKEN = /"[^"]*"|\/\/[^\n]*|\/\*|[()]|[^"/()]+|["/]/g;

/** The query without what stands in parentheses, in comments and in texts that are no plain words: what holds of every event. */
export function topLevel(query: string): string {
  const pieces: string[] = [];
  /** Where the parentheses that are open stand among the pieces. */
  const open: number[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(query); found !== null; found = TOKEN.exec(query)) {
    const [token] = found;
    const begin = token === ')' ? open.pop() : undefined;
    if (begin !== undefined) {
      // All within goes, the outer ones' places stay.
      pieces.length = begin;
      pieces.push(' ');
    } else if (token === '/*') {
      const end = query.indexOf('*/', TOKEN.lastIndex);
      // A comment that does not end is none, and what follows it has no end of one, either.
      if (end === -1) {
        pieces.push(query.slice(found.index));
        break;
      }
      pieces.push(' ');
      TOKEN.lastIndex = end + 2;
    } else {
      if (token === '(') open.push(pieces.length);
      pieces.push(outlineOf(token));
    }
  }
  return pieces.join('');
}

function outlineOf(token: string): string {
  if (token.startsWith('//')) return ' ';
  if (token.length < 2 || !token.startsWith('"')) return token;
  const text = token.slice(1, -1);
  return /^[\w.-]+$/.test(text) ? text : '""';
}

/** Is there an `or` that parentheses do not hold in? */
export function hasAlternatives(query: string): boolean {
  return /\bor\b/i.test(topLevel(query));
}
