/** Google SecOps' Unified Data Model (https://cloud.google.com/chronicle/docs/reference/udm-field-list) and their ECS names, by log source. */
import type { SourceRows } from '../field-table.ts';

export const UDM: readonly SourceRows[] = [];
