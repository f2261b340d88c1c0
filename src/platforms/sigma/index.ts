/** Sigma's platform: folders of YAML rules, as in SigmaHQ/sigma. */
import type { Platform } from '../platform.ts';
import { readSigma, wantsFile } from './read.ts';

export const sigmaPlatform: Platform = { id: 'sigma', title: 'Sigma', wants: wantsFile, read: readSigma };
