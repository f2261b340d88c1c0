/** The public corpora that `sync` brings in, by platform (seed/sources.json). */
import { readFileSync } from 'node:fs';

export interface PublicSource {
  readonly platform: string;
  readonly name: string;
  readonly url: string;
  /** SPDX id, or the corpus' own word. */
  readonly licence: string;
  /** What of the repository holds rules and what they need. */
  readonly paths: readonly string[];
}

const SOURCES_FILE = new URL('../../seed/sources.json', import.meta.url);

export function readPublicSources(): readonly PublicSource[] {
  // The file is ours and tested.
  return JSON.parse(readFileSync(SOURCES_FILE, 'utf8')) as PublicSource[];
}
