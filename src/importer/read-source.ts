/** A platform's files to source rules, even where a bug of ours shows on one of the files. */
import type { FileDiagnostics, Platform, SourceFile, SourceReading } from '../platforms/platform.ts';
import { diagnostic } from '../text/diagnostic.ts';
import type { Compiler } from './compiler.ts';

/** A platform never throws on a file's text. If it does all the same, the files that it throws on alone are reported and left out. */
export function readSource(
  platform: Platform,
  files: readonly SourceFile[],
  compiler: Pick<Compiler, 'logBug'>,
): SourceReading {
  try {
    return platform.read(files);
  } catch (error) {
    const culprits = files.flatMap((file) => readAlone(platform, file, compiler));
    // Only together do the files bring it about: then there is none that could be left out.
    if (culprits.length === 0) throw error;
    const left = new Set(culprits.map(({ path }) => path));
    const reading = platform.read(files.filter(({ path }) => !left.has(path)));
    return { ...reading, broken: [...reading.broken, ...culprits] };
  }
}

/** The diagnostic of a file that cannot be read alone; nothing for one that can. */
function readAlone(
  platform: Platform,
  file: SourceFile,
  { logBug }: Pick<Compiler, 'logBug'>,
): readonly FileDiagnostics[] {
  try {
    platform.read([file]);
    return [];
  } catch (error) {
    const errorId = logBug(error, `${platform.id}:${file.path}`);
    const message = `an internal error of the catalog kept the file from being read (${errorId})`;
    return [{ path: file.path, diagnostics: [diagnostic('internal_error', message)] }];
  }
}
