/** The data of a Windows event as its rendered message shows it, in English: where nothing else of the event has it. */

/**
 * Labels by the section of the message under which they stand, and the name of the field that each shows. A text that the message shows in other words than
 * the event has it (an account's name for its id) is not taken.
 * https://learn.microsoft.com/previous-versions/windows/it-pro/windows-10/security/threat-protection/auditing/security-auditing-overview
 */
type Labels = Readonly<Record<string, string>>;

const account = (prefix: string, id: string): Labels => ({
  'Security ID': id,
  'Account Name': `${prefix}UserName`,
  'Account Domain': `${prefix}DomainName`,
  'Logon ID': `${prefix}LogonId`,
});

const SUBJECT = account('Subject', 'SubjectUserSid');
const CHANGED = account('Target', 'TargetSid');

const SECURITY: Readonly<Record<string, Labels>> = {
  Subject: SUBJECT,
  'Creator Subject': SUBJECT,
  'Target Subject': account('Target', 'TargetUserSid'),
  'New Logon': { ...account('Target', 'TargetUserSid'), 'Logon GUID': 'LogonGuid' },
  'Account For Which Logon Failed': account('Target', 'TargetUserSid'),
  'Account Whose Credentials Were Used': account('Target', 'TargetUserSid'),
  'Target Account': CHANGED,
  'New Account': CHANGED,
  'Account That Was Locked Out': CHANGED,
  Group: { ...CHANGED, 'Group Name': 'TargetUserName', 'Group Domain': 'TargetDomainName' },
  Member: { 'Security ID': 'MemberSid', 'Account Name': 'MemberName' },
  'Account Information': { ...CHANGED, 'User ID': 'TargetSid', 'Supplied Realm Name': 'TargetDomainName' },
  'Process Information': {
    'New Process ID': 'NewProcessId',
    'New Process Name': 'NewProcessName',
    'Token Elevation Type': 'TokenElevationType',
    'Mandatory Label': 'MandatoryLabel',
    'Creator Process ID': 'ProcessId',
    'Creator Process Name': 'ParentProcessName',
    'Process Command Line': 'CommandLine',
    'Process ID': 'ProcessId',
    'Process Name': 'ProcessName',
    'Caller Process ID': 'ProcessId',
    'Caller Process Name': 'ProcessName',
  },
  'Network Information': {
    'Workstation Name': 'WorkstationName',
    'Source Network Address': 'IpAddress',
    'Source Port': 'IpPort',
    'Client Address': 'IpAddress',
    'Client Port': 'IpPort',
    'Network Address': 'IpAddress',
    Port: 'IpPort',
  },
  'Logon Information': { 'Logon Type': 'LogonType' },
  '': { 'Logon Type': 'LogonType' },
  'Detailed Authentication Information': {
    'Logon Process': 'LogonProcessName',
    'Authentication Package': 'AuthenticationPackageName',
    'Package Name (NTLM only)': 'LmPackageName',
    'Key Length': 'KeyLength',
  },
  'Failure Information': { Status: 'Status', 'Sub Status': 'SubStatus' },
  Object: {
    'Object Server': 'ObjectServer',
    'Object Type': 'ObjectType',
    'Object Name': 'ObjectName',
    'Handle ID': 'HandleId',
  },
  'Service Information': {
    'Service Name': 'ServiceName',
    'Service ID': 'ServiceSid',
    'Service File Name': 'ServiceFileName',
    'Service Account': 'ServiceAccount',
  },
  'Additional Information': {
    'Ticket Options': 'TicketOptions',
    'Ticket Encryption Type': 'TicketEncryptionType',
  },
  'Share Information': {
    'Share Name': 'ShareName',
    'Share Path': 'ShareLocalPath',
    'Relative Target Name': 'RelativeTargetName',
  },
  'Task Information': { 'Task Name': 'TaskName' },
};

const SERVICES: Readonly<Record<string, Labels>> = {
  '': {
    'Service Name': 'ServiceName',
    'Service File Name': 'ImagePath',
    'Service Type': 'ServiceType',
    'Service Start Type': 'StartType',
    'Service Account': 'AccountName',
  },
};

/** By provider, in lower case. */
const MESSAGES: Readonly<Record<string, Readonly<Record<string, Labels>>>> = {
  'microsoft-windows-security-auditing': SECURITY,
  'service control manager': SERVICES,
};

/** What a field's value looks like in the event; the message may show something else. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  MandatoryLabel: /^S-1-/,
  TokenElevationType: /^%%\d+$/,
  LogonType: /^\d+$/,
};

const MAX_MESSAGE = 100_000;

/** Null: we know no such message. `isWhole`: it shows all that the event has. */
export function readMessage(
  message: unknown,
  provider: unknown,
): { readonly fields: Readonly<Record<string, string>>; readonly isWhole: boolean } | null {
  if (typeof message !== 'string' || message.length > MAX_MESSAGE || typeof provider !== 'string')
    return null;
  const name = provider.toLowerCase();
  if (name === 'microsoft-windows-sysmon') return sysmonFields(message);
  if (POWERSHELL.has(name)) return scriptBlock(message);
  const sections = MESSAGES[name];
  return sections === undefined ? null : found(labelledFields(message, sections), false);
}

function found(
  fields: Readonly<Record<string, string>>,
  isWhole: boolean,
): { readonly fields: Readonly<Record<string, string>>; readonly isWhole: boolean } | null {
  return Object.keys(fields).length === 0 ? null : { fields, isWhole };
}

/** Sysmon's messages are the event's data, a field a line, by their names. */
function sysmonFields(message: string): ReturnType<typeof readMessage> {
  const fields: Record<string, string> = {};
  for (const [, key = '', value = ''] of message.matchAll(/^(\w+):[ \t]?([^\r\n]*)\r?$/gm)) {
    if (value !== '') fields[key] ??= value;
  }
  return found(fields, true);
}

const POWERSHELL: ReadonlySet<string> = new Set(['microsoft-windows-powershell', 'powershellcore']);

/** EventID 4104: the script between the first line and its id. */
function scriptBlock(message: string): ReturnType<typeof readMessage> {
  const [head] = /^Creating Scriptblock text \((\d+) of (\d+)\):\r?\n/.exec(message) ?? [];
  const end = message.lastIndexOf('\nScriptBlock ID:');
  if (head === undefined || end < head.length) return null;
  const path = /^Path:[ \t]*([^\r\n]+)/m.exec(message.slice(end))?.[1];
  const text = message.slice(head.length, end).replace(/\r?\n\r?$/, '');
  return found(path === undefined ? { ScriptBlockText: text } : { ScriptBlockText: text, Path: path }, false);
}

function labelledFields(message: string, sections: Readonly<Record<string, Labels>>): Record<string, string> {
  const fields: Record<string, string> = {};
  let section = '';
  for (const line of message.split(/\r?\n|\r/)) {
    const [, indent = '', label = '', rest = ''] = /^(\s*)([^\s:][^:]*):(.*)$/.exec(line) ?? [];
    const value = rest.trimStart();
    if (label === '') continue;
    if (indent === '') section = Object.hasOwn(sections, label) && value === '' ? label : '';
    const field = sections[section]?.[label];
    if (field !== undefined && isAsInEvent(field, value.trim())) fields[field] ??= value.trim();
  }
  return fields;
}

function isAsInEvent(field: string, value: string): boolean {
  const shape = field.endsWith('Sid') ? /^S-1-/ : SHAPES[field];
  return value !== '' && (shape === undefined || shape.test(value));
}
