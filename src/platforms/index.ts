/** All platforms whose rules the catalog reads. */
import { chronicle } from './chronicle/index.ts';
import { defender } from './defender/index.ts';
import { elasticEndpoint } from './elastic-endpoint/index.ts';
import { elastic } from './elastic/index.ts';
import { falcoPlatform } from './falco/index.ts';
import { hayabusaPlatform } from './hayabusa/index.ts';
import { panther } from './panther/index.ts';
import { sentinel } from './sentinel/index.ts';
import { sigmaPlatform } from './sigma/index.ts';
import { splunk } from './splunk/index.ts';
import type { Platform } from './platform.ts';

export const platforms: readonly Platform[] = [
  panther,
  elastic,
  elasticEndpoint,
  sigmaPlatform,
  chronicle,
  defender,
  falcoPlatform,
  hayabusaPlatform,
  sentinel,
  splunk,
];
