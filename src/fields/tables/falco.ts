/** Falco's fields and their ECS names, by log source. */
import type { SourceRows } from '../field-table.ts';

export const FALCO: readonly SourceRows[] = [];
