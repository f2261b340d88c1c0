/** A rule's body as a reader sees it: the query, and beneath it what else of the rule's logic is a query. */
import type { SourceQuery } from '../platform.ts';

export interface Body {
  /** Appends a query beneath a heading; the query's lines are then those of the body. */
  readonly add: (language: string, text: string, heading: string | null, context: unknown) => SourceQuery;
  readonly text: () => string;
}

export function newBody(): Body {
  let body = '';
  return {
    add: (language, text, heading, context) => {
      if (body !== '') body = `${body.replace(/(?<!\n)\n+$/, '')}\n\n`;
      if (heading !== null) body += `${heading}\n`;
      const line = body.split('\n').length;
      body += text;
      return { language, text, line, column: 1, context };
    },
    text: () => body,
  };
}

export function filterText(filters: readonly unknown[]): string {
  return JSON.stringify(filters, null, 2);
}
