/** Kusto Query Language, as Microsoft Sentinel and Defender XDR run it. */
import type { Language } from '../language.ts';
import { lowerKusto } from './lower.ts';

export const kusto: Language = { id: 'kusto', lower: lowerKusto };
