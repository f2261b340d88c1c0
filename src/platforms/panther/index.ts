/** Panther: detections as YAML and Python (github.com/panther-labs/panther-analysis, and private repositories of its shape). */
import type { Platform } from '../platform.ts';
import { logSourcesOfTable } from './log-types.ts';
import { readPanther } from './read.ts';

/** Folders of a repository in which YAML and Python are no detections: hidden ones, starter templates, recorded scenarios, documents. */
const OTHER_FOLDERS = /(^|\/)\.|^(templates|test_scenarios|indexes|style_guides)\//;
const WANTED = /\.(ya?ml|py)$|(^|\/)deprecated\.txt$/i;

export const panther: Platform = {
  id: 'panther',
  title: 'Panther',
  wants: (path) => WANTED.test(path) && !OTHER_FOLDERS.test(path),
  logSourcesOf: logSourcesOfTable,
  read: readPanther,
};
