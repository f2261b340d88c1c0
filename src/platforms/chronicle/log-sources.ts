/** What a rule monitors: by what its events section says of an event's metadata, and by what its meta section declares. */
import { ENDPOINT_CATEGORIES } from '../../fields/endpoint-categories.ts';
import { udmLogSources } from '../../fields/udm-log-sources.ts';
import { logSource } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';
import type { Meta } from './meta.ts';
import { metaText } from './meta.ts';

/** A source as the language reports it: `log_type=OKTA;event_type=USER_LOGIN|USER_LOGOUT`. Empty where that leaves open what it is. */
export function logSourcesOf(source: string): readonly LogSource[] {
  const said = new Map(
    source.split(';').flatMap((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [] : [[part.slice(0, at), part.slice(at + 1).split('|')] as const];
    }),
  );
  return udmLogSources({
    logTypes: said.get('log_type'),
    products: said.get('product_name'),
    vendors: said.get('vendor_name'),
    eventTypes: said.get('event_type'),
    productEventTypes: said.get('product_event_type'),
    platforms: said.get('principal_platform') ?? said.get('target_platform') ?? declared(said),
  });
}

/** What an author declares of a rule's platform holds for what happens on it, and not for what a proxy or the cloud sees of it. */
function declared(said: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const isOnEndpoint = said
    .get('event_type')
    ?.every((type) => /^(PROCESS|REGISTRY|FILE|SERVICE|SCHEDULED_TASK)_/.test(type));
  return isOnEndpoint === true ? said.get('declared_platform') : undefined;
}

/** Of a rule that was written for Sigma, and carries on its words for the log source. */
export function declaredLogSources(meta: Meta): readonly LogSource[] {
  const product = word(metaText(meta, 'product'));
  const category = word(metaText(meta, 'category'));
  if (product === null && category !== null && OF_ANY_PRODUCT.has(category))
    return [logSource(null, category)];
  if (product !== 'windows' && product !== 'linux' && product !== 'macos') return [];
  const service = word(metaText(meta, 'service'));
  // What is a category is often written as the service.
  return category === null && service !== null && CATEGORIES.has(service)
    ? [logSource(product, service)]
    : [logSource(product, category, service)];
}

/** Sigma's categories that stand without a product. */
const OF_ANY_PRODUCT: ReadonlySet<string> = new Set(['antivirus', 'dns', 'firewall', 'proxy', 'webserver']);

const CATEGORIES: ReadonlySet<string> = new Set(Object.values(ENDPOINT_CATEGORIES).flat());

/** The operating system that the meta section names, in the words of the Unified Data Model. */
export function declaredPlatform(meta: Meta): string | null {
  const platform = metaText(meta, 'platform')?.toLowerCase() ?? '';
  if (platform === 'windows') return 'WINDOWS';
  return platform === 'linux' ? 'LINUX' : null;
}

function word(text: string | null): string | null {
  const plain = text?.toLowerCase() ?? '';
  return /^[a-z][a-z0-9_-]*$/.test(plain) ? plain : null;
}
