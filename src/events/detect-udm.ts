/** Tells events of Google SecOps' Unified Data Model, and their log source, by their metadata. */
import { originOf } from '../fields/event-origin.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import { textAt } from './event-shape.ts';
import { isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';
import { categoriesOfServices } from '../fields/service-categories.ts';
import { endpointCategories, udmLogSources } from '../fields/udm-log-sources.ts';
import { windowsCategories, windowsServices } from '../fields/windows-log-sources.ts';

/** Null: it is none. */
export function detectUdm(event: JsonObject): EventOrigin | null {
  const udm = isObject(event['udm']) ? event['udm'] : event;
  const eventType = textOf(udm, 'metadata.event_type', 'metadata.eventType');
  if (eventType === null || !/^[A-Z][A-Z_]+$/.test(eventType)) return null;
  const product = textOf(udm, 'metadata.product_name', 'metadata.productName');
  const vendor = textOf(udm, 'metadata.vendor_name', 'metadata.vendorName');
  const logType = textOf(udm, 'metadata.log_type', 'metadata.logType');
  const platform = textOf(udm, 'principal.platform') ?? textOf(udm, 'target.platform');
  const sources = udmLogSources({
    logTypes: listOf(logType),
    products: listOf(product),
    vendors: listOf(vendor),
    platforms: listOf(platform),
  });
  const origin = originOf(sources, 'udm');
  return origin.product === 'windows' || origin.product === 'linux' || origin.product === 'macos'
    ? endpointOrigin(
        origin,
        product,
        eventType,
        textOf(udm, 'metadata.product_event_type', 'metadata.productEventType'),
      )
    : { ...origin, categories: categoriesOf(origin) };
}

function categoriesOf({ product, services }: EventOrigin): readonly string[] | null {
  return services === null ? null : (categoriesOfServices(product, services) ?? []);
}

function textOf(event: JsonObject, ...paths: readonly string[]): string | null {
  return paths.map((path) => textAt(event, path)).find((text) => text !== null && text !== '') ?? null;
}

function listOf(text: string | null): readonly string[] | undefined {
  return text === null ? undefined : [text];
}

const CHANNELS: Readonly<Record<string, string>> = {
  'microsoft-windows-sysmon': 'Microsoft-Windows-Sysmon/Operational',
  'microsoft-windows-security-auditing': 'Security',
  'microsoft-windows-powershell': 'Microsoft-Windows-PowerShell/Operational',
};

/** Of Windows' own events the EventID is kept; else what the event records says its category. */
function endpointOrigin(
  origin: EventOrigin,
  product: string | null,
  eventType: string,
  eventId: string | null,
): EventOrigin {
  const channel = CHANNELS[product?.toLowerCase() ?? ''];
  if (channel !== undefined && eventId !== null && /^\d+$/.test(eventId)) {
    return {
      ...origin,
      categories: windowsCategories(channel, Number(eventId)),
      services: windowsServices(channel),
    };
  }
  return { ...origin, categories: endpointCategories(eventType), services: null };
}
