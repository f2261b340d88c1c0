/** Events of Windows' Security log in OCSF: those that keep the channel and the event's number are these events. */
import { windowsCategories, windowsServices } from '../../fields/windows-log-sources.ts';
import type { Recorder } from '../../fields/event-origin.ts';
import { textAt } from '../event-shape.ts';
import type { JsonObject } from '../json-object.ts';
import { endpointRendering, programPath } from './endpoint.ts';
import { from, made, renamed } from './rendering.ts';
import type { Names, Rendering } from './rendering.ts';

/** https://schema.ocsf.io/1.3.0/classes/authentication, …/account_change: who did it is the actor, and the user whom it is about. */
const NAMES: Names = {
  SubjectUserName: made(noDash, 'actor.user.name'),
  SubjectDomainName: made(noDash, 'actor.user.domain'),
  SubjectUserSid: made(sid, 'actor.user.uid'),
  SubjectLogonId: from('actor.session.uid'),
  TargetUserName: made(noDash, 'user.name'),
  TargetDomainName: made(noDash, 'user.domain'),
  TargetUserSid: made(sid, 'user.uid'),
  TargetLogonId: from('session.uid'),
  LogonType: made(logonType, 'logon_type_id'),
  LogonProcessName: from('logon_process.name'),
  IpAddress: from('src_endpoint.ip'),
  IpPort: from('src_endpoint.port'),
  WorkstationName: from('src_endpoint.name', 'src_endpoint.hostname'),
  ProcessName: made(programPath, 'actor.process.file.path'),
  Status: from('status_code'),
  Computer: from('device.hostname'),
};

const CLASSES: ReadonlySet<string> = new Set(['3001', '3002', '3006']);

export function renderWindowsSecurity(event: JsonObject, uid: string, recorder: Recorder): Rendering | null {
  const channel = textAt(event, 'metadata.log_name') ?? textAt(event, 'metadata.product.feature.name');
  const eventId = textAt(event, 'metadata.event_code') ?? textAt(event, 'unmapped.EventCode');
  if (!CLASSES.has(uid) || channel !== 'Security' || eventId === null || !/^\d{4}$/.test(eventId))
    return null;
  const fields = { ...renamed(event, NAMES), Channel: channel, EventID: Number(eventId) };
  const { origin, facets } = endpointRendering({
    product: 'windows',
    categories: windowsCategories(channel, Number(eventId)),
    recorder,
    fields,
    record: event,
  });
  return { origin: { ...origin, services: windowsServices(channel) }, facets };
}

function noDash(value: unknown): unknown {
  return value === '-' ? undefined : value;
}

function sid(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('S-') ? value : undefined;
}

/** OCSF's numbers are Windows'; 0 and 99 stand for none and another. */
function logonType(value: unknown): unknown {
  return value === 0 || value === 99 ? undefined : value;
}
