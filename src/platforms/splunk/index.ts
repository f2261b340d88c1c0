/**
 * Splunk: repositories of detections as YAML (splunk/security_content), apps with their saved searches, exports of these, searches kept as text. With the
 * macros that they use.
 */
import type { Platform } from '../platform.ts';
import { filterOfSource, logSourcesOfSource } from '../../fields/splunk-sources.ts';
import { readSplunk, wantsFile } from './read.ts';

export const splunk: Platform = {
  id: 'splunk',
  title: 'Splunk',
  wants: wantsFile,
  logSourcesOf: logSourcesOfSource,
  filterOfSource,
  read: readSplunk,
};
