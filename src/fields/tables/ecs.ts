/**
 * The names that Elastic Common Schema gives (https://www.elastic.co/docs/reference/ecs/ecs-field-reference, 9.5), and those that the Elastic Endpoint's
 * published schema adds (https://github.com/elastic/endpoint-package, custom schemas under `Ext`): the catalog's names are these, so a rule that uses one
 * has the catalog's name already.
 */

/** What each field set holds itself; the last is the endpoint's. */
const FIELD_SETS: Readonly<Record<string, string>> = {
  agent: 'build.original ephemeral_id id name type version',
  as: 'number organization.name',
  base: '@timestamp labels message tags',
  client:
    'address bytes domain ip mac nat.ip nat.port packets port registered_domain subdomain top_level_domain',
  cloud:
    'account.id account.name availability_zone instance.id instance.name machine.type project.id project.name provider region service.name',
  code_signature:
    'digest_algorithm exists flags signing_id status subject_name team_id thumbprint_sha256 timestamp trusted valid',
  container:
    'cpu.usage disk.read.bytes disk.write.bytes id image.hash.all image.name image.tag labels memory.usage name network.egress.bytes network.ingress.bytes ' +
    'runtime security_context.privileged',
  data_stream: 'dataset namespace type',
  destination:
    'address bytes domain ip mac nat.ip nat.port packets port registered_domain subdomain top_level_domain',
  device:
    'id manufacturer model.identifier model.name product.id product.name serial_number type vendor.id vendor.name',
  dll: 'name origin_referrer_url origin_url path',
  dns:
    'answers answers.class answers.data answers.name answers.ttl answers.type header_flags id op_code question.class question.name ' +
    'question.registered_domain question.subdomain question.top_level_domain question.type resolved_ip response_code type',
  ecs: 'version',
  elf:
    'architecture byte_order cpu_type creation_date exports go_import_hash go_imports go_imports_names_entropy go_imports_names_var_entropy go_stripped ' +
    'header.abi_version header.class header.data header.entrypoint header.object_version header.os_abi header.type header.version import_hash imports ' +
    'imports_names_entropy imports_names_var_entropy sections sections.chi2 sections.entropy sections.flags sections.name sections.physical_offset ' +
    'sections.physical_size sections.type sections.var_entropy sections.virtual_address sections.virtual_size segments segments.sections segments.type ' +
    'shared_libraries telfhash',
  email:
    'attachments attachments.file.extension attachments.file.mime_type attachments.file.name attachments.file.size bcc.address cc.address content_type ' +
    'delivery_timestamp direction from.address local_id message_id origination_timestamp reply_to.address sender.address subject to.address x_mailer',
  error: 'code id message stack_trace type',
  event:
    'action agent_id_status category code created dataset duration end hash id ingested kind module original outcome provider reason reference risk_score ' +
    'risk_score_norm sequence severity start timezone type url',
  file:
    'accessed attributes created ctime device directory drive_letter extension fork_name gid group inode mime_type mode mtime name origin_referrer_url ' +
    'origin_url owner path size target_path type uid',
  geo: 'city_name continent_code continent_name country_iso_code country_name location name postal_code region_iso_code region_name timezone',
  group: 'domain id name',
  hash: 'cdhash md5 sha1 sha256 sha384 sha512 ssdeep tlsh',
  host:
    'architecture boot.id cpu.usage disk.read.bytes disk.write.bytes domain hostname id ip mac name network.egress.bytes network.egress.packets ' +
    'network.ingress.bytes network.ingress.packets pid_ns_ino type uptime',
  http:
    'request.body.bytes request.body.content request.bytes request.id request.method request.mime_type request.referrer response.body.bytes ' +
    'response.body.content response.bytes response.mime_type response.status_code version',
  interface: 'alias id name',
  log:
    'file.path level logger origin.file.line origin.file.name origin.function syslog syslog.appname syslog.facility.code syslog.facility.name ' +
    'syslog.hostname syslog.msgid syslog.priority syslog.procid syslog.severity.code syslog.severity.name syslog.structured_data syslog.version',
  macho:
    'go_import_hash go_imports go_imports_names_entropy go_imports_names_var_entropy go_stripped import_hash imports imports_names_entropy ' +
    'imports_names_var_entropy sections sections.entropy sections.name sections.physical_size sections.var_entropy sections.virtual_size symhash',
  network:
    'application bytes community_id direction forwarded_ip iana_number inner name packets protocol transport type',
  observer:
    'egress egress.zone hostname ingress ingress.zone ip mac name product serial_number type vendor version',
  orchestrator:
    'api_version cluster.id cluster.name cluster.url cluster.version namespace organization resource.annotation resource.id resource.ip resource.label ' +
    'resource.name resource.parent.type resource.type type',
  organization: 'id name',
  os: 'family full kernel name platform type version',
  package:
    'architecture build_version checksum description install_scope installed license name path reference size type version',
  pe:
    'architecture company description file_version go_import_hash go_imports go_imports_names_entropy go_imports_names_var_entropy go_stripped imphash ' +
    'import_hash imports imports_names_entropy imports_names_var_entropy original_file_name pehash product sections sections.entropy sections.name ' +
    'sections.physical_size sections.var_entropy sections.virtual_size',
  process:
    'args args_count command_line end endpoint_security_client entity_id entry_meta.source entry_meta.type env_vars executable exit_code interactive io ' +
    'io.bytes_skipped io.bytes_skipped.length io.bytes_skipped.offset io.max_bytes_per_process_exceeded io.text io.total_bytes_captured ' +
    'io.total_bytes_skipped io.type name origin_referrer_url origin_url pid platform_binary same_as_process start thread.capabilities.effective ' +
    'thread.capabilities.permitted thread.id thread.name title tty tty.char_device.major tty.char_device.minor tty.columns tty.rows uptime vpid ' +
    'working_directory',
  registry: 'data.bytes data.strings data.type hive key path value',
  related: 'hash hosts ip user',
  rule: 'author category description id license name reference ruleset uuid version',
  server:
    'address bytes domain ip mac nat.ip nat.port packets port registered_domain subdomain top_level_domain',
  service: 'address environment ephemeral_id id name node.name node.role node.roles state type version',
  source:
    'address bytes domain ip mac nat.ip nat.port packets port registered_domain subdomain top_level_domain',
  threat:
    'enrichments enrichments.indicator enrichments.indicator.confidence enrichments.indicator.description enrichments.indicator.email.address ' +
    'enrichments.indicator.first_seen enrichments.indicator.ip enrichments.indicator.last_seen enrichments.indicator.marking.tlp ' +
    'enrichments.indicator.marking.tlp_version enrichments.indicator.modified_at enrichments.indicator.name enrichments.indicator.port ' +
    'enrichments.indicator.provider enrichments.indicator.reference enrichments.indicator.scanner_stats enrichments.indicator.sightings ' +
    'enrichments.indicator.type enrichments.matched.atomic enrichments.matched.field enrichments.matched.id enrichments.matched.index ' +
    'enrichments.matched.occurred enrichments.matched.type feed.dashboard_id feed.description feed.name feed.reference framework group.alias group.id ' +
    'group.name group.reference indicator.confidence indicator.description indicator.email.address indicator.first_seen indicator.id indicator.ip ' +
    'indicator.last_seen indicator.marking.tlp indicator.marking.tlp_version indicator.modified_at indicator.name indicator.port indicator.provider ' +
    'indicator.reference indicator.scanner_stats indicator.sightings indicator.type software.alias software.id software.name software.platforms ' +
    'software.reference software.type tactic.id tactic.name tactic.reference technique.id technique.name technique.reference technique.subtechnique.id ' +
    'technique.subtechnique.name technique.subtechnique.reference',
  tls:
    'cipher client.certificate client.certificate_chain client.hash.md5 client.hash.sha1 client.hash.sha256 client.issuer client.ja3 client.not_after ' +
    'client.not_before client.server_name client.subject client.supported_ciphers curve established next_protocol resumed server.certificate ' +
    'server.certificate_chain server.hash.md5 server.hash.sha1 server.hash.sha256 server.issuer server.ja3s server.not_after server.not_before ' +
    'server.subject version version_protocol',
  url: 'domain extension fragment full original password path port query registered_domain scheme subdomain top_level_domain username',
  user: 'domain email full_name hash id name roles',
  user_agent: 'device.name name original version',
  vlan: 'id name',
  x509:
    'alternative_names issuer.common_name issuer.country issuer.distinguished_name issuer.locality issuer.organization issuer.organizational_unit ' +
    'issuer.state_or_province not_after not_before public_key_algorithm public_key_curve public_key_exponent public_key_size serial_number ' +
    'signature_algorithm subject.common_name subject.country subject.distinguished_name subject.locality subject.organization subject.organizational_unit ' +
    'subject.state_or_province version_number',
  Persistence: 'args executable keepalive name path runatload',
};

/** Field sets that stand below others, by the name under which they do. */
const REUSED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  client: { as: 'as', geo: 'geo', user: 'user' },
  destination: { as: 'as', geo: 'geo', user: 'user' },
  server: { as: 'as', geo: 'geo', user: 'user' },
  source: { as: 'as', geo: 'geo', user: 'user' },
  threat: {
    'indicator.as': 'as',
    'indicator.file': 'file',
    'indicator.geo': 'geo',
    'indicator.registry': 'registry',
    'indicator.url': 'url',
    'indicator.x509': 'x509',
    'enrichments.indicator.as': 'as',
    'enrichments.indicator.file': 'file',
    'enrichments.indicator.geo': 'geo',
    'enrichments.indicator.registry': 'registry',
    'enrichments.indicator.url': 'url',
    'enrichments.indicator.x509': 'x509',
  },
  cloud: { origin: 'cloud', target: 'cloud' },
  file: {
    code_signature: 'code_signature',
    elf: 'elf',
    hash: 'hash',
    macho: 'macho',
    pe: 'pe',
    x509: 'x509',
  },
  process: {
    code_signature: 'code_signature',
    elf: 'elf',
    macho: 'macho',
    pe: 'pe',
    hash: 'hash',
    group: 'group',
    real_group: 'group',
    saved_group: 'group',
    supplemental_groups: 'group',
    attested_groups: 'group',
    user: 'user',
    saved_user: 'user',
    real_user: 'user',
    attested_user: 'user',
    'entry_meta.source': 'source',
  },
  dll: { code_signature: 'code_signature', hash: 'hash', pe: 'pe' },
  user: { group: 'group', target: 'user', effective: 'user', changes: 'user' },
  host: { geo: 'geo', os: 'os', target: 'host', user: 'user' },
  service: { origin: 'service', target: 'service' },
  observer: {
    geo: 'geo',
    os: 'os',
    'ingress.interface': 'interface',
    'egress.interface': 'interface',
    'ingress.vlan': 'vlan',
    'egress.vlan': 'vlan',
  },
  email: { 'attachments.file.hash': 'hash' },
  user_agent: { os: 'os' },
  network: { vlan: 'vlan', 'inner.vlan': 'vlan' },
  tls: { 'client.x509': 'x509', 'server.x509': 'x509' },
};

/** Groups that the endpoint adds below `Ext`, each with names of its own below it. */
const ENDPOINT_EXTENSIONS: Readonly<Record<string, string>> = {
  process:
    'ancestry api architecture authentication_id code_signature created_suspended defense_evasions desktop_name device dll effective_parent load_module ' +
    'malware_classification memfd memory_region mitigation_policies protection ptrace real relative_file_creation_time relative_file_name_modify_time ' +
    'script services session session_info shmget token trusted trusted_descendant user windows',
  'process.thread':
    'call_stack call_stack_contains_unbacked call_stack_final_hook_module call_stack_final_user_module call_stack_summary hardware_breakpoint_set ' +
    'original_start_address original_start_address_allocation_offset original_start_address_bytes original_start_address_bytes_disasm ' +
    'original_start_address_bytes_disasm_hash original_start_address_module parameter parameter_bytes_compressed parameter_bytes_compressed_present ' +
    'service start start_address start_address_allocation_offset start_address_bytes start_address_bytes_disasm start_address_bytes_disasm_hash ' +
    'start_address_module token uptime',
  dll:
    'code_signature compile_time defense_evasions device load_index malware_classification mapped_address mapped_size relative_file_creation_time ' +
    'relative_file_name_modify_time size windows',
  file:
    'code_signature device entropy entry_modified header_bytes header_data macro malware_classification malware_signature monotonic_id original ' +
    'quarantine_message quarantine_path quarantine_result temp_file_path windows',
  dns: 'options status',
  event: 'correlation',
  user: 'real',
  group: 'real',
  os: 'variant',
};

/** Roots of the endpoint's that stand for another process, or hold one. */
const ENDPOINT_ROOTS = /^(?:Target\.(?=(?:process|dll)\.)|Effective_(?=process\.))/;

/** Where a process has another below it. */
const OTHER_PROCESS =
  /^process\.(?:(?:entry|session)_leader\.parent(?:\.session_leader)?|parent\.group_leader|parent|(?:entry|session|group)_leader|previous|responsible)\./;

/** Objects whose keys are anybody's. */
const OPEN_OBJECTS = /^(?:labels|container\.labels|process\.env_vars|http\.request\.headers)\./;

const OWN = new Map(Object.entries(FIELD_SETS).map(([set, names]) => [set, new Set(names.split(' '))]));
const EXTENSIONS = new Map(
  Object.entries(ENDPOINT_EXTENSIONS).map(([set, names]) => [set, new Set(names.split(' '))]),
);

/** Is it a name of Elastic Common Schema, or of the endpoint's schema beside it? */
export function isEcsName(name: string): boolean {
  if (OPEN_OBJECTS.test(name) || OWN.get('base')?.has(name) === true) return true;
  const path = name.replace(ENDPOINT_ROOTS, '').replace(OTHER_PROCESS, 'process.');
  const dot = path.indexOf('.');
  return dot > 0 && isInSet(path.slice(0, dot), path.slice(dot + 1));
}

function isInSet(set: string, rest: string): boolean {
  if (OWN.get(set)?.has(rest) === true || isExtension(set, rest)) return true;
  const below = Object.entries(REUSED[set] ?? {});
  return below.some(([as, inner]) => rest.startsWith(`${as}.`) && isInSet(inner, rest.slice(as.length + 1)));
}

/** `Ext.token.elevation_level` of a process, `thread.Ext.call_stack_summary`. */
function isExtension(set: string, rest: string): boolean {
  const at = rest.indexOf('Ext.');
  if (at < 0 || (at > 0 && rest[at - 1] !== '.')) return false;
  const owner = at === 0 ? set : `${set}.${rest.slice(0, at - 1)}`;
  const [group = ''] = rest.slice(at + 'Ext.'.length).split('.');
  return EXTENSIONS.get(owner)?.has(group) === true;
}
