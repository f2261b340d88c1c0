/** https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

export const GITHUB_SHAPES: readonly Shape[] = [
  {
    origin: service('github', 'audit'),
    any: [
      ['actor', 'actor_id'],
      ['org', 'repo', '_document_id', 'business'],
    ],
    is: { action: /^[a-z_0-9]+\.[a-z_0-9.]+$/ },
  },
];
