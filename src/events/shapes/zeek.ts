/** https://docs.zeek.org/en/master/logs/: JSON names the log by `_path` where the writer is told to, else its columns do. */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

interface Log {
  readonly name: string;
  readonly categories: readonly string[];
  /** Columns that only this log of connections has; none: it is told by its path alone. */
  readonly columns: readonly (readonly string[])[];
}

const WEB = ['webserver', 'proxy', 'web'];

const LOGS: readonly Log[] = [
  {
    name: 'dns',
    categories: ['dns'],
    columns: [['query'], ['qtype_name', 'qtype', 'rcode_name', 'trans_id']],
  },
  {
    name: 'http',
    categories: WEB,
    columns: [
      ['method', 'status_code'],
      ['trans_depth', 'uri'],
    ],
  },
  {
    name: 'conn',
    categories: ['network', 'network_connection'],
    columns: [['conn_state'], ['history', 'proto']],
  },
  {
    name: 'ssl',
    categories: [],
    columns: [
      ['cipher', 'server_name', 'version'],
      ['established', 'resumed'],
    ],
  },
  { name: 'dce_rpc', categories: [], columns: [['endpoint'], ['operation'], ['named_pipe', 'rtt']] },
  { name: 'kerberos', categories: [], columns: [['request_type'], ['service', 'client', 'error_msg']] },
  {
    name: 'rdp',
    categories: [],
    columns: [
      ['security_protocol', 'cookie'],
      ['result', 'keyboard_layout', 'cert_type'],
    ],
  },
  {
    name: 'ssh',
    categories: [],
    columns: [
      ['auth_attempts', 'auth_success', 'hassh'],
      ['client', 'server'],
    ],
  },
  {
    name: 'ntlm',
    categories: [],
    columns: [['server_nb_computer_name', 'server_dns_computer_name', 'hostname'], ['domainname']],
  },
  {
    name: 'smb_files',
    categories: [],
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
  ].map((name): Log => ({ name, categories: [], columns: [] })),
];

/** What every connection's log has, and no other sensor's records. */
const CONNECTION = ['uid', 'id.orig_h', 'id.resp_h'];

export const ZEEK_SHAPES: readonly Shape[] = LOGS.flatMap(
  ({ name, categories, columns }): readonly Shape[] => {
    const origin = { ...service('zeek', name), categories };
    const named: Shape = {
      origin,
      any: [['uid', 'ts', '_write_ts', '_system_name', 'id.orig_h', 'fuid']],
      is: { _path: new RegExp(`^${name}$`) },
    };
    return columns.length === 0
      ? [named]
      : [named, { origin, has: CONNECTION, any: columns, not: ['_path'] }];
  },
);
