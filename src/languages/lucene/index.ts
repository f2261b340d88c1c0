/** Lucene's query syntax, as Elasticsearch's query_string reads it. */
import type { Language } from '../language.ts';
import { lowerLucene } from './lower.ts';

export const lucene: Language = { id: 'lucene', lower: lowerLucene };
