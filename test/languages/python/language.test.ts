import { describe, expect, test } from 'vitest';
import { printCondition } from '../../../src/condition/print.ts';
import { pythonLanguage } from '../../../src/languages/python/index.ts';
import type { PythonDataModel } from '../../../src/languages/python/index.ts';
import { codeFrame } from '../../../src/text/code-frame.ts';
import { conjuncts, judge, lower } from './lowering.ts';

describe('event.udm', () => {
  const model = (
    logType: string,
    name: string,
    path: string | null,
    method: string | null = null,
    module: string | null = null,
  ): PythonDataModel => ({ logTypes: [logType], mappings: [{ name, path, method }], module });
  const text = 'def rule(event):\n    return event.udm("ip") == "1.1.1.1"\n';

  test('reads the path of the data model', () => {
    expect(conjuncts(text, { dataModels: [model('A', 'ip', '$.client.ip')], logTypes: ['A'] })).toEqual([
      'client.ip eq "1.1.1.1"',
    ]);
  });

  test('runs its Python method', () => {
    const modules = new Map([
      ['m', 'def ip(event):\n    if event.get("v6"):\n        return None\n    return event.get("src")\n'],
    ]);
    expect(
      judge(
        text,
        { src: '1.1.1.1' },
        { modules, dataModels: [model('A', 'ip', null, 'ip', 'm')], logTypes: ['A'] },
      ),
    ).toBe('matched');
    expect(
      judge(
        text,
        { src: '1.1.1.1', v6: true },
        { modules, dataModels: [model('A', 'ip', null, 'ip', 'm')], logTypes: ['A'] },
      ),
    ).toBe('unmatched');
  });

  test('goes by the log type where a rule has several', () => {
    const context = { dataModels: [model('A', 'ip', 'a'), model('B', 'ip', 'b')], logTypes: ['A', 'B'] };
    expect(judge(text, { p_log_type: 'B', b: '1.1.1.1' }, context)).toBe('matched');
    expect(judge(text, { p_log_type: 'A', b: '1.1.1.1' }, context)).toBe('unmatched');
  });
});

describe('output fields', () => {
  test('are those that title and alert_context are made from, helpers followed, in order', () => {
    const { outputFields } = lower(
      'def who(event):\n    return event.deep_get("user", "name")\n' +
        'def rule(event):\n    return True\n' +
        "def title(event):\n    return f\"{who(event)} did {event.get('action')} as {event.get('user', {}).get('name')}\"\n" +
        'def alert_context(event):\n    return {"ip": event.get("ip")}\n',
    );
    expect(outputFields).toEqual([
      { name: 'name', source: 'user.name', origin: 'title' },
      { name: 'action', source: 'action', origin: 'title' },
      { name: 'ip', source: 'ip', origin: 'alert_context' },
    ]);
  });

  test('a severity that depends on the event is said', () => {
    const { diagnostics } = lower(
      'def rule(event):\n    return True\ndef severity(event):\n    return "LOW"\n',
    );
    expect(diagnostics).toMatchObject([
      { code: 'dynamic_severity', severity: 'info', span: { start: { line: 3 } } },
    ]);
  });
});

describe('mocks', () => {
  test('stand in for constants and functions of the module', () => {
    const text =
      'import json\nfrom unittest.mock import MagicMock\nNAMES = ["a"]\ndef ask(x):\n    return False\n' +
      'def rule(event):\n    global NAMES\n    if isinstance(NAMES, MagicMock):\n        NAMES = json.loads(NAMES())\n    return event.get("n") in NAMES and ask(event)\n';
    const query = { language: 'python', text, line: 1, column: 1, context: null };
    const mocks = { NAMES: '["b", "c"]', ask: true };
    const condition = pythonLanguage.lowerForTest?.(query, { name: 't', expected: true, event: {}, mocks });
    expect(condition === undefined ? '' : printCondition(condition)).toBe('n in ["b", "c"]');
    expect(conjuncts(text)).toEqual(['never']);
  });
});

describe('a policy', () => {
  test('reads a null attribute of its resource as None', () => {
    const text = 'def policy(resource):\n    return resource["Tags"] is None or resource["Tags"]["a"] == 1\n';
    expect(judge(text, { Tags: null }, { entry: 'policy' })).toBe('matched');
    expect(judge(text, { Tags: { a: 2 } }, { entry: 'policy' })).toBe('unmatched');
  });
});

describe('bad text', () => {
  test('a syntax error is a diagnostic with its place', () => {
    const text = 'def rule(event):\n    return event.get(\n';
    const { condition, diagnostics } = lower(text);
    expect(condition.kind).toBe('opaque');
    expect(diagnostics).toMatchObject([{ code: 'syntax_error', severity: 'error' }]);
    expect(codeFrame(text, diagnostics[0]!)).toContain('syntax_error');
  });

  test.each([
    ['nested brackets', `def rule(event):\n    return ${'('.repeat(5000)}1${')'.repeat(5000)}\n`],
    ['a long sum', `def rule(event):\n    return ${Array.from({ length: 20_000 }, () => '1').join(' + ')}\n`],
    [
      'nested blocks',
      `def rule(event):\n${Array.from({ length: 90 }, (_, depth) => `${' '.repeat(depth + 1)}if event.get("a${depth}"):\n`).join('')}${' '.repeat(92)}return True\n`,
    ],
    ['no entry', 'x = 1\n'],
    ['nothing', ''],
    ['no Python', '\u0000\uFFFF $$$ {{{'],
  ])('%s never throws', (_name, text) => {
    expect(lower(text).condition).toBeDefined();
  });

  test('columns count characters, not bytes', () => {
    const { diagnostics } = lower('import boto3\ndef rule(event):\n    return "é😀" in boto3.x(event)\n');
    expect(diagnostics).toMatchObject([{ span: { start: { line: 3, column: 12 } } }]);
  });
});
