/**
 * What an event of Windows' event log says as an action, or as a type of event, in the words of other schemas: by channel (in lower case) and EventID. Only what
 * follows from these two, and perhaps one field of the event data, with certainty; where the sensors' words for a deed differ, all that they certainly say.
 */

/** One or several words for an EventID; where it stands for several things, by the event data's field that tells them apart. */
export type EventWords = Readonly<
  Record<
    string,
    | string
    | readonly string[]
    | { readonly field: string; readonly of: Readonly<Record<string, string | readonly string[]>> }
  >
>;

export type ChannelWords = Readonly<Record<string, EventWords>>;

export const SYSMON_CHANNEL = 'microsoft-windows-sysmon/operational';

/**
 * ECS's `event.action` of what Sysmon records: the word of Elastic's integration (packages/windows/data_stream/sysmon_operational of
 * https://github.com/elastic/integrations), the name of the event's task that Winlogbeat and older integrations hand on, and what Elastic Defend says of the same
 * deed (https://www.elastic.co/docs/reference/integrations/endpoint). Where Defend tells apart what Sysmon does not, the EventID is not here.
 */
export const SYSMON_ACTIONS: EventWords = {
  '1': ['Process creation', 'Process Create (rule: ProcessCreate)', 'start'],
  '3': {
    field: 'Initiated',
    of: {
      true: [
        'Network connection',
        'Network connection detected (rule: NetworkConnect)',
        'connection_attempted',
      ],
      false: [
        'Network connection',
        'Network connection detected (rule: NetworkConnect)',
        'connection_accepted',
      ],
    },
  },
  '5': ['Process terminated', 'Process terminated (rule: ProcessTerminate)', 'end'],
  '6': ['Driver loaded', 'Driver loaded (rule: DriverLoad)', 'load'],
  '7': ['Image loaded', 'Image loaded (rule: ImageLoad)', 'load'],
  '11': ['FileCreate', 'File created (rule: FileCreate)'],
  '13': ['RegistryEvent (Value Set)', 'Registry value set (rule: RegistryEvent)', 'modification'],
  '22': ['DNSEvent (DNS query)', 'Dns query (rule: DnsQuery)', 'lookup_requested', 'lookup_result'],
  '23': ['FileDelete (File Delete archived)', 'File Delete archived (rule: FileDelete)', 'deletion'],
  '26': [
    'FileDeleteDetected (File Delete logged)',
    'File Delete logged (rule: FileDeleteDetected)',
    'deletion',
  ],
};

/** Sysmon says of a file that it was created or overwritten; Defend says which. */
export const CREATED_OR_OVERWRITTEN: readonly string[] = ['creation', 'overwrite'];

/** What the same parsers say of how it ended: `security_result.action`. */
const UDM_ACTIONS: ChannelWords = {
  security: {
    '4624': 'ALLOW',
    '4625': 'BLOCK',
    '4634': 'ALLOW',
    '4648': 'ALLOW',
    '4657': 'ALLOW_WITH_MODIFICATION',
    '4672': 'ALLOW',
    '4688': 'ALLOW',
    '4689': 'ALLOW',
    '4697': 'ALLOW',
    '4698': 'ALLOW',
    '4699': 'ALLOW',
    '4702': 'ALLOW_WITH_MODIFICATION',
    '4720': 'ALLOW',
    '4722': 'ALLOW',
    '4725': 'ALLOW',
    '4726': 'ALLOW',
    '4727': 'ALLOW',
    '4728': 'ALLOW_WITH_MODIFICATION',
    '4729': 'ALLOW_WITH_MODIFICATION',
    '4730': 'ALLOW_WITH_MODIFICATION',
    '4731': 'ALLOW',
    '4732': 'ALLOW_WITH_MODIFICATION',
    '4733': 'ALLOW_WITH_MODIFICATION',
    '4734': 'ALLOW_WITH_MODIFICATION',
    '4735': 'ALLOW_WITH_MODIFICATION',
    '4737': 'ALLOW_WITH_MODIFICATION',
    '4738': 'ALLOW_WITH_MODIFICATION',
    '4740': 'BLOCK',
  },
};

/**
 * UDM's `metadata.event_type`, as Google's parsers set it: https://cloud.google.com/chronicle/docs/ingestion/default-parsers/collect-windows-sysmon and
 * …/windows-event (WINEVTLOG). An EventID that becomes one type or another by its fields is not here.
 */
const UDM_EVENT_TYPES: ChannelWords = {
  [SYSMON_CHANNEL]: {
    '1': 'PROCESS_LAUNCH',
    '2': 'FILE_MODIFICATION',
    '3': 'NETWORK_CONNECTION',
    '5': 'PROCESS_TERMINATION',
    '6': 'PROCESS_MODULE_LOAD',
    '7': 'PROCESS_MODULE_LOAD',
    '10': 'PROCESS_OPEN',
    '11': 'FILE_CREATION',
    '13': 'REGISTRY_MODIFICATION',
    '14': 'REGISTRY_MODIFICATION',
    '22': 'NETWORK_DNS',
    '23': 'FILE_DELETION',
    '26': 'FILE_DELETION',
  },
  security: {
    '1102': 'SYSTEM_AUDIT_LOG_WIPE',
    '4624': 'USER_LOGIN',
    '4625': 'USER_LOGIN',
    '4634': 'USER_LOGOUT',
    '4647': 'USER_LOGOUT',
    '4648': 'USER_LOGIN',
    '4657': 'REGISTRY_MODIFICATION',
    '4672': 'USER_LOGIN',
    '4688': 'PROCESS_LAUNCH',
    '4689': 'PROCESS_TERMINATION',
    '4697': 'SERVICE_UNSPECIFIED',
    '4698': 'SCHEDULED_TASK_CREATION',
    '4699': 'SCHEDULED_TASK_DELETION',
    '4700': 'SCHEDULED_TASK_ENABLE',
    '4701': 'SCHEDULED_TASK_DISABLE',
    '4702': 'SCHEDULED_TASK_MODIFICATION',
    '4719': 'SYSTEM_AUDIT_LOG_UNCATEGORIZED',
    '4720': 'USER_CREATION',
    '4722': 'USER_CHANGE_PERMISSIONS',
    '4723': 'USER_CHANGE_PASSWORD',
    '4724': 'USER_CHANGE_PASSWORD',
    '4725': 'USER_CHANGE_PERMISSIONS',
    '4726': 'USER_DELETION',
    '4727': 'GROUP_CREATION',
    '4728': 'GROUP_MODIFICATION',
    '4729': 'GROUP_MODIFICATION',
    '4730': 'GROUP_DELETION',
    '4731': 'GROUP_CREATION',
    '4732': 'GROUP_MODIFICATION',
    '4733': 'GROUP_MODIFICATION',
    '4734': 'GROUP_DELETION',
    '4735': 'GROUP_MODIFICATION',
    '4737': 'GROUP_MODIFICATION',
    '4738': 'USER_UNCATEGORIZED',
    '4739': 'SETTING_MODIFICATION',
    '4740': 'USER_CHANGE_PERMISSIONS',
  },
  'microsoft-windows-powershell/operational': { '4103': 'PROCESS_LAUNCH', '4104': 'PROCESS_LAUNCH' },
  system: { '7045': 'SERVICE_CREATION' },
};

/**
 * Defender's word for what an event says.
 * https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables (the portal lists each table's action types)
 */
const ACTION_TYPES: ChannelWords = {
  [SYSMON_CHANNEL]: {
    '1': 'ProcessCreated',
    '3': { field: 'Initiated', of: { true: 'ConnectionSuccess', false: 'InboundConnectionAccepted' } },
    '6': 'DriverLoad',
    '7': 'ImageLoaded',
    '8': 'CreateRemoteThreadApiCall',
    '10': 'OpenProcessApiCall',
    '11': 'FileCreated',
    '12': {
      field: 'EventType',
      of: {
        createkey: 'RegistryKeyCreated',
        deletekey: 'RegistryKeyDeleted',
        deletevalue: 'RegistryValueDeleted',
      },
    },
    '13': 'RegistryValueSet',
    '17': 'NamedPipeEvent',
    '18': 'NamedPipeEvent',
    '22': 'DnsQueryResponse',
    '23': 'FileDeleted',
    '26': 'FileDeleted',
  },
  security: { '4688': 'ProcessCreated' },
};

/** Under names that ECS has none for: each schema's word for what kind of event it is. */
export const KIND_WORDS: Readonly<Record<string, ChannelWords>> = {
  ActionType: ACTION_TYPES,
  'metadata.event_type': UDM_EVENT_TYPES,
  'security_result.action': UDM_ACTIONS,
};

/** Whose hashes a Sysmon event has, by EventID: of the file that it is about, not of the process. In the integration's words as well. */
export const HASHES_OF_FILE: ReadonlySet<string> = new Set(['6', '7', '15', '26', '29']);
/** Whose version information it has: the image's that is loaded. */
export const VERSION_OF_FILE: ReadonlySet<string> = new Set(['7']);
