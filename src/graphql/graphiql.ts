// GraphiQL at GET /graphql in a browser: one self-contained page, so that it works without a network.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, RequestHandler } from 'express';

const EXAMPLE = `# Rules of every platform that look for the same CloudTrail operation
query SameAction {
  action(logSource: "aws.cloudtrail", qualifier: "ec2.amazonaws.com", operation: "CreateImage") {
    ruleCount
    rules(first: 5) {
      nodes {
        title
        platform { title }
        severity
        condition { text }
      }
    }
  }
}
`;

interface Page {
  readonly html: Buffer;
  readonly gzipped: Buffer;
  readonly etag: string;
  readonly scriptHash: string;
}

let page: Promise<Page> | undefined;

/** Built when a browser first asks: it has nine megabytes. */
async function buildPage(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const text = renderGraphiQL({ title: 'rule-catalog', endpoint: '/graphql', defaultQuery: EXAMPLE });
  const html = Buffer.from(text);
  const script = text.slice(text.indexOf('<script>') + '<script>'.length, text.lastIndexOf('</script>'));
  return {
    html,
    gzipped: await promisify(gzip)(html),
    etag: `"${createHash('sha256').update(html).digest('base64url')}"`,
    scriptHash: createHash('sha256').update(script).digest('base64'),
  };
}

/** Nothing but the page itself, and this server. */
function contentSecurityPolicy(scriptHash: string): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${scriptHash}' blob:`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    'worker-src blob:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function wantsPage(request: Request): boolean {
  return (
    (request.method === 'GET' || request.method === 'HEAD') &&
    request.query['query'] === undefined &&
    request.accepts(['json', 'html']) === 'html'
  );
}

export const graphiql: RequestHandler = async (request, response, next) => {
  if (!wantsPage(request)) {
    next();
    return;
  }
  const { html, gzipped, etag, scriptHash } = await (page ??= buildPage());
  response.set({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': contentSecurityPolicy(scriptHash),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
    Vary: 'Accept, Accept-Encoding',
    ETag: etag,
  });
  if (request.headers['if-none-match'] === etag) {
    response.status(304).end();
  } else if (request.acceptsEncodings('gzip')) {
    response.set('Content-Encoding', 'gzip').send(gzipped);
  } else {
    response.send(html);
  }
};
