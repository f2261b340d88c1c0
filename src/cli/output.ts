/** What commands print: text for people, or one JSON document with `--json`. Progress goes to the error stream. */
import { Presets, SingleBar } from 'cli-progress';

export interface OutputOptions {
  readonly json?: boolean;
}

export function print(options: OutputOptions, result: unknown, text: () => string): void {
  process.stdout.write(`${options.json === true ? JSON.stringify(result, null, 2) : text()}\n`);
}

export interface Progress {
  readonly step: (label: string, done: number, total: number) => void;
  readonly stop: () => void;
}

/** A bar on a terminal; silent in a pipe or with `--json`. */
export function progressBar(options: OutputOptions): Progress {
  const bar = new SingleBar(
    {
      format: '{label} |{bar}| {value}/{total}',
      stream: process.stderr,
      noTTYOutput: false,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  const shown = options.json !== true && process.stderr.isTTY;
  let label = '';
  return {
    step: (next, done, total) => {
      if (!shown || total === 0) return;
      if (next !== label) {
        if (label !== '') bar.stop();
        label = next;
        bar.start(total, done, { label });
      }
      bar.update(done);
    },
    stop: () => {
      if (label !== '') bar.stop();
    },
  };
}

/** Rows in columns, the first row as a head; numbers to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => String(row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          typeof cell === 'number'
            ? String(cell).padStart(widths[column] ?? 0)
            : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
