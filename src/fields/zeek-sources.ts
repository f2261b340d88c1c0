/** Splunk's source types of Zeek's logs, one a log. */
import { logSource } from '../rule/log-source.ts';
import type { LogSource } from '../rule/log-source.ts';

/** Zeek's logs: https://docs.zeek.org/en/master/script-reference/log-files.html */
const ZEEK_LOGS =
  'conn dce_rpc dhcp dnp3 dns files ftp http intel irc kerberos known_certs known_hosts known_services ldap ldap_search modbus mqtt_connect mysql notice ntlm ntp ocsp pe ' +
  'quic radius rdp rfb signatures sip smb_files smb_mapping smtp snmp socks software ssh ssl syslog tunnel weird x509';

/** The add-on for Zeek has a source type a log (https://docs.splunk.com/Documentation/AddOns/released/BroIDS/Sourcetypes); what rules call `rpc` by their operations is DCE/RPC. */
export const ZEEK_SOURCE_TYPES: Readonly<Record<string, readonly LogSource[]>> = Object.fromEntries(
  [...ZEEK_LOGS.split(' ').map((log) => [log, log] as const), ['rpc', 'dce_rpc'] as const].flatMap(
    ([name, log]) =>
      ['bro', 'zeek'].map((product) => [`${product}:${name}:json`, [logSource('zeek', null, log)]]),
  ),
);
