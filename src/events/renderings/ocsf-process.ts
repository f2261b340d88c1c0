/** OCSF's process activity: https://schema.ocsf.io/1.3.0/classes/process_activity */
import type { Recorder } from '../../fields/event-origin.ts';
import { textAt } from '../event-shape.ts';
import { isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';
import { endpointRendering, programPath } from './endpoint.ts';
import { systemOf, userName } from './ocsf-objects.ts';
import { from, made, renamed, word } from './rendering.ts';
import type { Names, Rendering } from './rendering.ts';

/** What was done to the process. */
const CATEGORIES: Readonly<Record<string, string>> = { '1': 'process_creation', '2': 'process_termination' };

const INTEGRITY: Readonly<Record<string, string>> = {
  '1': 'Untrusted',
  '2': 'Low',
  '3': 'Medium',
  '4': 'High',
  '5': 'System',
};

/** https://schema.ocsf.io/1.3.0/objects/fingerprint: by the algorithm's number. */
function hash(algorithm: string): (value: unknown) => unknown {
  return (value) => {
    const hashes = Array.isArray(value) ? value.filter(isObject) : [];
    return hashes.find((each) => String(each['algorithm_id']) === algorithm)?.['value'];
  };
}

const PROCESS: Names = {
  Image: made(programPath, 'process.file.path', 'process.path'),
  CommandLine: from('process.cmd_line'),
  CurrentDirectory: from('process.working_directory'),
  ProcessId: from('process.pid'),
  Company: from('process.file.company_name'),
  Description: from('process.file.desc'),
  IntegrityLevel: made(word(INTEGRITY), 'process.integrity_id'),
  md5: made(hash('1'), 'process.file.hashes'),
  sha1: made(hash('2'), 'process.file.hashes'),
  sha256: made(hash('3'), 'process.file.hashes'),
  User: made(userName, 'process.user', 'actor.user'),
  Computer: from('device.hostname', 'device.name'),
};

/** Who starts a process is its parent. */
const PARENT: Names = {
  ParentImage: made(programPath, 'process.parent_process.file.path', 'actor.process.file.path'),
  ParentCommandLine: from('process.parent_process.cmd_line', 'actor.process.cmd_line'),
  ParentProcessId: from('process.parent_process.pid', 'actor.process.pid'),
  ParentUser: made(userName, 'process.parent_process.user'),
};

export function renderProcess(event: JsonObject, uid: string, recorder: Recorder): Rendering | null {
  const category = CATEGORIES[textAt(event, 'activity_id') ?? ''];
  if (uid !== '1007' || category === undefined) return null;
  return endpointRendering({
    product: systemOf(event),
    categories: [category],
    recorder,
    fields: renamed(event, category === 'process_creation' ? { ...PROCESS, ...PARENT } : PROCESS),
    record: event,
  });
}
