/** What a command's exit code tells a script. */
export const EXIT = {
  done: 0,
  /** Something failed that the user cannot mend by another call: the message (and an id) says what. */
  failed: 1,
  /** The call itself is wrong: an unknown option, a file that is not there, an event that is no object. */
  usage: 2,
  /** The catalog has no such rule, or no such source. */
  notFound: 3,
  /** `import --strict`: the import is done, but some file could not be read or some rule not wholly. */
  incomplete: 4,
} as const;

/** A failure that the user is told in one line, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}
