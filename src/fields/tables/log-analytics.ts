/**
 * The columns of the tables of Microsoft's Log Analytics and advanced hunting and their ECS names, by log source. Columns of several tables that hold one
 * thing stand in one row; what a column cuts, joins or spells in its own way has a name at most, and no value that could be another one's.
 */
import type { SourceRows } from '../field-table.ts';
import { LOG_ANALYTICS_CLOUD } from './log-analytics-cloud.ts';
import { LOG_ANALYTICS_ENDPOINT } from './log-analytics-endpoint.ts';
import { LOG_ANALYTICS_MICROSOFT } from './log-analytics-microsoft.ts';
import { LOG_ANALYTICS_SYSTEM } from './log-analytics-system.ts';

export const LOG_ANALYTICS: readonly SourceRows[] = [
  ...LOG_ANALYTICS_ENDPOINT,
  ...LOG_ANALYTICS_CLOUD,
  ...LOG_ANALYTICS_MICROSOFT,
  ...LOG_ANALYTICS_SYSTEM,
];
