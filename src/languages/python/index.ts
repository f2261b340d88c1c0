/** Panther's Python rules: executed symbolically, lowered to the condition under which they alert. */
import type { RuleTest } from '../../rule/rule.ts';
import type { Language, Query } from '../language.ts';
import { lowerPython, lowerWithMocks } from './lower.ts';

export type { PythonContext, PythonDataModel } from './panther/context.ts';

export const pythonLanguage: Language = {
  id: 'python',
  lower: lowerPython,
  lowerForTest: (query: Query, test: RuleTest) => lowerWithMocks(query, test.mocks),
};
