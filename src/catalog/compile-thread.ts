/** The file that each thread of the compile pool runs. */
import { createCompiler, readAttackFacts } from './compiler.ts';
import { createThreadRun } from './thread-work.ts';

export const run = createThreadRun((logger) => createCompiler(readAttackFacts(), logger));
