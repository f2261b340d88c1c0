/** The data models of Splunk's Common Information Model, and the names that Splunk's add-ons give, and their ECS names, by log source. */
import type { SourceRows } from '../field-table.ts';

export const SPLUNK: readonly SourceRows[] = [];
