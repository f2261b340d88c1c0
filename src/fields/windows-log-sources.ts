/** Sigma's log sources for Windows: which channel and EventID an event of a category or service has. */

/** EventIDs by channel (in lower case). */
type Channels = Readonly<Record<string, readonly number[]>>;

const SYSMON = 'microsoft-windows-sysmon/operational';
const POWERSHELL = 'microsoft-windows-powershell/operational';
const POWERSHELL_CORE = 'powershellcore/operational';
const POWERSHELL_CLASSIC = 'windows powershell';

const sysmon = (...ids: readonly number[]): Channels => ({ [SYSMON]: ids });
const powershell = (id: number): Channels => ({ [POWERSHELL]: [id], [POWERSHELL_CORE]: [id] });

/** https://github.com/SigmaHQ/sigma-specification, appendix «taxonomy»: the generic log sources. */
export const WINDOWS_CATEGORIES: Readonly<Record<string, Channels>> = {
  process_creation: { ...sysmon(1), security: [4688] },
  file_change: sysmon(2),
  network_connection: { ...sysmon(3), security: [5156] },
  sysmon_status: sysmon(4, 16),
  process_termination: { ...sysmon(5), security: [4689] },
  driver_load: sysmon(6),
  image_load: sysmon(7),
  create_remote_thread: sysmon(8),
  raw_access_thread: sysmon(9),
  process_access: sysmon(10),
  file_event: sysmon(11),
  registry_add: { ...sysmon(12), security: [4657] },
  registry_delete: { ...sysmon(12), security: [4657] },
  registry_set: { ...sysmon(13), security: [4657] },
  registry_rename: sysmon(14),
  registry_event: { ...sysmon(12, 13, 14), security: [4657] },
  create_stream_hash: sysmon(15),
  pipe_created: sysmon(17, 18),
  wmi_event: sysmon(19, 20, 21),
  dns_query: sysmon(22),
  file_delete: sysmon(23, 26),
  file_delete_detected: sysmon(26),
  clipboard_capture: sysmon(24),
  process_tampering: sysmon(25),
  file_block_executable: sysmon(27),
  file_block_shredding: sysmon(28),
  file_executable_detected: sysmon(29),
  sysmon_error: sysmon(255),
  ps_module: powershell(4103),
  ps_script: powershell(4104),
  ps_classic_start: { [POWERSHELL_CLASSIC]: [400] },
  ps_classic_provider_start: { [POWERSHELL_CLASSIC]: [600] },
  ps_classic_script: { [POWERSHELL_CLASSIC]: [800] },
  // Traced by the kernel, not written to a channel.
  file_access: {},
  file_rename: {},
  // Web servers keep files of their own.
  webserver: {},
};

/** Channels of the services, in lower case. */
export const WINDOWS_SERVICES: Readonly<Record<string, readonly string[]>> = {
  security: ['security'],
  system: ['system'],
  application: ['application'],
  sysmon: [SYSMON],
  powershell: [POWERSHELL, POWERSHELL_CORE],
  'powershell-classic': [POWERSHELL_CLASSIC],
  taskscheduler: ['microsoft-windows-taskscheduler/operational'],
  windefend: ['microsoft-windows-windows defender/operational'],
  wmi: ['microsoft-windows-wmi-activity/operational'],
  ntlm: ['microsoft-windows-ntlm/operational'],
  'dns-server': ['dns server'],
  'dns-server-audit': ['microsoft-windows-dns-server/audit'],
  'dns-server-analytic': ['microsoft-windows-dns-server/analytical'],
  'dns-client': [
    'microsoft-windows-dns client events/operational',
    'microsoft-windows-dns-client/operational',
  ],
  'driver-framework': ['microsoft-windows-driverframeworks-usermode/operational'],
  'bits-client': ['microsoft-windows-bits-client/operational'],
  'firewall-as': ['microsoft-windows-windows firewall with advanced security/firewall'],
  'codeintegrity-operational': ['microsoft-windows-codeintegrity/operational'],
  applocker: [
    'microsoft-windows-applocker/exe and dll',
    'microsoft-windows-applocker/msi and script',
    'microsoft-windows-applocker/packaged app-deployment',
    'microsoft-windows-applocker/packaged app-execution',
  ],
  'msexchange-management': ['msexchange management'],
  'printservice-admin': ['microsoft-windows-printservice/admin'],
  'printservice-operational': ['microsoft-windows-printservice/operational'],
  'terminalservices-localsessionmanager': [
    'microsoft-windows-terminalservices-localsessionmanager/operational',
  ],
  'smbclient-security': ['microsoft-windows-smbclient/security'],
  'smbclient-connectivity': ['microsoft-windows-smbclient/connectivity'],
  'smbserver-connectivity': ['microsoft-windows-smbserver/connectivity'],
  'appxdeployment-server': ['microsoft-windows-appxdeploymentserver/operational'],
  'appxpackaging-om': ['microsoft-windows-appxpackaging/operational'],
  'appmodel-runtime': ['microsoft-windows-appmodel-runtime/admin'],
  'lsa-server': ['microsoft-windows-lsa/operational'],
  ldap: ['microsoft-windows-ldap-client/debug'],
  ldap_debug: ['microsoft-windows-ldap-client/debug'],
  'security-mitigations': [
    'microsoft-windows-security-mitigations/kernel mode',
    'microsoft-windows-security-mitigations/user mode',
  ],
  'shell-core': ['microsoft-windows-shell-core/operational'],
  openssh: ['openssh/operational'],
  'diagnosis-scripted': ['microsoft-windows-diagnosis-scripted/operational'],
  'microsoft-servicebus-client': ['microsoft-servicebus-client'],
  capi2: ['microsoft-windows-capi2/operational'],
  'certificateservicesclient-lifecycle-system': [
    'microsoft-windows-certificateservicesclient-lifecycle-system/operational',
  ],
  'iis-configuration': ['microsoft-iis-configuration/operational'],
  vhdmp: ['microsoft-windows-vhdmp/operational'],
  'hyper-v-worker': ['microsoft-windows-hyper-v-worker'],
  sense: ['microsoft-windows-sense/operational'],
};

/** The categories of an event of this channel and EventID; of a file delete, an add, … all that it may be. */
export function windowsCategories(channel: string, eventId: number): readonly string[] {
  const folded = channel.toLowerCase();
  return Object.keys(WINDOWS_CATEGORIES).filter((category) =>
    WINDOWS_CATEGORIES[category]?.[folded]?.includes(eventId),
  );
}

/** A channel that no service has is one of its own name. */
export function windowsServices(channel: string): readonly string[] {
  const folded = channel.toLowerCase();
  const known = Object.keys(WINDOWS_SERVICES).filter((service) =>
    WINDOWS_SERVICES[service]?.includes(folded),
  );
  return known.length === 0 ? [folded] : known;
}

/** The first of a service's channels. */
export function channelOfService(service: string): string | null {
  return Object.hasOwn(WINDOWS_SERVICES, service) ? (WINDOWS_SERVICES[service]?.[0] ?? null) : null;
}
