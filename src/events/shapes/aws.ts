/** What services of AWS record. */
import { log, service } from './shape.ts';
import type { Shape } from './shape.ts';

const CLOUDTRAIL = service('aws', 'cloudtrail');

/** A row of Log Analytics' table has the record's parts in columns, one of LookupEvents the record as a text. */
const COLUMNS = ['UserIdentityType', 'UserIdentityArn', 'TimeGenerated', 'CloudTrailEvent'];

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const TRAIL: readonly Shape[] = [
  {
    origin: CLOUDTRAIL,
    any: [['awsRegion', 'eventVersion', 'userIdentity']],
    // S3, DynamoDB and other services tell of what happened in them under the same keys: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    is: { eventName: /./, eventSource: /^[^:\s]+$/ },
    not: COLUMNS,
  },
  { origin: CLOUDTRAIL, has: ['eventName'], is: { eventSource: /\.amazonaws\.com$/ }, not: COLUMNS },
  {
    origin: CLOUDTRAIL,
    has: ['eventName'],
    is: { eventType: /^Aws(ApiCall|ServiceEvent|ConsoleAction|ConsoleSignIn|CloudTrailInsight|VpceEvent)$/ },
    not: COLUMNS,
  },
];

export const AWS_SHAPES: readonly Shape[] = [
  ...TRAIL,
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html, as https://docs.panther.com/data-onboarding/supported-logs/aws/s3 names it
  {
    origin: log('AWS.S3ServerAccess'),
    has: ['bucket', 'requester'],
    any: [
      ['bucketowner', 'requestid'],
      ['hostid', 'requesturi', 'turnaroundtime', 'tlsversion', 'signatureversion'],
    ],
  },
  {
    origin: log('AWS.S3ServerAccess'),
    has: ['bucket', 'bucketowner', 'requesturi', 'httpstatus'],
    any: [['remoteip', 'hostid', 'turnaroundtime']],
  },
  // https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
  {
    origin: log('AWS.SecurityFindingFormat'),
    has: ['AwsAccountId', 'GeneratorId'],
    is: { ProductArn: /^arn:aws/ },
  },
  // https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
  {
    origin: log('AWS.BedrockModelInvocation'),
    has: ['modelId'],
    any: [['input', 'output']],
    is: { schemaType: /^ModelInvocationLog$/ },
  },
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html
  {
    origin: log('AWS.VPCDns'),
    has: ['query_name', 'query_type', 'vpc_id'],
    any: [['rcode', 'query_class', 'srcaddr']],
  },
  // https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html
  {
    origin: log('AWS.WAFWebACL'),
    has: ['httpRequest', 'terminatingRuleId'],
    any: [['webaclId', 'httpSourceName']],
  },
  // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
  {
    origin: log('AWS.GuardDuty'),
    has: ['accountId', 'partition', 'region', 'service', 'severity'],
    is: { type: /^\w+:[\w.]+\// },
  },
  // https://docs.panther.com/data-onboarding/supported-logs/aws/vpc names what AWS calls dstaddr and dstport so
  {
    origin: log('AWS.VPCFlow'),
    has: ['srcAddr', 'dstAddr'],
    any: [
      ['dstPort', 'srcPort', 'action', 'logStatus'],
      ['vpcId', 'subNetId', 'interfaceId', 'instanceId', 'flowDirection', 'logStatus'],
    ],
    not: ['query_name'],
  },
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html, as https://docs.panther.com/data-onboarding/supported-logs/aws/alb names it
  {
    origin: log('AWS.ALB'),
    has: ['elbStatusCode', 'targetGroupArn'],
    any: [['requestUrl', 'requestHttpMethod', 'targetStatusCode', 'traceId']],
  },
];
