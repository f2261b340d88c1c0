/** ES|QL, Elasticsearch's piped language. */
import type { Language } from '../language.ts';
import { lowerEsql } from './lower.ts';

export const esql: Language = { id: 'esql', lower: lowerEsql };
