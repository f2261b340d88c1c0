// The web page of a rule's file, where the source's host is known to have one.
interface SourcePlace {
  readonly url: string | null;
  readonly revision: string | null;
}

/** How the hosts address a file at a revision. */
const FILE_PATHS: Readonly<Record<string, string>> = {
  'github.com': 'blob',
  'gitlab.com': '-/blob',
  'codeberg.org': 'src/commit',
};

export function sourceFileUrl({ url, revision }: SourcePlace, path: string): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  const filePath = FILE_PATHS[host];
  if (filePath === undefined || !/^https?:$/.test(protocol)) return null;
  const repository = pathname.replace(/(\.git)?\/*$/, '');
  const file = path.split('/').map(encodeURIComponent).join('/');
  return `https://${host}${repository}/${filePath}/${encodeURIComponent(revision ?? 'HEAD')}/${file}`;
}
