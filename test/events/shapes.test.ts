/** Records that bear no mark of where they are from are told by their shape, and nothing else is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectOrigin } from '../../src/events/detect-origin.ts';
import { startLooking } from '../../src/events/event-shape.ts';
import { isObject } from '../../src/events/json-object.ts';
import { hasShape } from '../../src/events/shapes/shape.ts';
import { SHAPE_LISTS } from '../../src/events/shapes/shapes.ts';
import { CLOUD_RECORDS, SECURITY_RECORDS, SERVICE_RECORDS } from './source-records.ts';

const RECORDS = [...CLOUD_RECORDS, ...SERVICE_RECORDS, ...SECURITY_RECORDS];

/** How many lists of shapes claim it. */
function claims(event: unknown): number {
  startLooking();
  return SHAPE_LISTS.filter((list) => isObject(event) && list.some((shape) => hasShape(event, shape))).length;
}

function withKeys(value: unknown, change: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => withKeys(each, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [change(key), withKeys(each, change)]),
  );
}

function dotted(event: unknown, path = ''): Record<string, unknown> {
  const entries = isObject(event) ? Object.entries(event) : [];
  return Object.fromEntries(
    entries.flatMap(([key, value]) =>
      isObject(value) && Object.keys(value).length > 0
        ? Object.entries(dotted(value, `${path}${key}.`))
        : [[`${path}${key}`, value]],
    ),
  );
}

describe.each(RECORDS)('%s', (_name, event, product, service) => {
  it.each([
    ['as it is', event],
    ['keys in lower case', withKeys(event, (key) => key.toLowerCase())],
    ['dotted keys', dotted(event)],
    ['under words of the collector', { '@timestamp': 'x', tags: ['a'], ...(event as object) }],
  ])('%s', (_form, form) => {
    const origin = detectOrigin(form);
    expect([origin.product, origin.services?.[0] ?? null]).toEqual([product, service]);
  });

  it('no other list of shapes claims it', () => {
    expect(claims(event)).toBe(1);
  });
});

const FORMS = new URL('./forms', import.meta.url).pathname;

it('no form in which people have a record has shapes of two lists', () => {
  for (const folder of readdirSync(FORMS)) {
    for (const file of readdirSync(join(FORMS, folder))) {
      const event: unknown = JSON.parse(readFileSync(join(FORMS, folder, file), 'utf8'));
      expect(claims(event), `${folder}/${file}`).toBeLessThan(2);
    }
  }
});

describe('what is of no known origin', () => {
  it.each<[string, unknown]>([
    ['nothing', {}],
    ['an envelope of something', { data: { id: 1, type: 'user', attributes: {} } }],
    ['an application', { action: 'login', user: 'dana', type: 'auth', event: 'signed_in', status: 'ok' }],
    [
      'an application, dotted action',
      { action: 'user.login', user: 'dana', actor: 'dana', status: 'success' },
    ],
    [
      'an application, with its event type',
      { eventType: 'user.created', actor: 'dana', outcome: 'ok', severity: 1 },
    ],
    [
      'an application, with its audit log',
      { actor: { id: 1 }, action: 'delete', resource: 'x', context: { ip: '192.0.2.1' } },
    ],
    ['an application, with operations', { operation: 'sync', workload: 'batch', id: 7 }],
    ['an application, with codes', { code: 'E1001', event: 'failed', time: 'x', uid: '7' }],
    ['a message in a chat', { channel: 'general', eventId: 5, computer: 'x', user: 'dana' }],
    ['a container', { image: 'nginx:1.27', commandLine: 'nginx -g daemon', name: 'web' }],
    ['a pipeline', { pipeName: 'build', targetObject: 'deploy', queryName: 'q' }],
    [
      'a notification of S3',
      { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', awsRegion: 'eu-west-1' },
    ],
    ['a mobile application', { timestamp: 1, actionType: 'tap', deviceId: 'd', deviceName: 'phone' }],
    ['an application, by a source of a type', { sourceType: 'web', source: 'shop', host: 'h' }],
    ['an application, when it was made', { timeGenerated: 1, type: 'event', level: 'info' }],
    ['an event with a category', { category: 'Security', level: 'info', message: 'x' }],
    ['a ticket', { id: 1, status: 'open', severity: 'high', title: 'x', created_at: 'y', type: 'bug' }],
    ['a web shop', { event: { type: 'order.created', actor: 'dana' }, time: 'x', source: 'shop' }],
    ['a resource of nobody', { ResourceType: 'room', Name: 'x' }],
  ])('%s', (_name, event) => {
    expect(detectOrigin(event).product).toBeNull();
  });

  it('an object at random', () => {
    const isUnknown = (event: unknown): boolean => detectOrigin(event).product === null;
    fc.assert(fc.property(fc.object({ maxDepth: 3 }), isUnknown), { numRuns: 200 });
  });

  const WORDS = [
    'action',
    'user',
    'type',
    'event',
    'status',
    'actor',
    'id',
    'name',
    'category',
    'time',
    'source',
    'data',
    'message',
    'host',
    'severity',
    'timestamp',
    'operation',
    'target',
    'ip',
    'outcome',
  ];
  const VALUES = [
    'login',
    'user.login',
    'SUCCESS',
    'alert',
    'x',
    'INFO',
    'create',
    '192.0.2.1',
    'dana@example.org',
  ];
  it('an object of words that everybody uses', () => {
    const words = fc.dictionary(fc.constantFrom(...WORDS), fc.constantFrom<unknown>(...VALUES, 7, {}, []));
    const isUnknown = (event: unknown): boolean => detectOrigin(event).product === null;
    fc.assert(fc.property(words, isUnknown), { numRuns: 300 });
  });
});
