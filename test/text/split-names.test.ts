import { expectLinear } from '../support/work.ts';
import { expect, it } from 'vitest';
import { splitNames } from '../../src/text/split-names.ts';

it.each([
  ['Ann Lee, Bo Ek', ['Ann Lee', ' Bo Ek']],
  ['Ann Lee (Firm, Inc.), Bo Ek', ['Ann Lee (Firm, Inc.)', ' Bo Ek']],
  ['Ann (a, b, Bo', ['Ann (a', ' b', ' Bo']],
  ['Ann), Bo', ['Ann)', ' Bo']],
  ['', ['']],
])('%j is %j', (text, names) => {
  expect(splitNames(text)).toEqual(names);
});

it('takes as many steps as there are commas', () => {
  expectLinear((size) => splitNames(`${','.repeat(size)})`), 2_000);
});
