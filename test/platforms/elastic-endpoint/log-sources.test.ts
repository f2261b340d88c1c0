import { expect, it } from 'vitest';
import { endpointLogSources } from '../../../src/platforms/elastic-endpoint/log-sources.ts';
import { logSourceText } from '../../../src/rule/log-source.ts';

it.each<readonly [string, string, readonly string[]]>([
  ['a process that starts', 'process where event.action == "start"', ['linux.process_creation']],
  [
    'what else a process does',
    'process where event.action == "fork"',
    ['linux.process_creation', 'linux.process_termination'],
  ],
  ['a library', 'library where dll.name : "a.dll"', ['linux.image_load']],
  [
    'each event of a sequence',
    'sequence by process.entity_id [library where true] [dns where true]',
    ['linux.image_load', 'linux.dns_query'],
  ],
  ['any event', 'any where process.name : "a"', ['linux']],
  ['a category that is not known', 'sequence [file where true] [volume where true]', ['linux']],
])('%s', (_title, query, expected) => {
  expect(endpointLogSources(['linux'], query).map(logSourceText)).toEqual(expected);
});
