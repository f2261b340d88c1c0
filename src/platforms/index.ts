/** All platforms whose rules the catalog reads. */
import { defender } from './defender/index.ts';
import { elastic } from './elastic/index.ts';
import { panther } from './panther/index.ts';
import type { Platform } from './platform.ts';
import { sentinel } from './sentinel/index.ts';
import { sigmaPlatform } from './sigma/index.ts';

export const platforms: readonly Platform[] = [panther, elastic, sigmaPlatform, sentinel, defender];
