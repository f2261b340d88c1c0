/** https://learn.microsoft.com/en-us/office/office-365-management-api/office-365-management-activity-api-schema */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

export const MICROSOFT_365_SHAPES: readonly Shape[] = [
  { origin: { ...service('m365'), services: null }, has: ['Operation', 'Workload'] },
];
