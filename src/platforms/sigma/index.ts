/** Sigma's platform: folders of YAML rules, as in SigmaHQ/sigma. */
import { readSigmaFiles, wantsFile } from '../../formats/sigma/read.ts';
import type { SigmaFormat } from '../../formats/sigma/read.ts';
import type { Platform } from '../platform.ts';

const FORMAT: SigmaFormat = { platform: 'sigma', dialect: null, refine: (rule) => rule };

export const sigmaPlatform: Platform = {
  id: 'sigma',
  title: 'Sigma',
  wants: wantsFile,
  read: (files) => readSigmaFiles(files, FORMAT),
};
