import { describe, expect, it } from 'vitest';
import { HELPER, readOne, REPOSITORY, RULE_PYTHON, RULE_YAML } from './repository.ts';

interface Context {
  modules: ReadonlyMap<string, string>;
  modulePaths: ReadonlyMap<string, string>;
  dataModels: readonly unknown[];
  logTypes: readonly string[];
  entry: string;
}

function contextOf(contents: Readonly<Record<string, string>>): Context {
  return readOne(contents).queries[0]!.context as Context;
}

describe('data models', () => {
  it('come with every rule, with the module of their methods', () => {
    const contents = {
      ...REPOSITORY,
      'data_models/model.yml': `AnalysisType: datamodel
DataModelID: Example
LogTypes: [AWS.CloudTrail]
Filename: model.py
Mappings:
  - { Name: source_ip, Path: sourceIPAddress }
  - { Name: actor, Method: get_actor }
`,
      'data_models/model.py': 'def get_actor(event):\n    return event.get("actor")\n',
      'data_models/off.yml':
        'AnalysisType: datamodel\nDataModelID: Off\nEnabled: false\nLogTypes: [X]\nMappings: []\n',
    };
    expect(contextOf(contents).dataModels).toEqual([
      {
        logTypes: ['AWS.CloudTrail'],
        mappings: [
          { name: 'source_ip', path: 'sourceIPAddress', method: null },
          { name: 'actor', path: null, method: 'get_actor' },
        ],
        module: 'model',
      },
    ]);
    expect(new Set(contextOf(contents).modules.keys())).toEqual(new Set(['model', 'example_helpers']));
  });
});

describe('the content hash', () => {
  const hash = (contents: Readonly<Record<string, string>>): string => readOne(contents).contentHash;
  const changed = (path: string, text: string): string => hash({ ...REPOSITORY, [path]: text });

  it('stays the same for the same files', () => {
    expect(hash(REPOSITORY)).toBe(hash({ ...REPOSITORY }));
    expect(hash(REPOSITORY)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes with the YAML, the Python, and a helper that the Python reaches', () => {
    const first = hash(REPOSITORY);
    expect(changed('rules/aws/root_login.yml', RULE_YAML.replace('High', 'Low'))).not.toBe(first);
    expect(changed('rules/aws/root_login.py', `${RULE_PYTHON}#`)).not.toBe(first);
    expect(changed('global_helpers/example_helpers.py', `${HELPER}#`)).not.toBe(first);
    expect(changed('deprecated.txt', 'Example.Root.Login')).not.toBe(first);
  });

  it('changes with a helper of a helper, and not with one that is out of reach', () => {
    const helper = (text: string): Readonly<Record<string, string>> => ({
      'global_helpers/deep.py': text,
      'global_helpers/deep.yml': 'AnalysisType: global\nFilename: deep.py\nGlobalID: deep\n',
    });
    const imports = { 'global_helpers/example_helpers.py': `import os, deep as d\n${HELPER}` };
    expect(hash({ ...REPOSITORY, ...imports, ...helper('A = 1') })).not.toBe(
      hash({ ...REPOSITORY, ...imports, ...helper('A = 2') }),
    );
    expect(hash({ ...REPOSITORY, ...helper('A = 1') })).toBe(hash({ ...REPOSITORY, ...helper('A = 2') }));
  });

  it('changes with data models only where the Python asks for one', () => {
    const model = (path: string): Readonly<Record<string, string>> => ({
      'data_models/m.yml': `AnalysisType: datamodel\nLogTypes: [X]\nMappings: [{ Name: a, Path: ${path} }]\n`,
    });
    const udm = { 'rules/aws/root_login.py': 'def rule(event):\n    return event.udm("a")\n' };
    expect(hash({ ...REPOSITORY, ...udm, ...model('x') })).not.toBe(
      hash({ ...REPOSITORY, ...udm, ...model('y') }),
    );
    expect(hash({ ...REPOSITORY, ...model('x') })).toBe(hash({ ...REPOSITORY, ...model('y') }));
  });
});
