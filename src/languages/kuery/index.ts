/** Kibana Query Language. */
import type { Language } from '../language.ts';
import { lowerKuery } from './lower.ts';

export const kuery: Language = { id: 'kuery', lower: lowerKuery };
