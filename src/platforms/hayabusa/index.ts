/** Hayabusa: Sigma's rules re-keyed to Windows' channels, and rules of its own (github.com/Yamato-Security/hayabusa-rules). */
import type { Platform } from '../platform.ts';
import { readHayabusa, wantsFile } from './read.ts';

export const hayabusaPlatform: Platform = {
  id: 'hayabusa',
  title: 'Hayabusa',
  wants: wantsFile,
  read: readHayabusa,
};
