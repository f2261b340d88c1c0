/** https://docs.suricata.io/en/latest/output/eve/eve-json-format.html: `event_type` says what stands under the key of that name. */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  alert: ['ids'],
  dns: ['dns'],
  http: ['webserver', 'proxy', 'web'],
  flow: ['network', 'network_connection'],
  netflow: ['network', 'network_connection'],
  tls: [],
  fileinfo: [],
  anomaly: [],
  smtp: [],
  smb: [],
  ssh: [],
  rdp: [],
  krb5: [],
  ftp: [],
  dhcp: [],
  snmp: [],
  nfs: [],
  tftp: [],
  ike: [],
  quic: [],
  mqtt: [],
};

export const SURICATA_SHAPES: readonly Shape[] = Object.entries(CATEGORIES).map(([type, categories]) => ({
  origin: { ...service('suricata', 'eve', type), categories },
  has: [type, 'src_ip', 'dest_ip'],
  any: [['flow_id', 'in_iface', 'pcap_cnt', 'community_id', 'proto']],
  is: { event_type: new RegExp(`^${type}$`) },
}));
