/**
 * Logs of proxies, web servers, name servers and firewalls under the names that the W3C's extended format (https://www.w3.org/TR/WD-logfile) and Sigma's
 * taxonomy (https://sigmahq.io/docs/basics/log-sources.html) give, and a cloud's flow logs; and their ECS names.
 */
import { constant, same, spelled } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';

const SIDES: readonly FieldRow[] = [
  same('source.ip', 'src_ip'),
  same('source.port', 'src_port'),
  same('destination.ip', 'dst_ip'),
  same('destination.port', 'dst_port'),
];

/** `c`: the client's, `cs`: from client to server, `sc`: back. */
export const WEB_LOG: readonly FieldRow[] = [
  same('url.original', 'c-uri', 'cs-uri'),
  same('url.path', 'cs-uri-stem', 'c-uri-stem'),
  same('url.query', 'cs-uri-query', 'c-uri-query'),
  same('url.extension', 'c-uri-extension'),
  same('url.domain', 'cs-host', 'r-dns'),
  same('http.request.method', 'cs-method'),
  same('http.request.referrer', 'cs-referer', 'cs-referrer'),
  same('http.version', 'cs-version'),
  same('http.response.status_code', 'sc-status'),
  same('user_agent.original', 'c-useragent'),
  // IIS writes spaces as plus signs.
  spelled('user_agent.original', 'cs-user-agent'),
  same('user.name', 'cs-username'),
  same('source.bytes', 'cs-bytes'),
  same('destination.bytes', 'sc-bytes'),
  same('source.ip', 'c-ip'),
  same('destination.ip', 'r-ip'),
  ...SIDES,
];

export const DNS_LOG: readonly FieldRow[] = [
  same('dns.question.name', 'query'),
  same('dns.question.type', 'record_type'),
  same('dns.answers.data', 'answer'),
  ...SIDES,
];

export const FIREWALL_LOG: readonly FieldRow[] = [same('user.name', 'username'), ...SIDES];

/**
 * https://docs.panther.com/data-onboarding/supported-logs/aws/vpc, and as AWS names the fields, in files of text and of Parquet:
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html. `ACCEPT` and `REJECT` are other words in ECS. */
export const AWS_FLOW_LOG: readonly FieldRow[] = [
  same('source.ip', 'srcAddr'),
  same('source.address', 'srcAddr'),
  same('source.port', 'srcPort'),
  same('destination.ip', 'dstAddr'),
  same('destination.address', 'dstAddr'),
  same('destination.port', 'dstPort'),
  same('network.bytes', 'bytes'),
  same('network.packets', 'packets'),
  same('network.iana_number', 'protocol'),
  same('cloud.account.id', 'account', 'account_id', 'account-id'),
  same('aws.vpcflow.interface_id', 'interfaceId', 'interface_id', 'interface-id'),
  same('aws.vpcflow.vpc_id', 'vpcId', 'vpc_id', 'vpc-id'),
  same('aws.vpcflow.subnet_id', 'subNetId', 'subnet_id', 'subnet-id'),
  same('aws.vpcflow.instance_id', 'instanceId', 'instance_id', 'instance-id'),
  same('aws.vpcflow.log_status', 'status', 'log_status', 'log-status'),
  same('aws.vpcflow.action', 'action'),
  same('aws.vpcflow.pkt_srcaddr', 'packetSrcAddr', 'pkt_srcaddr', 'pkt-srcaddr'),
  same('aws.vpcflow.pkt_dstaddr', 'packetDstAddr', 'pkt_dstaddr', 'pkt-dstaddr'),
  spelled('network.direction', 'flowDirection', 'flow_direction', 'flow-direction'),
  constant('cloud.provider', 'aws'),
];
