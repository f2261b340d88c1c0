/** Panther's match expressions: simple detections and inline filters. */
import type { Language } from '../language.ts';
import { lowerPantherYaml } from './lower.ts';

export const pantherYaml: Language = { id: 'panther_yaml', lower: lowerPantherYaml };
