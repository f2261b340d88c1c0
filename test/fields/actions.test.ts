import { expect, it } from 'vitest';
import { actionFields } from '../../src/fields/actions.ts';
import { logSource } from '../../src/rule/log-source.ts';

it.each<readonly [string, Parameters<typeof logSource>, string | null, boolean]>([
  ['CloudTrail', ['aws', null, 'cloudtrail'], 'event.action', false],
  ['another service of AWS', ['aws', null, 'guardduty'], null, false],
  ['a product with one known service', ['okta'], 'event.action', false],
  ['a product with several', ['azure'], null, false],
  ['a part of a service', ['gcp', null, 'google_workspace.admin'], 'event.action', false],
  ['process creation', ['windows', 'process_creation'], 'process.pe.original_file_name', true],
  ['a Windows log', ['windows', null, 'security'], 'event.code', true],
  ['a resource', ['aws', 'resource', 'cloudtrail'], null, false],
  ['anything', [null], null, false],
])('%s', (_title, source, operation, weak) => {
  const fields = actionFields(logSource(...source));
  expect(fields?.operation[0] ?? null).toBe(operation);
  expect(fields?.weak ?? false).toBe(weak);
});
