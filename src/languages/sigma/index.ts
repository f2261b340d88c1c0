/** Sigma: generic detections in YAML (specification 2.1, and what older rules still use of 1.0). */
import type { Language } from '../language.ts';
import { lowerSigma } from './lower.ts';

export const sigmaLanguage: Language = { id: 'sigma', lower: lowerSigma };
