/**
 * What Elastic's agents make of the Security log: the words of ECS for its events, and whose name `user` is. By the ingest pipeline of their integration
 * (https://github.com/elastic/integrations, packages/system/data_stream/security).
 */
import type { Derivation, FieldRow } from '../field-table.ts';

/** What ECS calls an event: null where it says nothing. */
export interface EventKind {
  readonly category: readonly string[];
  readonly type: readonly string[];
  readonly action: string | null;
  readonly outcome: 'success' | 'failure' | null;
}

export function kind(
  category: string,
  type: string,
  action: string | null = null,
  outcome: EventKind['outcome'] = null,
): EventKind {
  return { category: category.split(' '), type: type.split(' '), action, outcome };
}

/** By EventID. An event that is written for success and failure alike has no outcome here. */
export const SECURITY_KINDS: Readonly<Record<string, EventKind>> = {
  '1102': kind('iam', 'admin change', 'audit-log-cleared', 'success'),
  '4624': kind('authentication', 'start', 'logged-in', 'success'),
  '4625': kind('authentication', 'start', 'logon-failed', 'failure'),
  '4634': kind('authentication', 'end', 'logged-out', 'success'),
  '4647': kind('authentication', 'end', 'logged-out', 'success'),
  '4648': kind('authentication', 'start', 'logged-in-explicit', 'success'),
  '4657': kind('registry configuration', 'change', 'registry-value-modified', 'success'),
  '4670': kind('iam configuration', 'admin change', 'permissions-changed', 'success'),
  '4672': kind('iam', 'admin', 'logged-in-special', 'success'),
  '4673': kind('iam', 'admin', 'privileged-service-called', null),
  '4674': kind('iam', 'admin', 'privileged-operation', null),
  '4688': kind('process', 'start', 'created-process', 'success'),
  '4689': kind('process', 'end', 'exited-process', 'success'),
  '4697': kind('iam configuration', 'admin change', 'service-installed', 'success'),
  '4698': kind('iam configuration', 'creation admin', 'scheduled-task-created', 'success'),
  '4699': kind('iam configuration', 'deletion admin', 'scheduled-task-deleted', 'success'),
  '4700': kind('iam configuration', 'change admin', 'scheduled-task-enabled', 'success'),
  '4701': kind('iam configuration', 'change admin', 'scheduled-task-disabled', 'success'),
  '4702': kind('iam configuration', 'change admin', 'scheduled-task-updated', 'success'),
  '4706': kind('configuration', 'creation', 'domain-trust-added', 'success'),
  '4707': kind('configuration', 'deletion', 'domain-trust-removed', 'success'),
  '4713': kind('configuration', 'change', 'kerberos-policy-changed', 'success'),
  '4716': kind('configuration', 'change', 'trusted-domain-information-changed', 'success'),
  '4717': kind('iam configuration', 'admin change', 'system-security-access-granted', 'success'),
  '4718': kind('iam configuration', 'admin deletion', 'system-security-access-removed', 'success'),
  '4719': kind('iam configuration', 'admin change', 'changed-audit-config', 'success'),
  '4720': kind('iam', 'user creation', 'added-user-account', 'success'),
  '4722': kind('iam', 'user change', 'enabled-user-account', 'success'),
  '4723': kind('iam', 'user change', 'changed-password', null),
  '4724': kind('iam', 'user change', 'reset-password', null),
  '4725': kind('iam', 'user deletion', 'disabled-user-account', 'success'),
  '4726': kind('iam', 'user deletion', 'deleted-user-account', 'success'),
  '4727': kind('iam', 'group creation', 'added-group-account', 'success'),
  '4728': kind('iam', 'group change', 'added-member-to-group', 'success'),
  '4729': kind('iam', 'group change', 'removed-member-from-group', 'success'),
  '4730': kind('iam', 'group deletion', 'deleted-group-account', 'success'),
  '4731': kind('iam', 'group creation', 'added-group-account', 'success'),
  '4732': kind('iam', 'group change', 'added-member-to-group', 'success'),
  '4733': kind('iam', 'group change', 'removed-member-from-group', 'success'),
  '4734': kind('iam', 'group deletion', 'deleted-group-account', 'success'),
  '4735': kind('iam', 'group change', 'modified-group-account', 'success'),
  '4737': kind('iam', 'group change', 'modified-group-account', 'success'),
  '4738': kind('iam', 'user change', 'modified-user-account', 'success'),
  '4739': kind('configuration', 'change', 'domain-policy-changed', 'success'),
  '4740': kind('iam', 'user change', 'locked-out-user-account', 'success'),
  '4741': kind('iam', 'creation admin', 'added-computer-account', 'success'),
  '4742': kind('iam', 'change admin', 'changed-computer-account', 'success'),
  '4743': kind('iam', 'deletion admin', 'deleted-computer-account', 'success'),
  '4754': kind('iam', 'group creation', 'added-group-account', 'success'),
  '4755': kind('iam', 'group change', 'modified-group-account', 'success'),
  '4756': kind('iam', 'group change', 'added-member-to-group', 'success'),
  '4757': kind('iam', 'group change', 'removed-member-from-group', 'success'),
  '4758': kind('iam', 'group deletion', 'deleted-group-account', 'success'),
  '4764': kind('iam', 'group change', 'type-changed-group-account', 'success'),
  '4767': kind('iam', 'user change', 'unlocked-user-account', 'success'),
  '4768': kind('authentication', 'start', 'kerberos-authentication-ticket-requested', null),
  '4769': kind('authentication', 'start', 'kerberos-service-ticket-requested', null),
  '4770': kind('authentication', 'start', 'kerberos-service-ticket-renewed', null),
  '4771': kind('authentication', 'start', 'kerberos-preauth-failed', 'failure'),
  '4776': kind('authentication', 'start', 'credential-validated', null),
  '4778': kind('authentication session', 'start', 'session-reconnected', 'success'),
  '4779': kind('authentication session', 'end', 'session-disconnected', 'success'),
  '4781': kind('iam', 'user change', 'renamed-user-account', 'success'),
  '4798': kind('iam', 'user info', 'group-membership-enumerated', 'success'),
  '4799': kind('iam', 'group info', 'user-member-enumerated', 'success'),
  '4907': kind('iam configuration', 'admin change', 'audit-setting-changed', 'success'),
  '5140': kind('network file', 'info access', 'network-share-object-accessed', null),
  '5145': kind('network file', 'info access', 'network-share-object-access-checked', null),
};

/** https://learn.microsoft.com/windows/security/threat-protection/auditing/basic-audit-logon-events; other types have no word. */
const LOGON_TYPES = {
  '2': 'Interactive',
  '3': 'Network',
  '4': 'Batch',
  '5': 'Service',
  '7': 'Unlock',
  '8': 'NetworkCleartext',
  '9': 'NewCredentials',
  '10': 'RemoteInteractive',
  '11': 'CachedInteractive',
} as const;

const WORDS: Derivation = { kind: 'choice', of: LOGON_TYPES, otherwise: null, absent: null };
const NUMBERS: Derivation = {
  kind: 'choice',
  of: Object.fromEntries(Object.entries(LOGON_TYPES).map(([number, word]) => [word.toLowerCase(), number])),
  otherwise: null,
  absent: null,
};

/** Windows numbers the types of logons, ECS has words for them. */
export function logonType(...natives: readonly string[]): FieldRow {
  return { name: 'winlog.logon.type', natives, derivation: WORDS, back: NUMBERS };
}

/** Of which events `user` is who the event is about, and of which it is who did it; of others the pipeline does not say. */
export const USER_IS_TARGET: ReadonlySet<string> = new Set(
  '4624 4625 4634 4647 4768 4769 4770 4771 4776 4964'.split(' '),
);
export const USER_IS_SUBJECT: ReadonlySet<string> = new Set(
  (
    '1102 4648 4657 4670 4672 4673 4674 4688 4689 4697 4698 4699 4700 4701 4702 4706 4707 4713 4716 4717 4718 4719 4720 4722 4723 4724 ' +
    '4725 4726 4727 4728 4729 4730 4731 4732 4733 4734 4735 4737 4738 4739 4740 4741 4742 4743 4744 4745 4746 4747 4748 4749 4750 4751 ' +
    '4752 4753 4754 4755 4756 4757 4758 4759 4760 4761 4762 4763 4764 4767 4781 4798 4799 4817 4904 4905 4907 4912 5140 5145'
  ).split(' '),
);
