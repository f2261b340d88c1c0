/** Amazon's logs of flows and of load balancers, whose fields have several spellings: rules read Panther's. */
import { categoriesOfServices } from '../../fields/service-categories.ts';
import { hasAny } from '../event-shape.ts';
import type { JsonObject } from '../json-object.ts';
import { besidePanther } from './endpoint.ts';
import { from, renamed } from './rendering.ts';
import type { Names, Rendering } from './rendering.ts';

/** Under each of the names that fields of several words have: by a hyphen in files of text, by an underscore in those of Parquet. */
function spellings(names: Readonly<Record<string, string>>): Names {
  return Object.fromEntries(
    Object.entries(names).map(([name, words]) => [name, from(words, words.replaceAll('_', '-'))]),
  );
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html, https://docs.panther.com/data-onboarding/supported-logs/aws/vpc */
const FLOW = spellings({
  account: 'account_id',
  interfaceId: 'interface_id',
  vpcId: 'vpc_id',
  subNetId: 'subnet_id',
  instanceId: 'instance_id',
  tcpFlags: 'tcp_flags',
  packetSrcAddr: 'pkt_srcaddr',
  packetDstAddr: 'pkt_dstaddr',
  azId: 'az_id',
  flowDirection: 'flow_direction',
  trafficPath: 'traffic_path',
  status: 'log_status',
});

/** Columns of Athena's: https://docs.aws.amazon.com/athena/latest/ug/create-alb-access-logs-table.html */
const LOAD_BALANCER = spellings({
  clientIp: 'client_ip',
  clientPort: 'client_port',
  targetIp: 'target_ip',
  targetPort: 'target_port',
  elbStatusCode: 'elb_status_code',
  targetStatusCode: 'target_status_code',
  receivedBytes: 'received_bytes',
  sentBytes: 'sent_bytes',
  requestHttpMethod: 'request_verb',
  requestUrl: 'request_url',
  requestHttpVersion: 'request_proto',
  userAgent: 'user_agent',
  sslCipher: 'ssl_cipher',
  sslProtocol: 'ssl_protocol',
  targetGroupArn: 'target_group_arn',
  traceId: 'trace_id',
  domainName: 'domain_name',
  actionsExecuted: 'actions_executed',
});

export function renderFlowLog(event: JsonObject): Rendering | null {
  if (!hasAny(event, 'srcaddr', 'srcAddr') || !hasAny(event, 'dstaddr', 'dstAddr')) return null;
  if (
    !hasAny(event, 'interface_id', 'interface-id', 'interfaceId', 'log_status', 'log-status', 'flowDirection')
  )
    return null;
  return rendering('vpcflow', { ...renamed(event, FLOW), ...event });
}

export function renderLoadBalancer(event: JsonObject): Rendering | null {
  if (!hasAny(event, 'elb_status_code', 'elbStatusCode') || !hasAny(event, 'request_url', 'requestUrl'))
    return null;
  return rendering('alb', { ...renamed(event, LOAD_BALANCER), ...event });
}

function rendering(service: string, root: JsonObject): Rendering {
  const own = { product: 'aws', services: [service] };
  return {
    origin: { schema: 'raw', ...own, categories: categoriesOfServices(own.product, own.services) },
    facets: [{ schema: 'raw', root, hides: besidePanther(root) }],
  };
}
