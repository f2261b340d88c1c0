/** YARA-L 2.0, the language of Google SecOps' detection rules. */
import type { Language } from '../language.ts';
import { lowerYaraL } from './lower.ts';

export const yaraL: Language = { id: 'yara_l', lower: lowerYaraL };
