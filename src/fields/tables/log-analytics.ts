/** The columns of the tables of Microsoft's Log Analytics and advanced hunting and their ECS names, by log source. */
import type { SourceRows } from '../field-table.ts';

export const LOG_ANALYTICS: readonly SourceRows[] = [];
