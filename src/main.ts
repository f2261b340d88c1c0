/** Starts the server. */
import { run } from './cli/run.ts';

await run(['serve', ...process.argv.slice(2)]);
