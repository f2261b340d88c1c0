/** Splunk's data models (https://docs.splunk.com/Documentation/CIM/latest/User/Overview): what the add-ons that fill them do not make of a log source's events. */
import { AUDITD, CLOUDTRAIL, never, OKTA, SERVICES } from './closed-source.ts';
import type { ClosedSource, Never } from './closed-source.ts';

const PROCESSES =
  'parent_process parent_process_name parent_process_path parent_process_exec original_file_name process_hash process_integrity_level';

/** Windows numbers what happened; the logs of services have words for it, and codes of other lengths for errors. */
const WINDOWS_EVENTS = '4###';

function ofAction(is: RegExp, values: string): Never {
  return never('All_Changes.action', values, { when: { name: 'event.action', is } });
}

/**
 * CIM's words for a change (https://docs.splunk.com/Documentation/CIM/latest/User/Change): what a call's first word says it did, it did not do the opposite of. Which word an add-on
 * takes of those that are left is in its own table.
 */
const CALLS: readonly Never[] = [
  ofAction(
    /^(?:Describe|Get|List|Lookup|Head|BatchGet)/,
    'created deleted modified started stopped restarted cleared acl_modified lockout',
  ),
  ofAction(/^(?:Delete|Terminate|Remove|Deregister)/, 'created started modified restarted lockout'),
  ofAction(/^Stop/, 'created started deleted restarted lockout'),
  ofAction(/^Start/, 'deleted stopped lockout'),
  ofAction(/^(?:Create|Run)/, 'deleted stopped lockout'),
  ofAction(/^(?:Update|Modify)/, 'created deleted started stopped lockout'),
  ofAction(/^(?:Attach|Put|Authorize|Add)/, 'deleted stopped started lockout'),
];

/** Services of Amazon's that run machines, or guard a network. */
const MACHINES = {
  name: 'event.provider',
  is: /^(?:ec2|autoscaling|rds|lightsail|elasticbeanstalk|opsworks|elasticmapreduce|redshift|network-firewall|wafv2?|fms|elasticloadbalancing)\./,
};

export const SPLUNK_CLOSED: readonly ClosedSource[] = [
  {
    logSources: AUDITD,
    notObservable: PROCESSES.split(' ')
      .flatMap((name) => [name, `Processes.${name}`])
      .join(' '),
  },
  {
    logSources: SERVICES,
    never: [
      never('All_Changes.result_id', WINDOWS_EVENTS),
      never('All_Changes.signature_id', WINDOWS_EVENTS),
    ],
  },
  {
    logSources: CLOUDTRAIL,
    never: [
      ...CALLS,
      never('All_Changes.object_category', 'instance firewall security_group', { unless: MACHINES }),
      never('All_Changes.change_type', 'EC2', { unless: MACHINES }),
    ],
  },
  {
    logSources: OKTA,
    never: [
      never('All_Changes.object_category', 'instance firewall security_group'),
      never('All_Changes.change_type', 'EC2'),
      ofAction(/\.(?:deactivate|delete|remove|suspend|lock|revoke|end)$/, 'created started restarted'),
      ofAction(/\.(?:create|add|activate|start)$/, 'deleted stopped lockout'),
    ],
  },
];
