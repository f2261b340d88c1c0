/** What the types of auditd's records say in the words of ECS, as Auditbeat and the Auditd Manager integration have them. */
import type { JsonObject } from '../../events/json-object.ts';
import type { KeyFinder } from '../../events/keys.ts';
import type { Reading } from './look-up.ts';

/** A program that starts. */
const STARTED: Readonly<Record<string, readonly string[]>> = {
  'event.category': ['process'],
  'event.type': ['start'],
  'event.action': ['executed'],
};
const MAX_ARGUMENTS = 1_000;

/** `isStart`: the record is one of an event that starts a program. Its arguments are in the record EXECVE alone. */
export function auditdReader(
  root: JsonObject,
  isStart: boolean,
  keys: KeyFinder,
): (name: string) => Reading | null {
  if (!isStart) return () => null;
  if (keys.valueOf(root, 'type') !== 'EXECVE') return (name) => STARTED[name] ?? null;
  return (name) => {
    if (name === 'process.args') return executedArguments(root, keys);
    if (name === 'process.command_line') return commandLine(executedArguments(root, keys));
    if (name === 'process.args_count')
      return [keys.valueOf(root, 'argc')].filter((count) => count !== undefined);
    return STARTED[name] ?? null;
  };
}

/** `a0`, `a1`, …; what is not given in full (`a1[0]=`, for a long one) is not known. */
function executedArguments(root: JsonObject, keys: KeyFinder): Reading {
  const count = Number(keys.valueOf(root, 'argc'));
  if (!Number.isInteger(count) || count < 1 || count > MAX_ARGUMENTS) return 'unmapped_field';
  const found = Array.from({ length: count }, (_, index) => keys.valueOf(root, `a${index}`));
  return found.includes(undefined) ? 'unmapped_field' : found.map(String);
}

/** As sensors on Linux make it, which have nothing but the arguments either. */
function commandLine(read: Reading): Reading {
  return typeof read === 'string' ? read : [read.join(' ')];
}
