/** The command line's program: its commands (one a file), exit codes and failures. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config.ts';
import { evaluateCommand } from './evaluate.ts';
import { CliError, EXIT } from './exit-codes.ts';
import { healthCommand } from './health.ts';
import { importCommand } from './import.ts';
import { removeCommand } from './remove.ts';
import { serveCommand } from './serve.ts';
import { showCommand } from './show.ts';
import { syncCommand } from './sync.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('rule-catalog')
  .description('A catalog of detection rules across platforms: their logic as data, and verdicts on events.')
  .version(version)
  .exitOverride()
  .addHelpText(
    'after',
    `
Environment: PORT, HOST, DATABASE_URL (a Postgres; else embedded), RULE_CATALOG_DATA (folder of the embedded database).
Exit codes: ${EXIT.done} done, ${EXIT.failed} failed, ${EXIT.usage} wrong call or input, ${EXIT.notFound} no such rule or source, ${EXIT.incomplete} import incomplete (--strict).`,
  );
for (const command of [
  serveCommand,
  importCommand,
  syncCommand,
  removeCommand,
  showCommand,
  evaluateCommand,
  healthCommand,
])
  program.addCommand(command.exitOverride());

/** Runs one command and sets the exit code. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Failures whose message says all that the user needs, without a stack. */
const PLAIN_FAILURES: ReadonlySet<string> = new Set([
  'CloneError',
  'DatabaseUnreachableError',
  'FolderInUseError',
  'MigrationError',
  'NoRulesError',
  'ShrinkingImportError',
]);

/** Prints what went wrong, in one line where the user can mend it; returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CliError) {
    process.stderr.write(`rule-catalog: ${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof ConfigError) {
    process.stderr.write(`rule-catalog: ${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof Error && PLAIN_FAILURES.has(error.name)) {
    process.stderr.write(`rule-catalog: ${error.message}\n`);
    return EXIT.failed;
  }
  process.stderr.write(
    `rule-catalog: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return EXIT.failed;
}
