/** https://docs.suricata.io/en/latest/output/eve/eve-json-format.html: `event_type` says what stands under the key of that name. */
import { categoriesOfServices } from '../../fields/service-categories.ts';
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

const TYPES =
  'alert dns http flow netflow tls fileinfo anomaly smtp smb ssh rdp krb5 ftp ftp_data dhcp snmp nfs tftp ike quic mqtt rfb sip modbus dnp3';

export const SURICATA_SHAPES: readonly Shape[] = TYPES.split(' ').map((type) => ({
  origin: {
    ...service('suricata', 'eve', type),
    categories: categoriesOfServices('suricata', [type]) ?? [],
  },
  has: [type, 'src_ip', 'dest_ip'],
  any: [['flow_id', 'in_iface', 'pcap_cnt', 'community_id', 'proto']],
  is: { event_type: new RegExp(`^${type}$`) },
}));
