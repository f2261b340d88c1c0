// Keeps a second process off an embedded database's folder: it would damage the data in silence.
import { readFileSync, utimesSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

/** The folder belongs to another process. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

export interface FolderLock {
  readonly release: () => Promise<void>;
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, where the system says: a process id alone comes back after a restart of a container. */
  readonly started: string | null;
}

/** An owner on another host (a container of before, say) cannot be asked: it counts as gone after so long without a sign of life. */
const SIGN_OF_LIFE_MS = 2_000;
const GONE_AFTER_MS = 5 * SIGN_OF_LIFE_MS;

/** Takes the lock file or throws FolderInUseError; a lock whose owner is gone is taken over. */
export async function lockFolder(lockPath: string): Promise<FolderLock> {
  await mkdir(dirname(lockPath), { recursive: true });
  const own = JSON.stringify(currentOwner());
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await create(lockPath, own)) return hold(lockPath, own);
    const found = await readIfThere(lockPath);
    if (found !== null) await takeOver(lockPath, found);
  }
  throw new FolderInUseError(`Other processes keep taking the lock ${lockPath}.`);
}

function currentOwner(): Owner {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) };
}

async function create(lockPath: string, text: string): Promise<boolean> {
  try {
    await writeFile(lockPath, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a stale lock away. Renaming decides between two who try; what was moved must be what was judged. */
async function takeOver(lockPath: string, judged: string): Promise<void> {
  const reason = await liveOwner(lockPath, judged);
  if (reason !== null) throw new FolderInUseError(`${reason} (lock file: ${lockPath})`);
  const aside = `${lockPath}.${process.pid}`;
  try {
    await rename(lockPath, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readFile(aside, 'utf8');
  if (moved === judged) return rm(aside, { force: true });
  await rename(aside, lockPath);
}

/** Says who owns the lock, or null when its owner is gone. */
async function liveOwner(lockPath: string, text: string): Promise<string | null> {
  const owner = parseOwner(text);
  // Just created and not yet written, or left empty by a crash: its age tells.
  const sameHost = owner !== null && owner.host === hostname();
  if (sameHost) {
    if (!isAlive(owner.pid) || startOf(owner.pid) !== owner.started) return null;
    return `The embedded database is in use by process ${owner.pid}`;
  }
  const age = Date.now() - (await stat(lockPath)).mtimeMs;
  if (age > GONE_AFTER_MS) return null;
  const who = owner === null ? 'another process' : `process ${owner.pid} on ${owner.host}`;
  return `The embedded database is in use by ${who}, seen ${Math.round(age / 1000)} s ago`;
}

function parseOwner(text: string): Owner | null {
  const [pid, host, started] = [/"pid":(\d+)/, /"host":"([^"]*)"/, /"started":"([^"]*)"/].map(
    (pattern) => pattern.exec(text)?.[1],
  );
  if (pid === undefined || host === undefined) return null;
  return { pid: Number(pid), host, started: started ?? null };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but another user's.
    return codeOf(error) === 'EPERM';
  }
}

/** Field 22 of Linux' /proc/<pid>/stat; null on other systems. */
function startOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function hold(lockPath: string, own: string): FolderLock {
  const timer = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(lockPath, now, now);
    } catch (error) {
      // Whoever deletes the folder of a running database has taken the lock with it.
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }, SIGN_OF_LIFE_MS);
  timer.unref();
  const release = async (): Promise<void> => {
    clearInterval(timer);
    if ((await readIfThere(lockPath)) === own) await rm(lockPath, { force: true });
  };
  return { release };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
