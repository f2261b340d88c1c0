/** The records that are read under other names than their own. */
import { logSourceFits } from '../../fields/event-origin.ts';
import { logSourcesOfLogType } from '../../fields/panther-log-types.ts';
import { hasTooManyKeys, startLooking, textAt } from '../event-shape.ts';
import { isObject } from '../json-object.ts';
import { renderFlowLog, renderLoadBalancer } from './aws-logs.ts';
import { renderActivity } from './azure-activity.ts';
import { renderFalconEvent } from './crowdstrike.ts';
import { renderGraphAudit, renderGraphSignIn } from './entra.ts';
import { renderLaurel } from './laurel.ts';
import { renderOcsf } from './ocsf.ts';
import { renderOsquery } from './osquery.ts';
import { renderSignInEvent } from './sign-in-events.ts';
import { renderCombinedLog, renderExtendedLog } from './web-logs.ts';
import type { Renderer, Rendering } from './rendering.ts';

const RENDERERS: readonly Renderer[] = [
  renderFalconEvent,
  renderOcsf,
  renderOsquery,
  renderLaurel,
  renderFlowLog,
  renderLoadBalancer,
  renderGraphSignIn,
  renderGraphAudit,
  renderActivity,
  renderSignInEvent,
  renderCombinedLog,
  renderExtendedLog,
];

/** Null: the record is read as it is. */
export function renderingOf(event: unknown): Rendering | null {
  if (!isObject(event) || hasTooManyKeys(event)) return null;
  startLooking();
  for (const render of RENDERERS) {
    const rendering = render(event);
    if (rendering !== null) return isOfLogType(rendering, textAt(event, 'p_log_type')) ? rendering : null;
  }
  return null;
}

/** What Panther calls the record is what it is. */
function isOfLogType({ origin }: Rendering, logType: string | null): boolean {
  if (logType === null) return true;
  return logSourcesOfLogType(logType).some((each) => logSourceFits(each, origin) === 'fits');
}
