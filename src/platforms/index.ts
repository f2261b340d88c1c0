/** All platforms whose rules the catalog reads. */
import { chronicle } from './chronicle/index.ts';
import { elastic } from './elastic/index.ts';
import { panther } from './panther/index.ts';
import type { Platform } from './platform.ts';
import { sigmaPlatform } from './sigma/index.ts';

export const platforms: readonly Platform[] = [panther, elastic, sigmaPlatform, chronicle];
