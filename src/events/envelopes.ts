/**
 * What services, collectors and SIEMs wrap a record in: how each envelope is recognised, and where its records stand.
 *
 * An envelope is opened only where the object itself is no record that we know, and what stands in it is one. Of one that can be nothing else it is said what
 * it may be taken for; it is opened, too, where it names the source of what stands in it. A service's records that are built like one (Tailscale's, like Splunk's) stay closed.
 * Rows that say more stand before those that say less.
 */
import type { EventSchema } from '../rule/rule.ts';
import type { TextForm } from './record-text.ts';

export interface Envelope {
  /** As the answer names what was opened. */
  readonly name: string;
  /** Paths that it has, all of them. */
  readonly has?: readonly string[];
  /** And one of these at least. */
  readonly hasOneOf?: readonly string[];
  /** What it says of itself. */
  readonly says?: Readonly<Record<string, RegExp>>;
  /** It has no other keys at its top than these. */
  readonly only?: ReadonlySet<string>;
  /** Where the records stand; `*`: each element of a list. */
  readonly at: string;
  /** How a text is read that stands there: as JSON or XML, unless it says otherwise. */
  readonly form?: TextForm;
  /** Records of which schema it may be taken for, and is an envelope all the same. */
  readonly looksLike?: EventSchema;
}

/** https://docs.splunk.com/Documentation/Splunk/latest/Data/FormateventsforHTTPEventCollector */
const COLLECTOR_KEYS = new Set(['time', 'host', 'source', 'sourcetype', 'index', 'event', 'fields']);

/** https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/Usedefaultfields and those that every export carries. */
export const SPLUNK_ROW_KEYS: ReadonlySet<string> = new Set(
  (
    '_raw _time _indextime _cd _bkt _si _serial _sourcetype _subsecond _eventtype_color _confstr _kv ' +
    '_meta host source sourcetype index linecount punct splunk_server splunk_server_group timestamp ' +
    'timestartpos timeendpos unix_category unix_group eventtype date_hour date_mday date_minute ' +
    'date_month date_second date_wday date_year date_zone tag tag::eventtype tag::sourcetype ' +
    'tag::host'
  ).split(' '),
);

const AMAZON: readonly Envelope[] = [
  // https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
  { name: 'Kinesis record', has: ['kinesis.data'], at: 'kinesis.data', form: 'base64', looksLike: 'raw' },
  // https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
  { name: 'SQS message', says: { eventSource: /^aws:sqs$/ }, at: 'body', looksLike: 'raw' },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Message.html
  { name: 'SQS message', has: ['MessageId', 'Body'], at: 'Body' },
  { name: 'SQS messages', at: 'Messages.*.Body' },
  // https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
  { name: 'SNS notification', has: ['Sns.Message'], at: 'Sns.Message', looksLike: 'raw' },
  // https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
  { name: 'SNS notification', has: ['TopicArn'], says: { Type: /^Notification$/ }, at: 'Message' },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
  {
    name: 'CloudWatch Logs subscription',
    has: ['awslogs.data'],
    at: 'awslogs.data',
    form: 'base64',
    looksLike: 'raw',
  },
  { name: 'CloudWatch Logs messages', has: ['logGroup', 'logEvents'], at: 'logEvents.*.message' },
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
  { name: 'CloudWatch Logs messages', hasOneOf: ['nextToken', 'searchedLogStreams'], at: 'events.*.message' },
  { name: 'CloudWatch Logs message', has: ['ingestionTime', 'timestamp'], at: 'message' },
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html
  { name: 'CloudWatch Logs Insights', has: ['statistics'], at: 'results.*' },
  // https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
  { name: 'Kinesis record', has: ['SequenceNumber', 'PartitionKey'], at: 'Data', form: 'base64' },
  // https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
  { name: 'Firehose record', only: new Set(['data']), at: 'data', form: 'base64' },
  // https://docs.aws.amazon.com/lambda/latest/dg/services-kinesisfirehose.html
  { name: 'Firehose record', has: ['recordId', 'data'], at: 'data', form: 'base64' },
  // https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
  { name: 'EventBridge event', has: ['detail-type', 'source'], at: 'detail' },
  // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
  { name: 'CloudTrail look-up', has: ['CloudTrailEvent'], at: 'CloudTrailEvent', looksLike: 'raw' },
  { name: 'CloudTrail look-up', at: 'Events.*.CloudTrailEvent' },
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html, and, in small letters,
  // https://learn.microsoft.com/azure/azure-monitor/platform/stream-monitoring-data-event-hubs
  { name: 'records', at: 'Records.*' },
];

const MICROSOFT: readonly Envelope[] = [
  // https://learn.microsoft.com/defender-xdr/streaming-api-event-hub
  {
    name: 'Defender streaming API',
    says: { category: /^AdvancedHunting-\w+$/ },
    at: 'properties',
    looksLike: 'raw',
  },
  // https://learn.microsoft.com/azure/aks/monitor-aks-reference
  {
    name: 'AKS control plane log',
    says: { category: /^kube-audit(-admin)?$/i },
    at: 'properties.log',
    looksLike: 'raw',
  },
  // https://learn.microsoft.com/azure/event-grid/event-schema
  { name: 'Event Grid event', has: ['eventType', 'subject', 'data'], at: 'data' },
  // https://learn.microsoft.com/azure/event-grid/cloud-event-schema
  { name: 'CloudEvents event', has: ['specversion', 'type'], at: 'data' },
  // https://learn.microsoft.com/powershell/module/exchangepowershell/search-unifiedauditlog
  { name: 'unified audit log row', hasOneOf: ['Operations', 'RecordType', 'CreationDate'], at: 'AuditData' },
  // https://learn.microsoft.com/graph/api/resources/auditlogquery
  { name: 'audit log query record', has: ['auditLogRecordType'], at: 'auditData' },
  // https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format and https://learn.microsoft.com/kusto/api/rest/response
  { name: 'Log Analytics answer', at: 'tables.*' },
  // https://learn.microsoft.com/defender-xdr/api-advanced-hunting and https://learn.microsoft.com/graph/api/security-security-runhuntingquery
  { name: 'advanced hunting results', has: ['schema'], at: 'results.*' },
  // https://learn.microsoft.com/azure/event-hubs/event-hubs-capture-overview
  ...(['plain', 'base64'] as const).map((form): Envelope => ({
    name: 'Event Hubs event',
    has: ['SequenceNumber', 'Offset'],
    at: 'Body',
    form,
  })),
  // https://learn.microsoft.com/graph/paging and the Office 365 Management Activity API
  { name: 'list of an API', at: 'value.*' },
];

const GOOGLE: readonly Envelope[] = [
  // https://cloud.google.com/pubsub/docs/push and …/docs/reference/rest/v1/projects.subscriptions/pull
  {
    name: 'Pub/Sub message',
    has: ['subscription', 'message.data'],
    at: 'message.data',
    form: 'base64',
    looksLike: 'raw',
  },
  { name: 'Pub/Sub message', hasOneOf: ['ackId'], at: 'message.data', form: 'base64', looksLike: 'raw' },
  { name: 'Pub/Sub messages', at: 'receivedMessages.*' },
  { name: 'Pub/Sub message', hasOneOf: ['messageId', 'publishTime'], at: 'data', form: 'base64' },
  // https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list
  { name: 'log entries', at: 'entries.*' },
  // https://developers.google.com/workspace/admin/reports/reference/rest/v1/activities/list
  { name: 'activities', says: { kind: /^admin#reports#activities$/ }, at: 'items.*' },
  // https://cloud.google.com/chronicle/docs/reference/search-api
  { name: 'UDM search', at: 'events.events.*' },
  { name: 'UDM search', has: ['udm', 'name'], at: 'udm' },
  { name: 'UDM search', at: 'matches.*.event' },
  // https://cloud.google.com/chronicle/docs/reference/ingestion-api and its successor's logs.import
  { name: 'log of Google SecOps', at: 'inlineSource.logs.*.data', form: 'base64' },
];

const KUBERNETES: readonly Envelope[] = [
  // https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
  { name: 'EventList', says: { kind: /^EventList$/ }, at: 'items.*', looksLike: 'raw' },
];

const SPLUNK: readonly Envelope[] = [
  {
    name: 'HTTP Event Collector',
    has: ['event'],
    hasOneOf: [...COLLECTOR_KEYS].filter((key) => key !== 'event'),
    only: COLLECTOR_KEYS,
    at: 'event',
    looksLike: 'splunk',
  },
  {
    name: 'Splunk row',
    has: ['_raw'],
    only: SPLUNK_ROW_KEYS,
    at: '_raw',
    form: 'words',
    looksLike: 'splunk',
  },
  // https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch
  { name: 'Splunk result', hasOneOf: ['preview', 'offset', 'sid', 'search_name', 'lastrow'], at: 'result' },
  { name: 'Splunk results', hasOneOf: ['preview', 'init_offset', 'fields', 'messages'], at: 'results.*' },
];

const ELASTIC: readonly Envelope[] = [
  // https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-search
  { name: 'search hits', at: 'hits.hits.*' },
  // https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-eql-search
  { name: 'search hits', at: 'hits.events.*' },
  { name: 'search hits', has: ['rawResponse'], at: 'rawResponse.hits.hits.*' },
  { name: 'Elasticsearch document', hasOneOf: ['_index', '_id'], at: '_source' },
  { name: 'Elasticsearch document', hasOneOf: ['_index', '_id'], at: 'fields' },
  // https://www.elastic.co/docs/reference/beats/filebeat/filebeat-input-log#filebeat-input-log-config-json
  { name: 'Filebeat document', hasOneOf: ['@timestamp', 'agent', 'input', 'beat', 'log'], at: 'json' },
  // https://www.elastic.co/docs/reference/ecs/ecs-event#field-event-original
  { name: 'event.original', at: 'event.original', form: 'words' },
];

/** Sumo Logic, Datadog, Graylog, Wazuh, Cribl, Loki, OpenTelemetry, Kafka's REST proxy, Okta's hooks. */
const OTHERS: readonly Envelope[] = [
  // https://help.sumologic.com/docs/api/search-job/
  { name: 'Sumo Logic messages', at: 'messages.*.map' },
  // https://docs.datadoghq.com/api/latest/logs/
  { name: 'Datadog logs', has: ['data'], hasOneOf: ['meta', 'links'], at: 'data.*' },
  { name: 'Datadog log', has: ['attributes.attributes'], at: 'attributes.attributes' },
  { name: 'Datadog log', has: ['content.attributes'], at: 'content.attributes' },
  { name: 'Datadog log', hasOneOf: ['ddsource', 'ddtags', 'service', 'status', 'host'], at: 'attributes' },
  // https://documentation.wazuh.com/current/user-manual/manager/alert-management.html
  ...['data.win', 'data.aws', 'data.office365', 'data.gcp', 'data.github', 'data'].map((at): Envelope => ({
    name: 'Wazuh alert',
    has: ['rule'],
    hasOneOf: ['decoder', 'manager', 'agent'],
    at,
  })),
  { name: 'Wazuh alert', hasOneOf: ['decoder', 'manager'], at: 'full_log', form: 'words' },
  // https://grafana.com/docs/loki/latest/reference/loki-http-api/
  { name: 'Loki stream', at: 'streams.*.values.*.1' },
  { name: 'Loki query', has: ['status'], at: 'data.result.*.values.*.1' },
  // https://opentelemetry.io/docs/specs/otlp/
  { name: 'OpenTelemetry logs', at: 'resourceLogs.*.scopeLogs.*.logRecords.*.body.stringValue' },
  { name: 'OpenTelemetry logs', at: 'resourceLogs.*.scopeLogs.*.logRecords.*' },
  {
    name: 'OpenTelemetry log',
    hasOneOf: ['timeUnixNano', 'observedTimeUnixNano', 'severityNumber'],
    at: 'attributes',
  },
  { name: 'OpenTelemetry value', only: new Set(['stringValue']), at: 'stringValue' },
  // https://docs.confluent.io/platform/current/kafka-rest/api.html
  { name: 'Kafka record', has: ['topic', 'partition', 'offset'], at: 'value' },
  // https://developer.okta.com/docs/concepts/event-hooks/
  {
    name: 'Okta event hook',
    says: { eventType: /^com\.okta\.event_hook$/ },
    at: 'data.events.*',
    looksLike: 'raw',
  },
  // https://github.com/omerbenamram/evtx: a record of evtx_dump's
  { name: 'evtx_dump record', has: ['data.Event'], at: 'data' },
  { name: 'Windows events', has: ['Events.Event'], at: 'Events.Event.*' },
];

const UDM_KEY = 'metadata';
const GENERIC: readonly Envelope[] = [
  // What holds a record under one name and nothing else, and lists of records of Google SecOps' ingestion API.
  { name: 'event', only: new Set(['event']), at: 'event' },
  { name: 'event', has: [`event.${UDM_KEY}`], at: 'event' },
  { name: 'events', at: 'events.*' },
];

/** Keys under which a collector hands on the line that it read, or what it parsed of it. */
const LINES: readonly (readonly [name: string, at: string])[] = [
  // https://docs.docker.com/engine/logging/drivers/json-file/ and https://docs.fluentbit.io
  ['container log', 'log'],
  // https://www.elastic.co/docs/reference/ecs/ecs-base, https://vector.dev/docs/architecture/data-model/log/
  ['message', 'message'],
  // https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html
  ['journal entry', 'MESSAGE'],
  // https://go2docs.graylog.org/current/getting_in_log_data/gelf.html
  ['GELF message', 'full_message'],
  ['GELF message', 'short_message'],
  // https://www.rsyslog.com/doc/configuration/properties.html
  ['syslog message', 'msg'],
  ['message', 'Message'],
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
  ['CloudWatch Logs message', '@message'],
  // https://library.humio.com/logscale-data-analysis/searching-data-event-fields.html
  ['LogScale event', '@rawstring'],
  // https://cloud.google.com/chronicle/docs/reference/ingestion-api#unstructuredlogentries
  ['log of Google SecOps', 'logText'],
  ['log of Google SecOps', 'log_text'],
  // https://docs.cribl.io/stream/event-model/, and Sumo Logic's _raw
  ['raw event', '_raw'],
  // https://schema.ocsf.io
  ['raw data', 'raw_data'],
  ['OpenTelemetry log', 'body'],
];

export const ENVELOPES: readonly Envelope[] = [
  ...KUBERNETES,
  ...SPLUNK,
  ...AMAZON,
  ...MICROSOFT,
  ...GOOGLE,
  ...ELASTIC,
  ...OTHERS,
  ...GENERIC,
  ...LINES.map(([name, at]): Envelope => ({ name, at, form: 'words' })),
];
