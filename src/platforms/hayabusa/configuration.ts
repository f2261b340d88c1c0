/** The files in hayabusa's `config` folder that bear on what its rules say. */
import type { SourceFile } from '../platform.ts';

export interface Configuration {
  /** Ids of the rules that run only when asked for. */
  readonly unusual: ReadonlySet<string>;
  /** Structurally the language's `SigmaDialect`. */
  readonly dialect: {
    readonly aliases: Readonly<Record<string, string>>;
    readonly files: Readonly<Record<string, readonly string[]>>;
  };
}

/** Names that hayabusa's own alias file gives, for sources that come without it. */
const ALIASES: Readonly<Record<string, string>> = {
  ProviderName: 'Provider_Name',
  DomainName: 'SubjectDomainName',
  JobTitle: 'name',
  OriginalFilename: 'OriginalFileName',
  SAMAccountName: 'SamAccountName',
  TaskDate: 'TaskContent',
};

export function readConfiguration(files: readonly SourceFile[]): Configuration {
  const aliases: Record<string, string> = { ...ALIASES };
  const unusual = new Set<string>();
  const texts: Record<string, readonly string[]> = {};
  for (const { path, text } of files) {
    const lines = text.split(/\r?\n/);
    if (path.endsWith('eventkey_alias.txt')) Object.assign(aliases, readAliases(lines));
    else if (/(?:exclude|noisy)_rules\.txt$/.test(path)) idsOf(lines).forEach((id) => unusual.add(id));
    else if (/\/regex\//.test(path)) texts[path] = lines.filter((line) => line.trim() !== '');
  }
  return { unusual, dialect: { aliases, files: texts } };
}

/** A rule's id at the head of a line; the rest is a comment. */
function idsOf(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => /^\s*([0-9a-f-]{36})\b/i.exec(line)?.[1] ?? []);
}

/**
 * `alias,Event.EventData.Name` lines whose name is another: by what the flat event calls it. What lies deeper in the event than that keeps its
 * alias.
 */
function readAliases(lines: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const line of lines) {
    const [alias = '', target = ''] = line.split(',').map((piece) => piece.trim());
    const name = /^Event\.(?:System|EventData)\.([^.]+(?:_attributes\.[^.]+)?)$/.exec(target)?.[1];
    const flat = name
      ?.replace('_attributes.', '_')
      .replace(/^Hashes_/, '')
      .replaceAll(' ', '');
    // One hash stands under its own name already.
    const isOther = flat !== undefined && flat !== 'Hashes' && flat.toLowerCase() !== alias.toLowerCase();
    if (alias !== '' && isOther) found[alias] = flat;
  }
  return found;
}
