/** Google SecOps (Chronicle): files of YARA-L rules, as in chronicle/detection-rules. */
import type { Platform } from '../platform.ts';
import { logSourcesOf } from './log-sources.ts';
import { readChronicle, wantsFile } from './read.ts';

export const chronicle: Platform = {
  id: 'chronicle',
  title: 'Google SecOps',
  wants: wantsFile,
  logSourcesOf,
  read: readChronicle,
};
