/**
 * Rules of two languages that say the same have one canonical hash; rules that only look alike have not. The pairs are on purpose plain: what
 * makes the difference is in their names.
 */
import { describe, expect, it } from 'vitest';
import { compileFiles, platformById } from './support/golden-case.ts';

type Form =
  | 'kuery'
  | 'eql'
  | 'esql'
  | 'lucene'
  | 'endpoint'
  | 'sigma'
  | 'sigma-windows'
  | 'sigma-registry'
  | 'sigma-m365'
  | 'splunk'
  | 'panther-yaml'
  | 'python'
  | 'yara-l'
  | 'yara-l-network'
  | 'kusto'
  | 'kusto-aws';
type Writing = readonly [form: Form, text: string];

async function hashOf([form, text]: Writing): Promise<string> {
  const { platform, files } = WRAPPERS[form](text);
  const { rules, broken } = await compileFiles(platformById(platform), files);
  const [only] = rules;
  if (only === undefined || broken.length > 0) throw new Error(`${form} could not be read: ${text}`);
  expect(only.rule.parseStatus).toBe('FULL');
  return only.canonicalHash;
}

interface Wrapped {
  readonly platform: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

function elastic(language: string, query: string): Wrapped {
  const text = [
    '[rule]',
    'name = "Look-alike"',
    'rule_id = "look-alike"',
    'severity = "low"',
    `type = "${language === 'eql' || language === 'esql' ? language : 'query'}"`,
    `language = "${language}"`,
    'index = ["logs-aws.cloudtrail-*"]',
    `query = '''${query}'''`,
  ];
  return { platform: 'elastic', files: [{ path: 'rules/look_alike.toml', text: text.join('\n') }] };
}

function sigma(body: string, source: string): Wrapped {
  const text = `title: Look-alike\nid: look-alike\nlogsource:\n  ${source}\ndetection:\n${indent(body)}\n`;
  return { platform: 'sigma', files: [{ path: 'rules/look_alike.yml', text }] };
}

const PANTHER_HEAD =
  'AnalysisType: rule\nRuleID: LookAlike\nEnabled: true\nSeverity: Low\nLogTypes:\n  - AWS.CloudTrail\n';

const WRAPPERS: Readonly<Record<Form, (text: string) => Wrapped>> = {
  kuery: (text) => elastic('kuery', text),
  eql: (text) => elastic('eql', text),
  sigma: (text) => sigma(text, 'product: aws\n  service: cloudtrail'),
  'sigma-windows': (text) => sigma(text, 'product: windows\n  category: process_creation'),
  'sigma-registry': (text) => sigma(text, 'product: windows\n  category: registry_set'),
  'sigma-m365': (text) => sigma(text, 'product: m365\n  service: audit'),
  splunk,
  'yara-l': (text) => yaraL(text, 'process_creation'),
  'yara-l-network': (text) => yaraL(text, 'network_connection'),
  kusto: (text) => ({
    platform: 'defender',
    files: [{ path: 'queries/look_alike.kql', text: `DeviceProcessEvents\n${text}\n` }],
  }),
  'kusto-aws': (text) => ({
    platform: 'sentinel',
    files: [
      {
        path: 'Detections/AWSCloudTrail/look_alike.yaml',
        text: `id: look-alike\nname: Look-alike\nkind: NRT\nseverity: Low\nquery: |\n${indent(`AWSCloudTrail\n${text}`)}\n`,
      },
    ],
  }),
  esql: (text) => elastic('esql', `from logs-aws.cloudtrail-*\n${text}`),
  lucene: (text) => elastic('lucene', text),
  endpoint: (text) => ({
    platform: 'elastic_endpoint',
    files: [
      {
        path: 'behavior/rules/look_alike.toml',
        text: `[rule]\nid = "look-alike"\nname = "Look-alike"\nos_list = ["linux"]\nquery = '''${text}'''\n`,
      },
    ],
  }),
  'panther-yaml': (text) => ({
    platform: 'panther',
    files: [{ path: 'rules/look_alike.yml', text: `${PANTHER_HEAD}Detection:\n${indent(text)}\n` }],
  }),
  python: (text) => ({
    platform: 'panther',
    files: [
      { path: 'rules/look_alike.yml', text: `${PANTHER_HEAD}Filename: look_alike.py\n` },
      { path: 'rules/look_alike.py', text: `def rule(event):\n    return ${text}\n` },
    ],
  }),
};

function splunk(search: string): Wrapped {
  const text = `name: Look-alike\nid: look-alike\nstatus: production\ntype: TTP\nsearch: >-\n${indent(search)}\n`;
  return { platform: 'splunk', files: [{ path: 'detections/look_alike.yml', text }] };
}

/** Of an event on Windows, by what the meta section says. */
function yaraL(events: string, category: string): Wrapped {
  const meta = `  meta:\n    product = "windows"\n    category = "${category}"\n`;
  const text = `rule look_alike {\n${meta}  events:\n${indent(events)}\n  condition:\n    $e\n}\n`;
  return { platform: 'chronicle', files: [{ path: 'rules/look_alike.yaral', text }] };
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

const SAME: readonly (readonly [name: string, left: Writing, right: Writing])[] = [
  [
    'Splunk and Sigma: processes of the data model, wildcards and what is excluded',
    [
      'splunk',
      '| tstats count min(_time) as firstTime from datamodel=Endpoint.Processes where Processes.process IN ("*-enc*", "*frombase64string*") AND NOT Processes.parent_process="*setup*" by Processes.dest Processes.process | `drop_dm_object_name(Processes)`',
    ],
    [
      'sigma-windows',
      "selection:\n  CommandLine|contains:\n    - 'FromBase64String'\n    - '-enc'\nfilter:\n  ParentCommandLine|contains: setup\ncondition: selection and not filter",
    ],
  ],
  [
    'Splunk and Sigma: processes as Sysmon names them, a list and an alternative',
    [
      'splunk',
      'sourcetype="XmlWinEventLog" source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" (Image IN ("*\\\\cmd.exe", "*\\\\pwsh.exe") OR CommandLine="*whoami*")',
    ],
    [
      'sigma-windows',
      "image:\n  Image|endswith:\n    - '\\pwsh.exe'\n    - '\\cmd.exe'\nline:\n  CommandLine|contains: WhoAmI\ncondition: image or line",
    ],
  ],
  [
    'Splunk and Sigma: a value that is set in the registry',
    [
      'splunk',
      '| tstats count from datamodel=Endpoint.Registry where Registry.registry_path="*\\\\CurrentVersion\\\\Run*" NOT Registry.registry_path="*\\\\RunOnce" by Registry.dest',
    ],
    [
      'sigma-registry',
      "selection:\n  TargetObject|contains: '\\CurrentVersion\\Run'\nfilter:\n  TargetObject|endswith: '\\RunOnce'\ncondition: selection and not filter",
    ],
  ],
  [
    'Splunk and Sigma: operations of CloudTrail in a list',
    ['splunk', 'sourcetype=aws:cloudtrail eventName IN (StopLogging, DeleteTrail) userAgent="*console*"'],
    [
      'sigma',
      'selection:\n  eventName:\n    - DeleteTrail\n    - StopLogging\n  userAgent|contains: Console\ncondition: selection',
    ],
  ],
  [
    'Splunk and Sigma: OR binds tighter than AND, NOT holds without the field',
    ['splunk', 'sourcetype=aws:cloudtrail eventName=Delete* OR eventName=Stop* NOT errorCode=AccessDenied'],
    [
      'sigma',
      'selection:\n  eventName|startswith:\n    - Stop\n    - Delete\nfilter:\n  errorCode: AccessDenied\ncondition: selection and not filter',
    ],
  ],
  [
    'Splunk and kuery: where heeds letter case',
    ['splunk', 'sourcetype=aws:cloudtrail | where eventName="StopLogging" OR like(eventName, "Delete%")'],
    ['kuery', 'event.action:(StopLogging or Delete*)'],
  ],
  [
    'Splunk and kuery: a number has no case, and a network',
    [
      'splunk',
      'sourcetype=aws:cloudtrail userIdentity.accountId=111122223333 | where cidrmatch("10.0.0.0/8", sourceIPAddress)',
    ],
    ['kuery', 'cloud.account.id:111122223333 and source.ip:"10.0.0.0/8"'],
  ],
  [
    'Splunk and EQL: a value whatever its case, and a field that is there',
    ['splunk', 'sourcetype=aws:cloudtrail eventName=StopLogging userIdentity.arn=*'],
    ['eql', 'any where event.action : "StopLogging" and aws.cloudtrail.user_identity.arn != null'],
  ],
  [
    'Splunk and Sigma: operations of Microsoft 365, whatever comes behind them',
    [
      'splunk',
      'sourcetype="o365:management:activity" Workload=Exchange Operation IN ("New-InboxRule", "Set-Mailbox*") | stats count by UserId Operation',
    ],
    [
      'sigma-m365',
      'workload:\n  Workload: exchange\nexact:\n  Operation: New-InboxRule\nprefix:\n  Operation|startswith: Set-Mailbox\ncondition: workload and (exact or prefix)',
    ],
  ],
  [
    'Splunk and Splunk: a column by another name, and a search in two steps',
    [
      'splunk',
      'sourcetype=aws:cloudtrail eventName=StopLogging | rename userIdentity.type as kind | search kind=Root NOT awsRegion=eu-*',
    ],
    [
      'splunk',
      'sourcetype=aws:cloudtrail eventName="stoplogging" userIdentity.type=root NOT awsRegion="EU-*"',
    ],
  ],
  [
    'Splunk and Splunk: the rows of an expanded list, and what is asked of them in two steps',
    ['splunk', 'sourcetype=aws:cloudtrail | mvexpand roles | search roles=a* | search NOT roles=ab'],
    ['splunk', 'sourcetype=aws:cloudtrail | mvexpand roles | search roles=a* NOT roles=ab'],
  ],
  [
    'Kusto and Sigma: a substring, whatever its case',
    ['kusto', '| where ProcessCommandLine contains "sekurlsa"'],
    ['sigma-windows', 'selection:\n  CommandLine|contains: sekurlsa\ncondition: selection'],
  ],
  [
    'Kusto and Sigma: one of several values',
    ['kusto', '| where ProcessCommandLine in~ ("whoami", "hostname")'],
    ['sigma-windows', 'selection:\n  CommandLine:\n    - WHOAMI\n    - hostname\ncondition: selection'],
  ],
  [
    'Kusto and Sigma: a beginning and an end, one beside the other',
    [
      'kusto',
      '| where ProcessCommandLine startswith "cmd"\n| where InitiatingProcessCommandLine endswith ".hta"',
    ],
    [
      'sigma-windows',
      'selection:\n  CommandLine|startswith: cmd\n  ParentCommandLine|endswith: .hta\ncondition: selection',
    ],
  ],
  [
    'Kusto and Sigma: what is left out, by a definition',
    [
      'kusto',
      '| where ProcessCommandLine contains "-enc" and not(ProcessCommandLine contains "agent" or ProcessCommandLine contains "update")',
    ],
    [
      'sigma-windows',
      'selection:\n  CommandLine|contains: -enc\nfilter:\n  CommandLine|contains:\n    - agent\n    - update\ncondition: selection and not filter',
    ],
  ],
  [
    'Kusto and Sigma: a regex, in the case that it is written in',
    ['kusto', '| where ProcessCommandLine matches regex @"^\\\\[a-z]+\\$"'],
    ['sigma-windows', "selection:\n  CommandLine|re: '^\\\\[a-z]+\\$'\ncondition: selection"],
  ],
  [
    'Kusto and kuery: one of several operations',
    ['kusto-aws', '| where EventName in ("StopLogging", "DeleteTrail")'],
    ['kuery', 'event.action:(StopLogging or DeleteTrail)'],
  ],
  [
    'Kusto and EQL: an operation, whatever its case',
    ['kusto-aws', '| where EventName =~ "StopLogging"'],
    ['eql', 'any where event.action : "stoplogging"'],
  ],
  [
    'Kusto and Kusto: a column, a definition, and what they stand for',
    [
      'kusto',
      '| extend c = tolower(ProcessCommandLine)\n| where c has_any (dynamic(["mimikatz", "lsass"]))\n| project c',
    ],
    ['kusto', '| where tolower(ProcessCommandLine) has_any ("mimikatz", "lsass")'],
  ],
  [
    'kuery and ES|QL: any of several values, as a row each',
    ['kuery', 'event.action:(StopLogging or Delete*)'],
    [
      'esql',
      '| mv_expand event.action\n| where event.action == "StopLogging" or event.action like "Delete*"',
    ],
  ],
  [
    'EQL and ES|QL: a value with its case, of any of several',
    ['eql', 'any where event.action == "StopLogging" and cloud.region == "us-east-1"'],
    [
      'esql',
      '| mv_expand event.action\n| mv_expand cloud.region\n| where event.action == "StopLogging" and cloud.region == "us-east-1"',
    ],
  ],
  [
    'EQL and ES|QL: networks',
    ['eql', 'any where cidrmatch(source.ip, "10.0.0.0/8", "192.168.0.0/16")'],
    ['esql', '| mv_expand source.ip\n| where cidr_match(source.ip, "10.0.0.0/8", "192.168.0.0/16")'],
  ],
  [
    'EQL and ES|QL: a wildcard, and a list',
    ['eql', 'any where event.action like ("Delete*", "Stop?ogging")'],
    [
      'esql',
      '| mv_expand event.action\n| where event.action like "Delete*" or event.action like "Stop?ogging"',
    ],
  ],
  [
    'kuery and ES|QL: a field that is missing',
    ['kuery', 'not user.name:*'],
    ['esql', '| where user.name is null'],
  ],
  [
    'Lucene and ES|QL: a query within the query',
    ['lucene', 'event.action:(StopLogging OR Delete*) AND NOT user.name:root'],
    ['esql', '| where qstr("event.action:(StopLogging OR Delete*) AND NOT user.name:root")'],
  ],
  [
    'Sigma and ES|QL: a value whatever its case',
    ['sigma', 'selection:\n  eventName: StopLogging\ncondition: selection'],
    ['esql', '| where mv_contains(to_lower(event.action), "stoplogging")'],
  ],
  [
    'Splunk and ES|QL: values whatever their case',
    ['splunk', 'sourcetype="aws:cloudtrail" eventName IN ("StopLogging", "DeleteTrail")'],
    [
      'esql',
      '| mv_expand event.action\n| where to_lower(event.action) == "stoplogging" or to_lower(event.action) == "deletetrail"',
    ],
  ],
  [
    'Kusto and ES|QL: a value whatever its case, and the start of another',
    ['kusto-aws', '| where EventName =~ "StopLogging" and UserAgent startswith "Boto"'],
    [
      'esql',
      '| mv_expand event.action\n| mv_expand user_agent.original\n| where to_lower(event.action) == "stoplogging" and starts_with(to_lower(user_agent.original), "boto")',
    ],
  ],
  [
    'Kusto and ES|QL: a value with its case, as a column of another name',
    ['kusto-aws', '| project Name = EventName, AWSRegion\n| where Name == "StopLogging"'],
    ['esql', '| mv_expand event.action\n| eval name = event.action\n| where name == "StopLogging"'],
  ],
  [
    'kuery and ES|QL: a query within the query',
    ['kuery', 'event.action:StopLogging and not user.name:root'],
    ['esql', '| where kql("event.action:StopLogging and not user.name:root")'],
  ],
  [
    'EQL and ES|QL: a field that is there',
    ['eql', 'any where user.name != null'],
    ['esql', '| where user.name is not null'],
  ],
  [
    'EQL and ES|QL: a value among those of a list, whatever its case',
    ['eql', 'any where user.roles : "admin"'],
    ['esql', '| where mv_contains(to_lower(user.roles), "admin")'],
  ],
  [
    'ES|QL and ES|QL: a column, and the field that it comes from',
    ['esql', '| where to_lower(user.name) like "svc-*" and length(event.action) > 5'],
    [
      'esql',
      '| eval who = to_lower(user.name), size = length(event.action)\n| where who like "svc-*"\n| where 5 < size',
    ],
  ],
  [
    'kuery and Lucene: values, a wildcard and what is excluded',
    ['kuery', 'event.action:(StopLogging or Delete*) and not user.name:root'],
    ['lucene', 'event.action:(StopLogging OR Delete*) AND NOT user.name:root'],
  ],
  [
    'EQL and the EQL of the endpoint',
    ['eql', 'process where process.name : "cmd.exe" and not process.args : "*example*"'],
    ['endpoint', 'process where process.name : "cmd.exe" and not process.args : "*example*"'],
  ],
  [
    'kuery and EQL: a value with its case',
    ['kuery', 'event.action:StopLogging'],
    ['eql', 'any where event.action == "StopLogging"'],
  ],
  [
    'kuery and EQL: several values',
    ['kuery', 'event.action:(StopLogging or DeleteTrail)'],
    ['eql', 'any where event.action in ("DeleteTrail", "StopLogging")'],
  ],
  [
    'kuery and EQL: a prefix with its case',
    ['kuery', 'event.action:Delete*'],
    ['eql', 'any where event.action like "Delete*"'],
  ],
  [
    'kuery and EQL: not that value, missing or not',
    ['kuery', 'not user.name:root'],
    ['eql', 'any where user.name != "root"'],
  ],
  ['kuery and EQL: a field that is there', ['kuery', 'user.name:*'], ['eql', 'any where user.name != null']],
  [
    'kuery and EQL: a number, and a network',
    ['kuery', 'source.port >= 1024 and source.ip:"10.0.0.0/8"'],
    ['eql', 'any where cidrmatch(source.ip, "10.0.0.0/8") and source.port >= 1024'],
  ],
  [
    'EQL and Sigma: a value whatever its case, under the catalog’s name',
    ['eql', 'any where event.action : "StopLogging"'],
    ['sigma', 'selection:\n  eventName: stoplogging\ncondition: selection'],
  ],
  [
    'EQL and Sigma: an ending, and what is excluded',
    ['eql', 'any where event.action : "*Trail" and not user_agent.original : "*console*"'],
    [
      'sigma',
      "selection:\n  eventName|endswith: 'Trail'\nfilter:\n  userAgent|contains: 'Console'\ncondition: selection and not filter",
    ],
  ],
  [
    'EQL and Sigma: several values',
    ['eql', 'any where event.action in~ ("a", "B")'],
    ['sigma', "selection:\n  eventName:\n    - 'b'\n    - 'A'\ncondition: selection"],
  ],
  [
    'kuery and Sigma: a value with its case',
    ['kuery', 'event.action:StopLogging'],
    ['sigma', "selection:\n  eventName|cased: 'StopLogging'\ncondition: selection"],
  ],
  [
    'kuery and Sigma: a digit has no case',
    ['kuery', 'cloud.account.id:111122223333'],
    ['sigma', 'selection:\n  userIdentity.accountId: 111122223333\ncondition: selection'],
  ],
  [
    'EQL and kuery: a number and its text',
    ['eql', 'any where source.port == "443"'],
    ['kuery', 'source.port:443'],
  ],
  [
    'Panther’s Python and match expressions',
    [
      'python',
      'event.get("eventName") in ["DeleteTrail", "StopLogging"] and event.get("awsRegion") != "eu-west-1"',
    ],
    [
      'panther-yaml',
      '- Key: awsRegion\n  Condition: DoesNotEqual\n  Value: eu-west-1\n- Key: eventName\n  Condition: IsIn\n  Values: [StopLogging, DeleteTrail]',
    ],
  ],
  [
    'Panther’s Python and match expressions: one element of a list',
    ['python', 'any(item.get("a") == 1 and item.get("b") == "x" for item in event.get("items", []))'],
    [
      'panther-yaml',
      '- Key: items\n  Condition: AnyElement\n  Expressions:\n    - Key: b\n      Condition: Equals\n      Value: x\n    - Key: a\n      Condition: Equals\n      Value: 1',
    ],
  ],
  [
    'Sigma and Sigma: a list of values, and a list of maps',
    ['sigma', 'selection:\n  eventName:\n    - a\n    - b\ncondition: selection'],
    ['sigma', 'one:\n  eventName: B\ntwo:\n  eventName: A\ncondition: 1 of them'],
  ],
  [
    'YARA-L and Sigma: a part of a text whatever its case, under the catalog’s name',
    ['yara-l', 'strings.contains(strings.to_lower($e.target.process.command_line), "-enc")'],
    ['sigma-windows', "selection:\n  CommandLine|contains: '-EnC'\ncondition: selection"],
  ],
  [
    'YARA-L and Sigma: regular expressions of plain text',
    [
      'yara-l',
      're.regex($e.target.process.file.full_path, `\\\\(cmd|wscript)\\.exe$`) nocase\nnot $e.principal.process.command_line = /^setup / nocase',
    ],
    [
      'sigma-windows',
      "selection:\n  Image|endswith:\n    - '\\wscript.exe'\n    - '\\cmd.exe'\nfilter:\n  ParentCommandLine|startswith: 'setup '\ncondition: selection and not filter",
    ],
  ],
  [
    'YARA-L and Sigma: a value whatever its case, and one with it',
    [
      'yara-l',
      '$e.principal.process.file.full_path = "c:\\\\a.exe" nocase\n$e.target.process.command_line = "whoami"',
    ],
    [
      'sigma-windows',
      "selection:\n  ParentImage: 'C:\\A.exe'\n  CommandLine|cased: whoami\ncondition: selection",
    ],
  ],
  [
    'YARA-L and kuery: one of several values, in their case',
    [
      'yara-l',
      '$e.target.process.command_line = "whoami" or $e.target.process.command_line = "hostname"\n$e.target.process.pid = "4"',
    ],
    ['kuery', 'process.pid:4 and process.command_line:(hostname or whoami)'],
  ],
  [
    'YARA-L and kuery: a field that has a value',
    ['yara-l', '$e.target.process.command_line != ""'],
    ['kuery', 'process.command_line:*'],
  ],
  [
    'YARA-L and kuery: a network, and a number that no absent field reaches',
    ['yara-l-network', 'net.ip_in_range_cidr($e.target.ip, "10.0.0.0/8")\n1024 < $e.target.port'],
    ['kuery', 'destination.port > 1024 and destination.ip:"10.0.0.0/8"'],
  ],
  [
    'YARA-L and EQL: what a text begins and ends with, in its case and in any',
    [
      'yara-l',
      'strings.starts_with($e.target.process.command_line, "cmd /c")\nre.regex($e.target.process.file.full_path, `\\\\cmd\\.exe$`) nocase',
    ],
    ['eql', 'any where process.command_line like "cmd /c*" and process.executable : "*\\\\CMD.exe"'],
  ],
  [
    'YARA-L and EQL: not that value, missing or not',
    ['yara-l', 'not $e.target.process.command_line = "whoami"'],
    ['eql', 'any where process.command_line != "whoami"'],
  ],
  [
    'YARA-L and the EQL of the endpoint: a value whatever its case, or a part of another',
    [
      'yara-l',
      '$e.target.process.command_line = "whoami" nocase or strings.contains($e.principal.process.command_line, "-Enc")',
    ],
    [
      'endpoint',
      'any where process.command_line : "WhoAmI" or stringContains(process.parent.command_line, "-Enc")',
    ],
  ],
  [
    'YARA-L and Splunk: parts of texts whatever their case, and what is excluded',
    [
      'yara-l',
      '$e.target.process.command_line = /-enc|frombase64string/ nocase\nnot re.regex($e.principal.process.command_line, `setup`) nocase',
    ],
    [
      'splunk',
      '| tstats count from datamodel=Endpoint.Processes where Processes.process IN ("*frombase64string*", "*-enc*") AND NOT Processes.parent_process="*setup*" by Processes.dest',
    ],
  ],
  [
    'YARA-L and Kusto: one of several values whatever their case, and what a text does not begin with',
    [
      'yara-l',
      'strings.to_lower($e.target.process.command_line) = "whoami" or $e.target.process.command_line = "HostName" nocase\n$e.principal.process.command_line != /^cmd/ nocase',
    ],
    [
      'kusto',
      '| where ProcessCommandLine in~ ("hostname", "whoami") and InitiatingProcessCommandLine !startswith "cmd"',
    ],
  ],
  [
    'YARA-L and Kusto: a regular expression, found anywhere',
    ['yara-l', 're.regex($e.target.process.command_line, `-e(nc)?\\s+[A-Za-z0-9]{20}`)'],
    ['kusto', '| where ProcessCommandLine matches regex @"-e(nc)?\\s+[A-Za-z0-9]{20}"'],
  ],
  [
    'YARA-L and YARA-L: alternatives of a pattern, each with its anchor, and patterns of their own',
    ['yara-l', '$e.target.process.command_line = /^net .*|^whoami/'],
    [
      'yara-l',
      '$e.target.process.command_line = /^whoami/ or strings.starts_with($e.target.process.command_line, "net ")',
    ],
  ],
  [
    'YARA-L and YARA-L: any element, and a plain comparison',
    ['yara-l-network', 'any $e.target.ip = "192.0.2.1"'],
    ['yara-l-network', '$e.target.ip = "192.0.2.1"'],
  ],
  [
    'YARA-L and YARA-L: lines, and words between them',
    [
      'yara-l',
      '$e.target.process.command_line = "a" nocase or $e.target.process.command_line = "b" nocase\n$e.target.process.pid = "4"',
    ],
    ['yara-l', '$e.target.process.pid = "4" and $e.target.process.command_line = /^(B|a)$/ nocase'],
  ],
];

const OTHER: typeof SAME = [
  [
    'kuery and ES|QL: of a list, ES|QL asks that it hold one value',
    ['kuery', 'event.action:StopLogging'],
    ['esql', '| where event.action == "StopLogging"'],
  ],
  [
    'EQL and ES|QL: not that value, missing or there',
    ['eql', 'any where user.name != "root"'],
    ['esql', '| mv_expand user.name\n| where user.name != "root"'],
  ],
  [
    'kuery and Lucene: what is optional beside what is required',
    ['kuery', 'event.action:a and event.outcome:b or user.name:c'],
    ['lucene', 'event.action:a AND event.outcome:b OR user.name:c'],
  ],
  [
    'EQL’s == heeds case, Sigma does not',
    ['eql', 'any where event.action == "StopLogging"'],
    ['sigma', 'selection:\n  eventName: StopLogging\ncondition: selection'],
  ],
  [
    'a quoted star in kuery is a star',
    ['kuery', 'event.action:"Delete*"'],
    ['eql', 'any where event.action like "Delete*"'],
  ],
  [
    'a Panther field is one value, a kuery field any of a list',
    ['python', 'event.get("eventName") == "StopLogging"'],
    ['kuery', 'event.action:StopLogging'],
  ],
  [
    'to Panther a number is not its text',
    ['python', 'event.get("eventVersion") == 1'],
    ['python', 'event.get("eventVersion") == "1"'],
  ],
  [
    'null is no empty text',
    ['sigma', "selection:\n  eventName: ''\ncondition: selection"],
    ['sigma', 'selection:\n  eventName: null\ncondition: selection'],
  ],
  [
    'one element of a list, and any elements of it',
    ['kuery', 'tags:{ key:a and value:b }'],
    ['kuery', 'tags.key:a and tags.value:b'],
  ],
  [
    'all values of a list, and any of them',
    ['sigma', 'selection:\n  eventName|contains|all:\n    - a\n    - b\ncondition: selection'],
    ['sigma', 'selection:\n  eventName|contains:\n    - a\n    - b\ncondition: selection'],
  ],
  [
    'Kusto’s == heeds case, Sigma does not',
    ['kusto', '| where ProcessCommandLine == "whoami"'],
    ['sigma-windows', 'selection:\n  CommandLine: whoami\ncondition: selection'],
  ],
  [
    'Kusto’s has asks for whole terms, Sigma’s contains does not',
    ['kusto', '| where ProcessCommandLine has "whoami"'],
    ['sigma-windows', 'selection:\n  CommandLine|contains: whoami\ncondition: selection'],
  ],
  [
    'YARA-L’s = heeds case, Sigma does not',
    ['yara-l', '$e.target.process.command_line = "whoami"'],
    ['sigma-windows', 'selection:\n  CommandLine: whoami\ncondition: selection'],
  ],
  [
    'an absent field is the empty text to YARA-L',
    ['yara-l', '$e.target.process.command_line = ""'],
    ['sigma-windows', "selection:\n  CommandLine: ''\ncondition: selection"],
  ],
  [
    'a pattern of YARA-L is found anywhere, a value is all of the text',
    ['yara-l', '$e.target.process.command_line = /whoami/'],
    ['yara-l', '$e.target.process.command_line = "whoami"'],
  ],
  [
    'YARA-L asks for an address that is another, EQL for none that is this one',
    ['yara-l-network', '$e.target.ip != "192.0.2.1"'],
    ['eql', 'any where destination.ip != "192.0.2.1"'],
  ],
  [
    'an absent number is zero to YARA-L, and nothing to kuery',
    ['yara-l-network', '$e.target.port < 1024'],
    ['kuery', 'destination.port < 1024'],
  ],
  [
    'two reference lists',
    ['yara-l', '$e.target.process.pid = "4"\n$e.principal.hostname in %servers'],
    ['yara-l', '$e.target.process.pid = "4"\n$e.principal.hostname in %clients'],
  ],
  [
    'in a reference list, and in none',
    ['yara-l', '$e.target.process.pid = "4"\n$e.principal.hostname in %servers'],
    ['yara-l', '$e.target.process.pid = "4"\nnot $e.principal.hostname in %servers'],
  ],
  [
    'an empty list has a value that is another, and no element',
    ['yara-l', '$e.principal.ip != "10.0.0.1"'],
    ['yara-l', 'any $e.principal.ip != "10.0.0.1"'],
  ],
];

describe('what says the same has one canonical hash', () => {
  it.each(SAME)('%s', async (_name, left, right) => {
    expect(await hashOf(left)).toBe(await hashOf(right));
  });
});

describe('what only looks alike has not', () => {
  it.each(OTHER)('%s', async (_name, left, right) => {
    expect(await hashOf(left)).not.toBe(await hashOf(right));
  });
});
