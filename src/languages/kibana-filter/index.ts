/** Kibana's filters: Elasticsearch queries in JSON, beside a rule's query. */
import type { Language } from '../language.ts';
import { lowerKibanaFilter } from './lower.ts';

export const kibanaFilter: Language = { id: 'kibana_filter', lower: lowerKibanaFilter };
