/** The tables that osquery makes of a host (https://osquery.io/schema), and of which of them the rows of a query are. */

/** Of a table that is not here nobody says that a query's name is its name. */
const TABLES: ReadonlySet<string> = new Set(
  (
    'account_policy_data acpi_tables ad_config alf alf_exceptions alf_explicit_auths app_schemes apparmor_events apparmor_profiles appcompat_shims apps apt_sources ' +
    'arp_cache asl atom_packages augeas authenticode authorization_mechanisms authorizations authorized_keys autoexec azure_instance_metadata azure_instance_tags ' +
    'background_activities_moderator battery bitlocker_info block_devices bpf_process_events bpf_socket_events browser_plugins carbon_black_info carves certificates ' +
    'chassis_info chocolatey_packages chrome_extension_content_scripts chrome_extensions connected_displays connectivity cpu_info cpu_time cpuid crashes crontab cups_destinations ' +
    'cups_jobs curl curl_certificate deb_packages default_environment device_file device_firmware device_hash device_partitions disk_encryption disk_events disk_info ' +
    'dns_cache dns_resolvers docker_container_envs docker_container_fs_changes docker_container_labels docker_container_mounts docker_container_networks docker_container_ports ' +
    'docker_container_processes docker_container_stats docker_containers docker_image_history docker_image_labels docker_image_layers docker_images docker_info docker_network_labels ' +
    'docker_networks docker_version docker_volume_labels docker_volumes drivers ec2_instance_metadata ec2_instance_tags es_process_events es_process_file_events etc_hosts ' +
    'etc_protocols etc_services event_taps extended_attributes fan_speed_sensors file file_events firefox_addons gatekeeper gatekeeper_approved_apps groups hardware_events hash ' +
    'homebrew_packages hvci_status ibridge_info ie_extensions intel_me_info interface_addresses interface_details interface_ipv6 iokit_devicetree iokit_registry iptables ' +
    'kernel_extensions kernel_info kernel_keys kernel_modules kernel_panics keychain_acls keychain_items known_hosts kva_speculative_info last launchd launchd_overrides ' +
    'listening_ports load_average location_services logged_in_users logical_drives logon_sessions lxd_certificates lxd_images lxd_instances lxd_networks lxd_storage_pools ' +
    'magic managed_policies md_devices md_drives md_personalities mdfind mdls memory_array_mapped_addresses memory_arrays memory_device_mapped_addresses memory_devices ' +
    'memory_error_info memory_info memory_map mounts msr nfs_shares npm_packages ntdomains ntfs_acl_permissions ntfs_journal_events nvram oem_strings office_mru os_version ' +
    'osquery_events osquery_extensions osquery_flags osquery_info osquery_packs osquery_registry osquery_schedule package_bom package_install_history package_receipts ' +
    'password_policy patches pci_devices physical_disk_performance pipes platform_info plist portage_keywords portage_packages portage_use power_sensors powershell_events ' +
    'preferences prefetch process_envs process_etw_events process_events process_file_events process_memory_map process_namespaces process_open_files process_open_pipes ' +
    'process_open_sockets processes programs prometheus_metrics python_packages quicklook_cache registry routes rpm_package_files rpm_packages running_apps safari_extensions ' +
    'sandboxes scheduled_tasks screenlock seccomp_events secureboot security_profile_info selinux_events selinux_settings services shadow shared_folders shared_memory ' +
    'shared_resources sharing_preferences shell_history shellbags shimcache signature sip_config smbios_tables smc_keys socket_events ssh_configs startup_items sudoers ' +
    'suid_bin syslog_events system_controls system_extensions system_info system_profiler systemd_units temperature_sensors time time_machine_backups time_machine_destinations ' +
    'tpm_info ulimit_info unified_log uptime usb_devices user_events user_groups user_interaction_events user_ssh_keys userassist users video_info virtual_memory_info ' +
    'vscode_extensions wifi_networks wifi_status wifi_survey winbaseobj windows_crashes windows_eventlog windows_events windows_firewall_rules windows_optional_features ' +
    'windows_search windows_security_center windows_security_products windows_update_history wmi_bios_info wmi_cli_event_consumers wmi_event_filters ' +
    'wmi_filter_consumer_binding wmi_script_event_consumers xprotect_entries xprotect_meta xprotect_reports yara yara_events ycloud_instance_metadata yum_sources'
  ).split(' '),
);

/** `pack_<pack>_<query>`, by whatever delimiter: https://osquery.readthedocs.io/en/stable/deployment/configuration/#packs */
const OF_A_PACK = /^pack([_/:])[^_/:]+\1(?<query>.+)$/;

/** The table that a query is named after; null: none that we know. */
export function tableOfQueryName(name: string): string | null {
  const query = (OF_A_PACK.exec(name)?.groups?.['query'] ?? name).toLowerCase();
  return TABLES.has(query) ? query : null;
}

const COMMENTS_AND_TEXTS = /--[^\n]*|\/\*[\s\S]*?\*\/|'[^']*'/g;
const NAMED = /\b(?<name>\w+)\s+as\s+\(/gi;

/** The table whose rows a query keeps: that of its outermost FROM, or of what stands in its place. Null: it reads none. */
export function tableOfQuery(sql: string): string | null {
  const text = sql.replace(COMMENTS_AND_TEXTS, ' ').toLowerCase();
  const own = new Set([...text.matchAll(NAMED)].map(({ groups }) => groups?.['name']));
  const tables = [...text.matchAll(/\bfrom\s+"?(?<table>\w+)/g)]
    .map(({ groups, index }) => ({ table: groups?.['table'] ?? '', depth: depthAt(text, index) }))
    .filter(({ table }) => !own.has(table));
  const outermost = Math.min(...tables.map(({ depth }) => depth));
  return tables.find(({ depth }) => depth === outermost)?.table ?? null;
}

function depthAt(text: string, end: number): number {
  const before = text.slice(0, end);
  return before.split('(').length - before.split(')').length;
}
