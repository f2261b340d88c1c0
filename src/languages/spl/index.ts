/** Splunk's search processing language. */
import type { Language } from '../language.ts';
import { lowerSpl } from './lower.ts';

export const spl: Language = { id: 'spl', lower: lowerSpl };
