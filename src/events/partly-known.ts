/**
 * A text of which a record tells not all: a path from its volume on, without the drive's letter; a program's name without its folder. What is known of it
 * decides the comparisons that it can decide, and no other.
 */

const PARTLY_KNOWN = Symbol('partly known');

export interface PartlyKnown {
  readonly [PARTLY_KNOWN]: true;
  /** As the record has it, to be shown. */
  readonly shown: string;
  /** What the text may be: it is one of these; null: any that ends with `tail`. */
  readonly oneOf: readonly string[] | null;
  /** How it ends, whatever stands before. */
  readonly tail: string;
  /** A text is shown as a text. */
  readonly toJSON: () => string;
}

/** All must end with `tail`. */
export function oneOf(texts: readonly string[], tail: string, shown: string): PartlyKnown {
  return { [PARTLY_KNOWN]: true, shown, oneOf: texts, tail, toJSON: () => shown };
}

export function endingWith(tail: string, shown: string = tail): PartlyKnown {
  return { [PARTLY_KNOWN]: true, shown, oneOf: null, tail, toJSON: () => shown };
}

export function isPartlyKnown(value: unknown): value is PartlyKnown {
  return typeof value === 'object' && value !== null && PARTLY_KNOWN in value;
}

const LETTERS = 'CDEFGHIJKLMNOPQRSTUVWXYZAB'.split('');

/**
 * A Windows path in whichever form the record has it. `\Device\HarddiskVolume3\Windows` is a folder of a drive whose letter only that computer knows, or of
 * a volume that has none. https://learn.microsoft.com/en-us/windows-hardware/drivers/kernel/introduction-to-ms-dos-device-names
 */
export function windowsPath(path: string): string | PartlyKnown {
  const tail = /^\\Device\\HarddiskVolume\d+(\\.*)$/is.exec(path)?.[1];
  if (tail === undefined) return path.replace(/^\\\?\?\\/, '');
  return oneOf([...LETTERS.map((letter) => `${letter}:${tail}`), path], tail, path);
}
