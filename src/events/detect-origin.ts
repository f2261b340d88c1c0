/** Tells an event's schema and log source by its shape. Says nothing rather than something uncertain. */
import { detectEcs, isEcs, namesKnownDataSet } from './detect-ecs.ts';
import { detectEndpoint } from './detect-endpoint.ts';
import { detectFalco } from './detect-falco.ts';
import { detectLogAnalytics } from './detect-log-analytics.ts';
import { detectResource } from './detect-resource.ts';
import { detectSplunk } from './detect-splunk.ts';
import { detectUdm } from './detect-udm.ts';
import { detectWindows } from './detect-windows.ts';
import { originOf, UNKNOWN_ORIGIN } from '../fields/event-origin.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import { hasTooManyKeys, startLooking, textAt } from './event-shape.ts';
import { renderingOf } from './renderings/renderings.ts';
import { shapeFinder } from './shapes/shape.ts';
import { SHAPES } from './shapes/shapes.ts';
import { isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';
import { logSourcesOfLogType } from '../fields/panther-log-types.ts';
import { categoriesOfServices } from '../fields/service-categories.ts';

export function detectOrigin(event: unknown): EventOrigin {
  if (!isObject(event) || hasTooManyKeys(event)) return UNKNOWN_ORIGIN;
  startLooking();
  const rendering = renderingOf(event);
  if (rendering !== null) return rendering.origin;
  const logType = textAt(event, 'p_log_type');
  if (logType !== null) return pantherOrigin(logType, event);
  for (const detect of DETECTORS) {
    const origin = detect(event);
    if (origin !== null) return origin;
  }
  return UNKNOWN_ORIGIN;
}

/** Those of schemas that have marks of their own first; what bears the mark of a schema alone may still be a record with a shape. */
const DETECTORS: readonly ((event: JsonObject) => EventOrigin | null)[] = [
  detectUdm,
  detectLogAnalytics,
  detectSplunk,
  detectFalco,
  (event) => (isEcs(event) && namesKnownDataSet(event) ? detectEcs(event) : null),
  detectResource,
  (event) => (isEcs(event) ? null : detectWindows(event)),
  detectShape,
  (event) => (isEcs(event) ? detectEcs(event) : null),
  detectEndpoint,
];

const findShape = shapeFinder(SHAPES);

function detectShape(event: JsonObject): EventOrigin | null {
  return findShape(event)?.origin ?? null;
}

/** Of a log type that several services write, the shape may tell which. */
function pantherOrigin(logType: string, event: JsonObject): EventOrigin {
  const origin = originOf(logSourcesOfLogType(logType), 'raw');
  if (origin.services === null) return origin;
  const shape = origin.services.length > 1 ? detectShape(event) : null;
  if (shape !== null && shape.product === origin.product) return shape;
  return { ...origin, categories: closedCategories(origin) };
}

/** Only of the audit logs of services is it certain that their events are of no category: others' may be DNS queries, a firewall's, a host's. */
function closedCategories({ product, services }: EventOrigin): readonly string[] | null {
  const known = categoriesOfServices(product, services ?? []);
  if (known !== null) return known;
  const shape = SHAPES.find(
    ({ origin: { product: own, categories, services: ownServices } }) =>
      categories !== null &&
      own === product &&
      services?.every((each) => ownServices?.includes(each)) === true,
  );
  return shape?.origin.categories ?? null;
}
