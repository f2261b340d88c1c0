/** Event Query Language, as Elasticsearch reads it. */
import type { Language } from '../language.ts';
import { lowerEql } from './lower.ts';

export type { EqlContext } from './lower.ts';

export const eql: Language = { id: 'eql', lower: lowerEql };
