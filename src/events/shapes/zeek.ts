/** https://docs.zeek.org/en/master/logs/: JSON names the log by `_path` where the writer is told to, else its columns do. */
import { categoriesOfServices } from '../../fields/service-categories.ts';
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

interface Log {
  readonly name: string;
  /** Columns that only this log of connections has; none: it is told by its path alone. */
  readonly columns: readonly (readonly string[])[];
}

const LOGS: readonly Log[] = [
  {
    name: 'dns',
    columns: [['query'], ['qtype_name', 'qtype', 'rcode_name', 'trans_id']],
  },
  {
    name: 'http',
    columns: [
      ['method', 'status_code'],
      ['trans_depth', 'uri'],
    ],
  },
  {
    name: 'conn',
    columns: [['conn_state'], ['history', 'proto']],
  },
  {
    name: 'ssl',
    columns: [
      ['cipher', 'server_name', 'version'],
      ['established', 'resumed'],
    ],
  },
  { name: 'dce_rpc', columns: [['endpoint'], ['operation'], ['named_pipe', 'rtt']] },
  { name: 'kerberos', columns: [['request_type'], ['service', 'client', 'error_msg']] },
  {
    name: 'rdp',
    columns: [
      ['security_protocol', 'cookie'],
      ['result', 'keyboard_layout', 'cert_type'],
    ],
  },
  {
    name: 'ssh',
    columns: [
      ['auth_attempts', 'auth_success', 'hassh'],
      ['client', 'server'],
    ],
  },
  {
    name: 'ntlm',
    columns: [['server_nb_computer_name', 'server_dns_computer_name', 'hostname'], ['domainname']],
  },
  {
    name: 'smb_files',
    columns: [['action'], ['path', 'name'], ['times.modified', 'size', 'fuid']],
  },
  ...[
    'smb_mapping',
    'smtp',
    'ftp',
    'rfb',
    'x509',
    'files',
    'notice',
    'weird',
    'tunnel',
    'software',
    'known_hosts',
  ].map((name): Log => ({ name, columns: [] })),
];

/** What every connection's log has, and no other sensor's records. */
const CONNECTION = ['uid', 'id.orig_h', 'id.resp_h'];

export const ZEEK_SHAPES: readonly Shape[] = LOGS.flatMap(({ name, columns }): readonly Shape[] => {
  const own = service('zeek', name);
  const origin = { ...own, categories: categoriesOfServices(own.product, own.services ?? []) ?? [] };
  const named: Shape = {
    origin,
    any: [['uid', 'ts', '_write_ts', '_system_name', 'id.orig_h', 'fuid']],
    is: { _path: new RegExp(`^${name}$`) },
  };
  return columns.length === 0 ? [named] : [named, { origin, has: CONNECTION, any: columns, not: ['_path'] }];
});
