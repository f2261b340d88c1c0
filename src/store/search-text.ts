// What full-text search sees: the same cutting into words for what is stored and for what is asked.
import { Prisma } from './generated/client.ts';
import { storedText } from './stored-text.ts';

/** A tsvector holds at most 1 MB; a rule's logic is never so long, a list of values in it may be. */
const MAX_LENGTH = 100_000;

/**
 * Postgres would take `ec2.amazonaws.com` and `C:\Windows` each as one word. Cut at everything that is neither letter nor digit, their parts
 * can be found, and a query cut alike finds the whole as well.
 */
export function searchableText(text: string): string {
  return storedText(text.slice(0, MAX_LENGTH)).replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ');
}

/** The tsquery for what a user typed: all words must occur; `"…"` is a phrase, `-` excludes, `or` chooses. */
export function searchQuery(text: string): Prisma.Sql {
  const terms = text.slice(0, MAX_LENGTH).matchAll(/(-?)(?:"([^"]*)"|([^\s"]+))/g);
  const query = [...terms].map(([, minus, phrase, word]) => searchTerm(minus ?? '', phrase ?? word ?? ''));
  return Prisma.sql`websearch_to_tsquery('english', ${query.join(' ')})`;
}

/** What the cutting takes apart (`ec2.amazonaws.com`) must stand together in the rule. */
function searchTerm(minus: string, text: string): string {
  const words = searchableText(text).trim();
  if (words === '') return '';
  return words.includes(' ') ? `${minus}"${words}"` : `${minus}${words}`;
}
