/** Brings a revision of a git repository into a folder, with the machine's own git. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { withoutCredentialsIn } from './repository-url.ts';

const run = promisify(execFile);

export interface RepositoryAddress {
  readonly url: string;
  /** Branch, tag or commit; null: the remote's default branch. */
  readonly revision: string | null;
}

const PROTOCOLS = new Set(['https:', 'http:', 'ssh:', 'git:', 'file:']);

/** `https://host/owner/name[@revision]`, `file:///…`, `git@host:owner/name[@revision]`; null when the text is no git address. */
export function parseRepositoryAddress(text: string): RepositoryAddress | null {
  const host = /^(?:[a-z]+:\/\/[^/\s]*\/|[\w.-]+@[\w.-]+:)(?=\S+$)/.exec(text)?.[0];
  if (host === undefined) return null;
  if (host.includes('://') && !PROTOCOLS.has(host.slice(0, host.indexOf(':') + 1))) return null;
  const [path = '', ...revision] = text.slice(host.length).split('@');
  return { url: host + path, revision: revision.length === 0 ? null : revision.join('@') };
}

export interface Clone {
  readonly folder: string;
  /** The commit that was checked out. */
  readonly revision: string;
}

/** git's own words, without the credentials that an address may carry. */
class CloneError extends Error {
  override readonly name = 'CloneError';
}

/**
 * Checks out one commit, without history, and of its tree only `paths` (all when empty), into an empty folder. Rejects with
 * a CloneError.
 */
export async function cloneRepository(
  address: RepositoryAddress,
  folder: string,
  paths: readonly string[],
): Promise<Clone> {
  try {
    return await checkOut(address, folder, paths);
  } catch (error) {
    // The error of a child process holds the command in several of its fields: none of it may travel on.
    const said = error instanceof Error ? error.message : String(error);
    throw new CloneError(withoutCredentialsIn(said, address.url));
  }
}

async function checkOut(
  address: RepositoryAddress,
  folder: string,
  paths: readonly string[],
): Promise<Clone> {
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('git', ['-C', folder, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  };
  await run('git', ['init', '--quiet', folder]);
  await git('remote', 'add', 'origin', address.url);
  if (paths.length > 0) await git('sparse-checkout', 'set', '--no-cone', ...paths.map((path) => `/${path}`));
  // Blobs come with the checkout, and only those of `paths`; a server that knows no filters sends them all.
  await git(
    'fetch',
    '--quiet',
    '--depth',
    '1',
    '--filter=blob:none',
    'origin',
    '--',
    address.revision ?? 'HEAD',
  );
  await git('checkout', '--quiet', 'FETCH_HEAD');
  return { folder, revision: await git('rev-parse', 'HEAD') };
}
