/**
 * Tells resources' configurations, which policies judge, and their type: by the type that they name, else by attributes that only one type has.
 * https://docs.panther.com/cloud-scanning/cloud-resource-attributes/aws
 */
import type { EventOrigin } from '../fields/event-origin.ts';
import { logSourceOfResourceType } from '../fields/panther-log-types.ts';
import { shapeFinder } from './shapes/shape.ts';
import { hasAny, textAt } from './event-shape.ts';
import type { JsonObject } from './json-object.ts';

/** Types whose resources have these attributes all, with those of which one is enough, and those that others have beside them. */
const TYPES: readonly (readonly [types: string, has: string, any?: string, not?: string])[] = [
  ['AWS.ACM.Certificate', 'DomainName InUseBy KeyAlgorithm SignatureAlgorithm'],
  ['AWS.CloudFormation.Stack', 'StackName StackStatus', 'DriftInformation Drifts RollbackConfiguration'],
  ['AWS.CloudTrail.Meta', 'Trails', 'GlobalEventSelectors GlobalAdvancedEventSelectors'],
  ['AWS.CloudTrail', 'TrailARN HomeRegion S3BucketName', 'EventSelectors IsMultiRegionTrail'],
  ['AWS.CloudWatch.LogGroup', 'MetricFilterCount StoredBytes', 'RetentionInDays KmsKeyId'],
  ['AWS.Config.Recorder.Meta', 'GlobalRecorderCount Recorders'],
  ['AWS.Config.Recorder', 'RecordingGroup RoleARN Status'],
  ['AWS.Config.Recorder', 'Recorder.RecordingGroup Status'],
  ['AWS.Config.Recorder', 'Recorder.RoleARN Status'],
  ['AWS.DynamoDB.Table', 'AttributeDefinitions KeySchema TableStatus', 'TableArn TableId Name'],
  ['AWS.EC2.AMI', 'ImageId ImageLocation ImageType', 'RootDeviceType VirtualizationType'],
  ['AWS.EC2.Instance', 'InstanceId InstanceType BlockDeviceMappings', 'ImageId SecurityGroups'],
  ['AWS.EC2.NetworkACL', 'NetworkAclId Entries VpcId'],
  ['AWS.EC2.SecurityGroup', 'GroupId GroupName IpPermissions IpPermissionsEgress'],
  ['AWS.EC2.Volume', 'VolumeId VolumeType Attachments', 'Snapshots Encrypted Iops'],
  ['AWS.EC2.VPC', 'VpcId CidrBlock DhcpOptionsId', 'FlowLogs NetworkAcls SecurityGroups'],
  ['AWS.ELBV2.ApplicationLoadBalancer', 'LoadBalancerArn Scheme VpcId', 'Listeners CanonicalHostedZoneId'],
  ['AWS.ELBV2.ApplicationLoadBalancer', 'Listeners SSLPolicies Scheme'],
  ['AWS.GuardDuty.Detector.Meta', 'Detectors', 'GlobalDetectorCount'],
  ['AWS.GuardDuty.Detector', 'FindingPublishingFrequency ServiceRole Status'],
  ['AWS.IAM.Group', 'GroupId GroupName Users', 'InlinePolicies ManagedPolicyARNs Path', 'IpPermissions'],
  ['AWS.IAM.Policy', 'PolicyId PolicyName PolicyDocument', 'AttachmentCount DefaultVersionId'],
  ['AWS.IAM.Role', 'AssumeRolePolicyDocument'],
  ['AWS.IAM.User', 'CredentialReport UserName VirtualMFA', 'Groups Path ManagedPolicyNames'],
  ['AWS.IAM.User AWS.IAM.RootUser', 'CredentialReport UserName', 'VirtualMFA UserId'],
  ['AWS.KMS.Key', 'KeyId KeyState KeyUsage', 'KeyManager KeyRotationEnabled'],
  ['AWS.Lambda.Function', 'FunctionName CodeSha256 Handler Runtime'],
  ['AWS.PasswordPolicy', 'AnyExist MinimumPasswordLength', 'RequireNumbers RequireSymbols'],
  ['AWS.PasswordPolicy', 'MinimumPasswordLength RequireNumbers RequireSymbols RequireUppercaseCharacters'],
  ['AWS.RDS.Instance', 'DBInstanceIdentifier DBInstanceClass Engine', 'SnapshotAttributes DBInstanceArn'],
  ['AWS.Redshift.Cluster', 'ClusterIdentifier ClusterNodes NodeType', 'LoggingStatus ClusterStatus'],
  ['AWS.S3.Bucket', 'Grants LoggingPolicy MFADelete Versioning', 'EncryptionRules LifecycleRules'],
  ['AWS.WAF.WebACL AWS.WAF.Regional.WebACL', 'DefaultAction WebACLId Rules', 'WebACLArn MetricName'],
];

const NAMED = /^(aws|gcp|azure)(\.[a-z0-9]+){1,4}$/i;

/** What stands beside the type in every resource's configuration. */
const BESIDE_TYPE = ['ResourceId', 'AccountId', 'Arn', 'Region', 'TimeCreated'];

/** Null: it is none. */
export function detectResource(event: JsonObject): EventOrigin | null {
  const type = textAt(event, 'ResourceType');
  if (type !== null && NAMED.test(type) && hasAny(event, ...BESIDE_TYPE) && !hasAny(event, ...OF_RECORDS))
    return originOfTypes([type]);
  return findShape(event)?.origin ?? null;
}

function originOfTypes(types: readonly string[]): EventOrigin {
  const sources = types.map(logSourceOfResourceType);
  return {
    schema: 'raw',
    product: sources[0]?.product ?? null,
    categories: ['resource'],
    services: sources.flatMap(({ service }) => service ?? []),
  };
}

const words = (text: string | undefined): readonly string[] => text?.split(' ') ?? [];

/** What log records hold, and no resource's configuration does. */
const OF_RECORDS = ['eventName', 'eventTime', 'operationName', '@timestamp', 'p_log_type', 'event_type'];

const SHAPES = TYPES.map(([types, has, any, not]) => ({
  origin: originOfTypes(words(types)),
  has: words(has),
  any: any === undefined ? [] : [words(any)],
  not: [...words(not), ...OF_RECORDS],
}));

const findShape = shapeFinder(SHAPES);
