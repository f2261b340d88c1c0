/**
 * One record in the forms in which people have it: each is read as the record is in the form that its source delivers. What a form lacks is not known; it is
 * never absent, and never something else.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fieldPath } from '../../src/condition/field-path.ts';
import { createEventView } from '../../src/engine/event/event-view.ts';
import { fieldQuery } from '../../src/engine/event/field-query.ts';
import { flattenLists } from '../../src/engine/event/look-up.ts';
import { readEvent } from '../../src/events/read-event.ts';
import type { ReadEvent } from '../../src/events/read-event.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

const FORMS = join(import.meta.dirname, 'forms');

type Names = Partial<Record<EventSchema, readonly string[]>>;

const WINDOWS_NAMES = ['EventID', 'Channel', 'Provider_Name', 'Computer'];

/** Records, the form that their source delivers, and what rules of several schemas read of them. */
const RECORDS: Readonly<Record<string, readonly [reference: string, names: Names]>> = {
  cloudtrail: [
    'raw',
    {
      raw: ['eventName', 'eventSource', 'awsRegion', 'userIdentity.type', 'userIdentity.arn', 'errorCode'],
      ecs: [
        'event.action',
        'event.provider',
        'source.ip',
        'cloud.region',
        'aws.cloudtrail.user_identity.type',
      ],
      splunk: ['eventName', 'userIdentity.type', 'All_Changes.user'],
    },
  ],
  'azure-activity': [
    'event-hub-record',
    { raw: ['operationName', 'callerIpAddress'], ecs: ['event.action'] },
  ],
  'entra-sign-in': ['diagnostic-record', { raw: ['properties.userPrincipalName'], ecs: ['source.ip'] }],
  'k8s-audit': [
    'raw',
    {
      raw: ['verb', 'objectRef.resource', 'requestObject.spec.hostPID'],
      ecs: ['kubernetes.audit.verb', 'kubernetes.audit.objectRef.resource'],
    },
  ],
  m365: ['raw', { raw: ['Operation', 'Workload'], ecs: ['event.action', 'o365.audit.Workload'] }],
  'sysmon-1': [
    'evtx-dump-event-system',
    {
      windows: [
        ...WINDOWS_NAMES,
        'Image',
        'CommandLine',
        'ParentImage',
        'OriginalFileName',
        'User',
        'md5',
        'Details',
      ],
      ecs: [
        'process.name',
        'process.command_line',
        'process.parent.name',
        'event.category',
        'user.name',
        'host.os.type',
      ],
      log_analytics: ['ProcessCommandLine', 'InitiatingProcessFileName'],
    },
  ],
  'security-4688': [
    'evtx-dump-event-system',
    {
      windows: [
        ...WINDOWS_NAMES,
        'NewProcessName',
        'Image',
        'CommandLine',
        'SubjectUserName',
        'TargetUserName',
      ],
      ecs: [
        'process.name',
        'process.command_line',
        'process.parent.name',
        'event.category',
        'winlog.event_data.SubjectUserName',
      ],
    },
  ],
  'system-7045': [
    'evtx-dump-event-system',
    {
      windows: [...WINDOWS_NAMES, 'ServiceName', 'ImagePath', 'StartType'],
      ecs: ['winlog.event_data.ServiceName'],
    },
  ],
};

/** Forms that have another source's record of the same deed, or one that is not recognised. */
const OTHERS = /crowdstrike|defender-|ocsf|osquery|graph-auditlogs|rest-portal|^cloudtrail\/lower-case-keys/;

/** Forms that lack some of the fields: the rest is in the numbers of positions, or was not asked for. */
const IN_PART =
  /ecs-flat-arrays|splunk-(row-flat|xmlwineventlog-row)|get-winevent-(convertto|selected)|string-inserts|splunk-wineventlog/;

function read(path: string): ReadEvent {
  return readEvent(JSON.parse(readFileSync(join(FORMS, `${path}.json`), 'utf8')));
}

function readings(event: ReadEvent, names: Names): Readonly<Record<string, string>> {
  const view = createEventView(event);
  const entries = (Object.keys(names) as EventSchema[]).flatMap((schema) =>
    (names[schema] ?? []).map((name) => {
      const reading = view.read(fieldQuery(fieldPath(name), 'any', schema));
      const values = typeof reading === 'string' ? reading : flattenLists(reading);
      return [
        `${schema} ${name}`,
        typeof values === 'string' ? values : JSON.stringify(values.map(String)),
      ] as const;
    }),
  );
  return Object.fromEntries(entries);
}

function whence({ origin: { product, categories, services } }: ReadEvent): unknown {
  return { product, categories: categories?.toSorted(), services: services?.toSorted() };
}

describe.each(Object.entries(RECORDS))('%s', (record, [reference, names]) => {
  const expected = read(`${record}/${reference}`);
  const forms = readdirSync(join(FORMS, record))
    .map((file) => file.replace(/\.json$/, ''))
    .filter((form) => form !== reference && !OTHERS.test(`${record}/${form}`));

  it.each(forms)('%s', (form) => {
    const event = read(`${record}/${form}`);
    expect(whence(event)).toEqual(whence(expected));
    const [actual, wanted] = [readings(event, names), readings(expected, names)];
    if (!IN_PART.test(form)) {
      expect(actual).toEqual(wanted);
      return;
    }
    const known = Object.entries(actual).filter(([, reading]) => reading !== 'unmapped_field');
    expect(known.length).toBeGreaterThan(1);
    for (const [name, reading] of known) expect([name, reading]).toEqual([name, wanted[name]]);
  });
});

it('every folder of forms has its record here, or has no reference', () => {
  const folders = readdirSync(FORMS).filter((folder) => !Object.hasOwn(RECORDS, folder));
  for (const folder of folders) expect(existsSync(join(FORMS, folder, 'raw.json'))).toBe(false);
});
