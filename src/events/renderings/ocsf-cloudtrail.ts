/**
 * CloudTrail's record in OCSF, as Amazon's Security Lake keeps it: https://docs.aws.amazon.com/security-lake/latest/userguide/cloudtrail-event-logs.html. An API
 * call is `API Activity`, a sign-in `Authentication`, a change of a user `Account Change`; all name the call alike.
 */
import type { EventOrigin, Recorder } from '../../fields/event-origin.ts';
import { textAt } from '../event-shape.ts';
import { isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';
import { from, made, renamed } from './rendering.ts';
import type { Names, Rendering } from './rendering.ts';

const NAMES: Names = {
  eventName: from('api.operation'),
  eventSource: from('api.service.name'),
  eventTime: made(isoTime, 'time_dt', 'time'),
  eventID: from('metadata.uid'),
  eventType: from('metadata.event_code'),
  eventCategory: from('metadata.product.feature.name'),
  awsRegion: from('cloud.region'),
  sourceIPAddress: from('src_endpoint.ip', 'src_endpoint.domain'),
  vpcEndpointId: from('src_endpoint.uid'),
  userAgent: from('http_request.user_agent'),
  requestID: from('api.request.uid'),
  errorCode: from('api.response.error'),
  errorMessage: from('api.response.message'),
  requestParameters: made(parsed, 'api.request.data'),
  responseElements: made(parsed, 'api.response.data'),
  'userIdentity.type': from('actor.user.type'),
  'userIdentity.principalId': from('actor.user.uid_alt'),
  'userIdentity.arn': from('actor.user.uid'),
  'userIdentity.accountId': from('actor.user.account.uid', 'actor.user.account_uid'),
  'userIdentity.accessKeyId': from('actor.user.credential_uid'),
  'userIdentity.userName': from('actor.user.name'),
  'userIdentity.invokedBy': from('actor.invoked_by'),
  'userIdentity.sessionContext.attributes.creationDate': from('actor.session.created_time_dt'),
  'userIdentity.sessionContext.attributes.mfaAuthenticated': made(String, 'actor.session.is_mfa'),
  'userIdentity.sessionContext.sessionIssuer.arn': from('actor.session.issuer'),
};

export function renderCloudTrail(event: JsonObject, _uid: string, recorder: Recorder): Rendering | null {
  if (textAt(event, 'metadata.product.name') !== 'CloudTrail') return null;
  if (textAt(event, 'api.operation') === null || textAt(event, 'api.service.name') === null) return null;
  const origin: EventOrigin = {
    schema: 'raw',
    product: 'aws',
    categories: [],
    services: ['cloudtrail'],
    recorder,
  };
  const root = renamed(event, NAMES);
  return { origin, facets: [{ schema: 'raw', root, hides: (name) => hides(name, root, event) }] };
}

/** What is kept as a whole is known in full, and a call that succeeded has no error. */
function hides(name: string, root: JsonObject, event: JsonObject): boolean {
  const [top = ''] = name.split('.');
  if (top === 'errorCode' || top === 'errorMessage') return textAt(event, 'status_id') !== '1';
  if (name === 'responseElements.ConsoleLogin' && root['eventName'] !== 'ConsoleLogin') return false;
  return !(top === 'requestParameters' || top === 'responseElements') || !isObject(root[top]);
}

function isoTime(value: unknown): unknown {
  return typeof value === 'number' ? new Date(value).toISOString().replace('.000Z', 'Z') : value;
}

/** A free object may stand as its JSON text. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
