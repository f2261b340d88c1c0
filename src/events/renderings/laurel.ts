/**
 * LAUREL's line: all records of one event of the Linux audit daemon, an object each, arguments in full. https://github.com/threathunters-io/laurel
 */
import { isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';
import { hidesAll, hidesNothing } from '../facet.ts';
import { from, made, renamed } from './rendering.ts';
import type { Names, Rendering } from './rendering.ts';

const NAMES: Names = {
  Image: from('SYSCALL.exe', 'PROCESS_INFO.exe'),
  CommandLine: made(joined, 'EXECVE.ARGV', 'EXECVE.ARGV_STR'),
  ProcessArguments: from('EXECVE.ARGV'),
  CurrentDirectory: from('CWD.cwd'),
  ProcessId: from('SYSCALL.pid'),
  ParentProcessId: from('SYSCALL.ppid'),
  ParentImage: from('PARENT_INFO.exe', 'SYSCALL.PPID.EXE', 'SYSCALL.PPID.exe'),
  ParentCommandLine: made(joined, 'PARENT_INFO.ARGV'),
  User: from('SYSCALL.UID'),
  Computer: from('NODE'),
};

export function renderLaurel(event: JsonObject): Rendering | null {
  const records = Object.entries(event).filter(isRecord);
  if (typeof event['ID'] !== 'string' || !/^\d+\.\d+:\d+$/.test(event['ID']) || records.length === 0)
    return null;
  const isStart = isObject(event['EXECVE']);
  return {
    origin: {
      schema: 'raw',
      product: 'linux',
      categories: isStart ? ['process_creation'] : [],
      services: ['auditd'],
    },
    facets: [
      { schema: 'raw', root: inOne(records), hides: hidesNothing },
      { schema: 'windows', root: renamed(event, NAMES), hides: hidesAll },
    ],
  };
}

/** Records are named by their type; of a type that an event has several of, they are a list. What LAUREL adds about a process is no record. */
function isRecord([key, value]: readonly [string, unknown]): boolean {
  return /^[A-Z][A-Z_0-9]+$/.test(key) && !key.endsWith('_INFO') && typeof value === 'object';
}

/**
 * The fields of all records side by side, as a rule on one of them looks for its own; of one name, all values. What a number stands for is under the name in
 * capitals: a value beside the number.
 */
function inOne(records: readonly (readonly [string, unknown])[]): JsonObject {
  const root: Record<string, unknown[]> = {};
  for (const [type, value] of records) {
    add(root, 'type', type);
    for (const record of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (!isObject(record)) continue;
      for (const [key, each] of Object.entries(record)) add(root, key.toLowerCase(), each);
      if (type === 'EXECVE') addArguments(root, record);
    }
  }
  return Object.fromEntries(
    Object.entries(root).map(([key, values]) => [key, values.length === 1 ? values[0] : values]),
  );
}

function add(root: Record<string, unknown[]>, key: string, value: unknown): void {
  const values = Object.hasOwn(root, key) ? root[key] : undefined;
  if (values === undefined) root[key] = [value];
  else values.push(value);
}

/** The daemon numbers the arguments: `a0`, `a1`, … */
function addArguments(root: Record<string, unknown[]>, record: JsonObject): void {
  const { ARGV } = record;
  if (!Array.isArray(ARGV)) return;
  (ARGV as unknown[]).forEach((argument, at) => {
    add(root, `a${at}`, argument);
  });
}

function joined(value: unknown): unknown {
  return Array.isArray(value) ? value.map(String).join(' ') : value;
}
