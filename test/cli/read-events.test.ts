/** What people hand in as events: files in several encodings and forms, and files that hold none. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../../src/cli/read-events.ts';
import { readLines } from '../../src/cli/read-lines.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rule-catalog-events-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Place (without the folder) and event, or failure. */
async function read(content: string | Buffer): Promise<readonly (readonly [string, unknown])[]> {
  const file = join(folder, 'file');
  await writeFile(file, content);
  const found: (readonly [string, unknown])[] = [];
  for await (const { place, event, failure } of readEvents(file))
    found.push([place.slice(folder.length + 1), failure ?? event]);
  return found;
}

const EVENT = { name: 'Zoë', path: 'C:\\日本' };
const TEXT = JSON.stringify(EVENT, null, 2);

function utf16(text: string, order: 'LE' | 'BE', mark: boolean): Buffer {
  const bytes = Buffer.from(`${mark ? '\uFEFF' : ''}${text}`, 'utf16le');
  return order === 'LE' ? bytes : bytes.swap16();
}

describe('the encoding of a file', () => {
  it.each<readonly [string, Buffer]>([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`)],
    ['UTF-16 LE with a mark', utf16(TEXT, 'LE', true)],
    ['UTF-16 BE with a mark', utf16(TEXT, 'BE', true)],
    ['UTF-16 LE', utf16(TEXT, 'LE', false)],
    ['UTF-16 BE', utf16(TEXT, 'BE', false)],
    ['UTF-8 with the ends of lines of Windows', Buffer.from(TEXT.replaceAll('\n', '\r\n'))],
  ])('is %s', async (_encoding, content) => {
    expect(await read(content)).toEqual([['file', EVENT]]);
  });

  it('is none that is known', async () => {
    const latin1 = Buffer.concat([Buffer.from('{"a":\n'), Buffer.from('"caf\u00e9"}', 'latin1')]);
    await expect(read(latin1)).rejects.toThrow(/file:2: the bytes are no UTF-8/);
    await expect(read(Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]))).rejects.toThrow('UTF-32');
    await expect(read(Buffer.from('{"a":1}\n\xc3', 'latin1'))).rejects.toThrow('the bytes are no UTF-8');
  });

  it('does not depend on where the bytes are cut', async () => {
    for (const content of [Buffer.from(`\uFEFF${TEXT}`), utf16(TEXT, 'LE', true), utf16(TEXT, 'BE', false)]) {
      const stream = (async function* () {
        for (const byte of content) yield await Promise.resolve(Buffer.from([byte]));
      })();
      const lines: string[] = [];
      for await (const { text } of readLines(stream, 'stream')) lines.push(text);
      expect(lines.join('\n')).toBe(TEXT);
    }
  });
});

describe('the events of a file', () => {
  it.each<readonly [string, string, readonly (readonly [string, unknown])[]]>([
    ['one on a line', '{"a":1}', [['file', { a: 1 }]]],
    [
      'one a line',
      '{"a":1}\n\n{"a":2}\n',
      [
        ['file:1', { a: 1 }],
        ['file:3', { a: 2 }],
      ],
    ],
    [
      'a list',
      '[\n {"a":1},\n {"a":2}\n]',
      [
        ['file [0]', { a: 1 }],
        ['file [1]', { a: 2 }],
      ],
    ],
    [
      'one after the other',
      '{\n "a":1\n}\n{\n "a":2\n}\n',
      [
        ['file:1', { a: 1 }],
        ['file:4', { a: 2 }],
      ],
    ],
    ['a text that the catalog may know', '<Event>\n</Event>', [['file', '<Event>\n</Event>']]],
    ['a number, which the catalog refuses', '7', [['file', 7]]],
  ])('are %s', async (_title, content, expected) => {
    expect(await read(content)).toEqual(expected);
  });

  it.each<readonly [string, string, readonly (readonly [string, unknown])[]]>([
    [
      'a line among others',
      '{"a":1}\n{"a":\n{"a":3}',
      [
        ['file:1', { a: 1 }],
        ['file:2', expect.stringContaining('the line is no JSON')],
        ['file:3', { a: 3 }],
      ],
    ],
    [
      'the first line',
      '{"a":\n{"a":2}\n{"a":3}',
      [
        ['file:1', expect.stringContaining('the line is no JSON')],
        ['file:2', { a: 2 }],
        ['file:3', { a: 3 }],
      ],
    ],
    [
      'the document',
      '{\n "a": 1,\n "b" 2\n}',
      [['file', expect.stringMatching(/no JSON.*line 3, column 6/)]],
    ],
    ['an empty list', '[]', [['file', 'it is an empty list: it holds no event']]],
  ])('are said to be broken where they are: %s', async (_title, content, expected) => {
    expect(await read(content)).toEqual(expected);
  });

  it('are not there', async () => {
    await expect(read(' \n\n')).rejects.toThrow('is empty: it holds no event');
    await expect(readEvents(join(folder, 'nobody')).next()).rejects.toThrow('cannot be read');
  });
});
