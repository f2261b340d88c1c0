/** Falco: rules, macros and lists as YAML (github.com/falcosecurity/rules, rule files of plugins, and a team's own). */
import type { Platform } from '../platform.ts';
import { readFalco, wantsFile } from './read.ts';

export const falcoPlatform: Platform = { id: 'falco', title: 'Falco', wants: wantsFile, read: readFalco };
