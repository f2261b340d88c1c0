/** The language of Falco's conditions: https://falco.org/docs/concepts/rules/conditions/ */
import type { Language } from '../language.ts';
import { lowerFalco } from './lower.ts';

export const falcoLanguage: Language = { id: 'falco', lower: lowerFalco };
