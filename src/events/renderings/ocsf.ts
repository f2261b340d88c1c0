/**
 * The Open Cybersecurity Schema Framework, in which lakes and SIEMs keep what others recorded: https://schema.ocsf.io. A record of which the original is
 * known is read as that, one of a process as any sensor's; the others have a table of their own (src/fields/tables/ocsf.ts).
 */
import type { EventOrigin, Recorder } from '../../fields/event-origin.ts';
import { categoriesOfServices } from '../../fields/service-categories.ts';
import { textAt } from '../event-shape.ts';
import { hidesNothing } from '../facet.ts';
import type { JsonObject } from '../json-object.ts';
import { renderCloudTrail } from './ocsf-cloudtrail.ts';
import { renderProcess } from './ocsf-process.ts';
import { renderWindowsSecurity } from './ocsf-windows.ts';
import type { Rendering } from './rendering.ts';

/** By class: the name that Panther's log types have it under. */
const CLASSES: Readonly<Record<string, string>> = {
  '1001': 'fileactivity',
  '1005': 'moduleactivity',
  '1007': 'processactivity',
  '2001': 'securityfinding',
  '2002': 'vulnerabilityfinding',
  '2003': 'compliancefinding',
  '2004': 'detectionfinding',
  '3001': 'accountchange',
  '3002': 'authentication',
  '3003': 'authorizesession',
  '3004': 'entitymanagement',
  '3005': 'useraccess',
  '3006': 'groupmanagement',
  '4001': 'networkactivity',
  '4002': 'httpactivity',
  '4003': 'dnsactivity',
  '4004': 'dhcpactivity',
  '4005': 'rdpactivity',
  '4006': 'smbactivity',
  '4007': 'sshactivity',
  '4008': 'ftpactivity',
  '4009': 'emailactivity',
  '6003': 'apiactivity',
};

export function renderOcsf(event: JsonObject): Rendering | null {
  const uid = textAt(event, 'class_uid');
  if (uid === null || !/^\d{4,}$/.test(uid) || textAt(event, 'metadata.version') === null) return null;
  const name = CLASSES[uid];
  const recorder: Recorder = { product: 'ocsf', services: name === undefined ? null : [name] };
  for (const render of [renderCloudTrail, renderWindowsSecurity, renderProcess]) {
    const rendering = render(event, uid, recorder);
    if (rendering !== null) return rendering;
  }
  const origin: EventOrigin = {
    schema: 'raw',
    ...recorder,
    categories: categoriesOfServices('ocsf', recorder.services ?? []),
  };
  return { origin, facets: [{ schema: 'raw', root: event, hides: hidesNothing }] };
}
