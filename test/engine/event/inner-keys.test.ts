/** Keys of a Kubernetes audit record that Sigma's rules call by their last name alone. */
import { expect, it } from 'vitest';
import { fieldPath } from '../../../src/condition/field-path.ts';
import { readEvent } from '../../../src/events/read-event.ts';
import { createEventView } from '../../../src/engine/event/event-view.ts';
import { fieldQuery } from '../../../src/engine/event/field-query.ts';
import type { Reading } from '../../../src/engine/event/look-up.ts';

const POD = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Event',
  verb: 'create',
  objectRef: { resource: 'pods', apiGroup: 'apps' },
  requestObject: {
    spec: {
      volumes: [{ name: 'a' }, { name: 'root', hostPath: { path: '/' } }],
      initContainers: [{ securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }],
    },
  },
};

function read(event: unknown, name: string): Reading {
  return createEventView(readEvent(event)).read(fieldQuery(fieldPath(name), 'any', 'raw'));
}

it.each<[string, Reading]>([
  ['hostPath', ['/']],
  ['capabilities', [['SYS_ADMIN']]],
  ['apiGroup', ['apps']],
  ['objectRef.resource', ['pods']],
  ['privileged', []],
])('%s', (name, reading) => {
  expect(read(POD, name)).toEqual(reading);
});

it('an own key of that name comes first, and no other source has it', () => {
  expect(read({ ...POD, hostPath: '/var' }, 'hostPath')).toEqual(['/var']);
  expect(
    read({ eventName: 'X', eventSource: 'x.amazonaws.com', objectRef: { apiGroup: 'a' } }, 'apiGroup'),
  ).toEqual([]);
});
