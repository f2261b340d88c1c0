/**
 * Falco's fields and their ECS names, by log source: https://falco.org/docs/reference/rules/supported-fields/ for system calls, and the fields of the
 * plugins of https://github.com/falcosecurity/plugins for the rest.
 */
import { logSource } from '../../rule/log-source.ts';
import { constant, derived, same } from '../field-table.ts';
import type { FieldRow, SourceRows } from '../field-table.ts';

/** Of every event, whatever its source. */
const EVERY_EVENT: readonly FieldRow[] = [
  same('@timestamp', 'evt.time.iso8601', 'evt.datetime'),
  same('host.name', 'evt.hostname'),
];

const SYSTEM_CALLS: readonly FieldRow[] = [
  same('auditd.data.syscall', 'evt.type', 'syscall.type'),
  same('process.name', 'proc.name'),
  same('process.command_line', 'proc.cmdline'),
  same('process.executable', 'proc.exepath'),
  same('process.pid', 'proc.pid'),
  same('process.working_directory', 'proc.cwd'),
  same('process.parent.name', 'proc.pname'),
  same('process.parent.command_line', 'proc.pcmdline'),
  same('process.parent.executable', 'proc.pexepath'),
  same('process.parent.pid', 'proc.ppid'),
  same('process.session_leader.name', 'proc.sname'),
  same('process.session_leader.pid', 'proc.sid'),
  same('process.session_leader.executable', 'proc.sid.exepath'),
  same('process.group_leader.name', 'proc.pgid.name'),
  same('process.group_leader.pid', 'proc.pgid'),
  same('user.name', 'user.name'),
  same('user.id', 'user.uid'),
  same('group.name', 'group.name'),
  same('group.id', 'group.gid'),
  same('file.path', 'fd.name'),
  same('file.directory', 'fd.directory'),
  same('file.name', 'fd.filename'),
  derived('file.extension', 'fd.filename', { kind: 'extension' }),
  // The server of a connection is where it goes to.
  same('source.ip', 'fd.cip'),
  same('source.port', 'fd.cport'),
  same('destination.ip', 'fd.sip'),
  same('destination.port', 'fd.sport'),
  same('destination.domain', 'fd.sip.name'),
  same('network.transport', 'fd.l4proto'),
  same('container.id', 'container.id'),
  same('container.name', 'container.name'),
  same('container.image.name', 'container.image'),
  same('container.image.tag', 'container.image.tag'),
  same('orchestrator.namespace', 'k8s.ns.name'),
  same('kubernetes.namespace', 'k8s.ns.name'),
  same('kubernetes.pod.name', 'k8s.pod.name'),
  same('kubernetes.pod.uid', 'k8s.pod.uid', 'k8s.pod.id'),
  constant('host.os.type', 'linux'),
];

const AUDIT = 'kubernetes.audit';
const POD = `${AUDIT}.requestObject.spec`;

const KUBERNETES_AUDIT: readonly FieldRow[] = [
  same('event.action', 'ka.verb'),
  same(`${AUDIT}.verb`, 'ka.verb'),
  same('event.id', 'ka.auditid'),
  same(`${AUDIT}.auditID`, 'ka.auditid'),
  same(`${AUDIT}.stage`, 'ka.stage'),
  same(`${AUDIT}.annotations.authorization_k8s_io/decision`, 'ka.auth.decision'),
  same(`${AUDIT}.annotations.authorization_k8s_io/reason`, 'ka.auth.reason'),
  same('user.name', 'ka.user.name'),
  same(`${AUDIT}.user.username`, 'ka.user.name'),
  same(`${AUDIT}.user.groups`, 'ka.user.groups'),
  same(`${AUDIT}.impersonatedUser.username`, 'ka.impuser.name'),
  same(`${AUDIT}.requestURI`, 'ka.uri'),
  same(`${AUDIT}.objectRef.name`, 'ka.target.name'),
  same(`${AUDIT}.objectRef.namespace`, 'ka.target.namespace'),
  same(`${AUDIT}.objectRef.resource`, 'ka.target.resource'),
  same(`${AUDIT}.objectRef.subresource`, 'ka.target.subresource'),
  same(`${AUDIT}.responseStatus.code`, 'ka.response.code'),
  same(`${AUDIT}.responseStatus.reason`, 'ka.response.reason'),
  same('user_agent.original', 'ka.useragent'),
  same('source.ip', 'ka.sourceips'),
  same(`${AUDIT}.requestObject.roleRef.name`, 'ka.req.binding.role'),
  same(`${AUDIT}.requestObject.rules.verbs`, 'ka.req.role.rules.verbs'),
  same(`${AUDIT}.requestObject.rules.resources`, 'ka.req.role.rules.resources'),
  same(`${AUDIT}.requestObject.rules.apiGroups`, 'ka.req.role.rules.apiGroups'),
  same(`${POD}.type`, 'ka.req.service.type'),
  same(`${POD}.hostNetwork`, 'ka.req.pod.host_network', 'ka.req.container.host_network'),
  same(`${POD}.hostPID`, 'ka.req.pod.host_pid'),
  same(`${POD}.hostIPC`, 'ka.req.pod.host_ipc'),
  same(`${POD}.containers.image`, 'ka.req.pod.containers.image'),
  same(`${POD}.containers.securityContext.privileged`, 'ka.req.pod.containers.privileged'),
  same(
    `${POD}.containers.securityContext.allowPrivilegeEscalation`,
    'ka.req.pod.containers.allow_privilege_escalation',
  ),
  same(`${POD}.containers.securityContext.runAsUser`, 'ka.req.pod.containers.run_as_user'),
  same(`${POD}.volumes.hostPath.path`, 'ka.req.pod.volumes.hostpath'),
];

const CLOUDTRAIL: readonly FieldRow[] = [
  same('event.action', 'ct.name'),
  same('event.provider', 'ct.src'),
  same('event.id', 'ct.id'),
  same('@timestamp', 'ct.time'),
  same('cloud.region', 'ct.region'),
  same('user.name', 'ct.user'),
  same('user.id', 'ct.user.principalid'),
  same('cloud.account.id', 'ct.user.accountid'),
  same('aws.cloudtrail.user_identity.type', 'ct.user.identitytype'),
  same('aws.cloudtrail.user_identity.arn', 'ct.user.arn'),
  same('aws.cloudtrail.error_code', 'ct.error'),
  same('aws.cloudtrail.error_message', 'ct.errormessage'),
  same('source.address', 'ct.srcip'),
  derived('source.ip', 'ct.srcip', { kind: 'ip' }),
  same('user_agent.original', 'ct.useragent'),
  same('user.target.name', 'ct.request.username'),
  same('group.name', 'ct.request.groupname'),
  same('aws.cloudtrail.read_only', 'ct.readonly'),
  same('aws.cloudtrail.management_event', 'ct.managementevent'),
  same('aws.cloudtrail.request_id', 'ct.requestid'),
  same('aws.cloudtrail.event_type', 'ct.eventtype'),
  same('aws.cloudtrail.event_category', 'ct.eventcategory'),
  same('aws.cloudtrail.api_version', 'ct.apiversion'),
  same('aws.cloudtrail.recipient_account_id', 'ct.recipientaccountid'),
  same('aws.cloudtrail.shared_event_id', 'ct.sharedeventid'),
  same('aws.cloudtrail.vpc_endpoint_id', 'ct.vpcendpointid'),
  same('aws.cloudtrail.session_credential_from_console', 'ct.sessioncredentialfromconsole'),
  same('tls.cipher', 'ct.tlsdetails.ciphersuite'),
  same('tls.client.server_name', 'ct.tlsdetails.clientprovidedhostheader'),
];

const OKTA: readonly FieldRow[] = [
  same('event.action', 'okta.evt.type'),
  same('okta.event_type', 'okta.evt.type'),
  same('@timestamp', 'okta.published'),
  same('okta.display_message', 'okta.message'),
  same('okta.actor.id', 'okta.actor.id'),
  same('okta.actor.type', 'okta.actor.Type'),
  same('okta.actor.alternate_id', 'okta.actor.alternateid'),
  same('okta.actor.display_name', 'okta.actor.name'),
  same('okta.client.ip', 'okta.client.ip'),
  same('source.ip', 'okta.client.ip'),
  same('okta.client.zone', 'okta.client.zone'),
  same('okta.client.device', 'okta.client.device'),
  same('okta.client.id', 'okta.client.id'),
  same('client.geo.city_name', 'okta.client.geo.city'),
  same('client.geo.region_name', 'okta.client.geo.state'),
  same('client.geo.country_name', 'okta.client.geo.country'),
  same('okta.client.user_agent.raw_user_agent', 'okta.useragent.raw'),
  same('user_agent.original', 'okta.useragent.raw'),
  same('okta.client.user_agent.browser', 'okta.useragent.browser'),
  same('okta.client.user_agent.os', 'okta.useragent.os'),
  same('okta.outcome.result', 'okta.result'),
  same('okta.outcome.reason', 'okta.reason'),
];

const GCP_AUDIT: readonly FieldRow[] = [
  same('event.action', 'gcp.methodName'),
  same('service.name', 'gcp.serviceName'),
  same('client.user.email', 'gcp.user'),
  same('source.ip', 'gcp.callerIP'),
  same('user_agent.original', 'gcp.userAgent'),
  same('cloud.project.id', 'gcp.projectId'),
  same('gcp.audit.resource_name', 'gcp.resourceName'),
];

export const FALCO: readonly SourceRows[] = [
  { logSources: [logSource('linux')], rows: SYSTEM_CALLS },
  { logSources: [logSource('kubernetes', null, 'audit')], rows: KUBERNETES_AUDIT },
  { logSources: [logSource('aws', null, 'cloudtrail')], rows: CLOUDTRAIL },
  { logSources: [logSource('okta', null, 'okta')], rows: OKTA },
  { logSources: [logSource('gcp', null, 'gcp.audit')], rows: GCP_AUDIT },
  { logSources: [logSource(null)], rows: EVERY_EVENT },
];
