/**
 * What a rule that states no log source is probably about, by the fields that it reads. An assumption labels and orders rules; it is no log source of the
 * rule: it never skips one, refutes one, or lets a missing field decide.
 */
import type { Compare, Condition } from '../condition/condition.ts';
import { leaves } from '../condition/fold.ts';
import { logSource } from '../rule/log-source.ts';
import type { LogSource } from '../rule/log-source.ts';

/** Sigma's categories by what fields say in the catalog's name or in the rule's own; the one that tells most first. */
const BY_FIELD: readonly (readonly [category: string, field: RegExp])[] = [
  ['registry_event', /^registry\.|\.registry\.|TargetObject$/],
  ['dns', /^dns\.|\.dns\.|^(Query|answer|question)Name$/],
  ['email', /^email\.|\.email\./],
  ['ps_script', /^powershell\.|ScriptBlockText$/],
  ['image_load', /^dll\.|ImageLoaded$/],
  ['file_event', /^file\.|(^|\.)(target|src|about)\.file\.|TargetFilename$/],
  ['web', /^(url|http|user_agent)\.|\.(url|http|referral_url|user_agent)(\.|$)/],
  ['process_creation', /^process\.|\.process\.|(^|_)(CommandLine|Image)$/],
  ['authentication', /LogonType$|^event_data\.AuthenticationPackageName$|\.auth\.mechanism$/],
  ['network_connection', /^(source|destination|network)\.|\.(ip|port|direction|sent_bytes|received_bytes)$/],
];

/** What the Unified Data Model calls an event. */
const BY_EVENT_TYPE: readonly (readonly [category: string, type: RegExp])[] = [
  ['registry_event', /^REGISTRY_/],
  ['dns', /^NETWORK_DNS$/],
  ['email', /^EMAIL_/],
  ['file_event', /^FILE_/],
  ['web', /^NETWORK_HTTP$/],
  ['process_creation', /^PROCESS_/],
  ['authentication', /^USER_LOG(IN|OUT)$/],
  ['network_connection', /^NETWORK_/],
];

const EVENT_TYPE = 'metadata.event_type';

/** Null: its fields may be of anything. */
export function assumedCategory(condition: Condition): LogSource | null {
  const read = leaves(condition)
    .filter(({ negations }) => negations % 2 === 0)
    .flatMap(({ node }) => (node.kind === 'compare' ? [node] : []));
  const types = read.filter(({ field }) => field.native === EVENT_TYPE).flatMap(({ values }) => values);
  const said = BY_EVENT_TYPE.find(([, type]) => types.some((value) => type.test(String(value))));
  const [category] = said ?? BY_FIELD.find(([, field]) => read.some((node) => reads(node, field))) ?? [];
  return category === undefined ? null : logSource(null, category);
}

function reads({ field: { name, native } }: Compare, field: RegExp): boolean {
  return field.test(name) || field.test(native);
}
