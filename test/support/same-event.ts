/** Things that happened, each as the log source tells it and in the spellings of other schemas. */

export interface Story {
  readonly name: string;
  /** The seed's rule of each platform that alerts on it, by platform. */
  readonly rules: Readonly<Record<string, string>>;
  /** By spelling. */
  readonly events: Readonly<Record<string, unknown>>;
  /** Platforms that a spelling leaves undecided, since it lacks a field that the rule asks for: by spelling. */
  readonly undecided: Readonly<Record<string, readonly string[]>>;
}

const TIME = '2026-03-02T08:14:05Z';
const USER = 'arn:aws:iam::111122223333:user/maya';

const TRAIL_STOPPED: Story = {
  name: 'a CloudTrail trail is stopped',
  rules: {
    panther: 'panther:Seed.AWS.CloudTrail.Silenced',
    elastic: 'elastic:9fb93534-081c-4253-b1e2-73a87984a8ab',
    sigma: 'sigma:67f724f2-c616-452c-8be1-52558dc0e909',
    chronicle: 'chronicle:mr_3555fb20-58d0-52dc-823b-d122f0a2c058',
    falco: 'falco:Trail Switched Off',
    sentinel: 'sentinel:424b1fee-9709-4315-85d9-5954058b4714',
    splunk: 'splunk:5b4f240f-34bd-554b-97cd-48a6f3c60c0f',
  },
  // UDM has no error code.
  undecided: { UDM: ['panther', 'elastic', 'sigma', 'falco', 'sentinel', 'splunk'] },
  events: {
    'raw record': {
      eventVersion: '1.09',
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDAEXAMPLEMAYA',
        arn: USER,
        accountId: '111122223333',
        accessKeyId: 'AKIAEXAMPLEMAYA',
        userName: 'maya',
      },
      eventTime: TIME,
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      awsRegion: 'eu-central-1',
      sourceIPAddress: '203.0.113.24',
      userAgent: 'aws-cli/2.15.30',
      requestParameters: { name: 'org-trail' },
      responseElements: null,
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
    },
    ECS: {
      '@timestamp': TIME,
      event: {
        kind: 'event',
        module: 'aws',
        dataset: 'aws.cloudtrail',
        provider: 'cloudtrail.amazonaws.com',
        action: 'StopLogging',
        outcome: 'success',
      },
      data_stream: { type: 'logs', dataset: 'aws.cloudtrail', namespace: 'default' },
      aws: {
        cloudtrail: {
          event_version: '1.09',
          event_type: 'AwsApiCall',
          user_identity: { type: 'IAMUser', arn: USER, access_key_id: 'AKIAEXAMPLEMAYA' },
          request_parameters: '{name=org-trail}',
        },
      },
      cloud: { provider: 'aws', account: { id: '111122223333' }, region: 'eu-central-1' },
      source: { ip: '203.0.113.24', address: '203.0.113.24' },
      user: { name: 'maya' },
      user_agent: { original: 'aws-cli/2.15.30' },
    },
    UDM: {
      metadata: {
        event_timestamp: TIME,
        event_type: 'RESOURCE_WRITTEN',
        vendor_name: 'AMAZON',
        product_name: 'AWS CloudTrail',
        product_event_type: 'StopLogging',
        log_type: 'AWS_CLOUDTRAIL',
      },
      principal: { user: { userid: 'maya' }, ip: ['203.0.113.24'] },
      target: { application: 'cloudtrail.amazonaws.com' },
      network: { http: { user_agent: 'aws-cli/2.15.30' } },
      security_result: [{ action: ['ALLOW'] }],
    },
    'Log Analytics row': {
      TimeGenerated: TIME,
      Type: 'AWSCloudTrail',
      EventName: 'StopLogging',
      EventSource: 'cloudtrail.amazonaws.com',
      EventTypeName: 'AwsApiCall',
      AWSRegion: 'eu-central-1',
      SourceIpAddress: '203.0.113.24',
      UserAgent: 'aws-cli/2.15.30',
      ErrorCode: '',
      ErrorMessage: '',
      UserIdentityType: 'IAMUser',
      UserIdentityArn: USER,
      UserIdentityUserName: 'maya',
      UserIdentityAccountId: '111122223333',
      UserIdentityInvokedBy: '',
      RequestParameters: '{"name":"org-trail"}',
    },
    'Splunk result': {
      sourcetype: 'aws:cloudtrail',
      source: 'aws:cloudtrail',
      index: 'main',
      eventTime: TIME,
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      eventType: 'AwsApiCall',
      awsRegion: 'eu-central-1',
      sourceIPAddress: '203.0.113.24',
      userAgent: 'aws-cli/2.15.30',
      userIdentity: { type: 'IAMUser', arn: USER, accountId: '111122223333', userName: 'maya' },
      requestParameters: { name: 'org-trail' },
      errorCode: 'success',
      user: 'maya',
      src: '203.0.113.24',
      user_agent: 'aws-cli/2.15.30',
    },
  },
};

const COMMAND_LINE = 'vssadmin.exe delete shadows /all /quiet';
const IMAGE = 'C:\\Windows\\System32\\vssadmin.exe';
const PARENT = 'C:\\Windows\\System32\\cmd.exe';
const SHA256 = '3f'.repeat(32);

const SHADOWS_DELETED: Story = {
  name: 'a process deletes the shadow copies',
  rules: {
    elastic: 'elastic:562ebf1c-080c-4ba3-a7a9-69a12002ede5',
    elastic_endpoint: 'elastic_endpoint:1b0b5a92-ca9f-4dae-85e1-fb5bb643edf4',
    sigma: 'sigma:7ba76592-c837-4f30-9796-a12a8639362b',
    chronicle: 'chronicle:mr_0dac4884-77c3-5661-9dd4-72e8b53d4cc1',
    defender: 'defender:custom-detections/endpoint/seed-shadow-copies-removed',
    sentinel: 'sentinel:801355eb-05d9-4d51-a25f-f36ce5fe4bfa',
    splunk: 'splunk:e1aa5ba7-d748-5e2f-ad00-14a2680247f2',
  },
  undecided: {
    // The endpoint agent's own words for the event are in its events only.
    'Sysmon event': ['elastic_endpoint'],
    ECS: ['defender'],
    UDM: ['elastic', 'elastic_endpoint', 'defender'],
    'advanced hunting row': ['elastic', 'elastic_endpoint'],
    'Endpoint data model': ['elastic', 'elastic_endpoint', 'defender'],
  },
  events: {
    'Sysmon event': {
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      EventID: 1,
      Provider_Name: 'Microsoft-Windows-Sysmon',
      Computer: 'ws01.example.com',
      UtcTime: TIME,
      Image: IMAGE,
      OriginalFileName: 'VSSADMIN.EXE',
      CommandLine: COMMAND_LINE,
      User: 'EXAMPLE\\maya',
      IntegrityLevel: 'High',
      Hashes: `SHA256=${SHA256}`,
      ParentImage: PARENT,
      ParentCommandLine: 'cmd.exe /c clean.cmd',
    },
    ECS: {
      '@timestamp': TIME,
      event: { kind: 'event', category: ['process'], type: ['start'], action: 'start', code: '1' },
      data_stream: { type: 'logs', dataset: 'endpoint.events.process', namespace: 'default' },
      host: { name: 'ws01', os: { type: 'windows', family: 'windows' } },
      user: { name: 'maya', domain: 'EXAMPLE' },
      process: {
        name: 'vssadmin.exe',
        executable: IMAGE,
        command_line: COMMAND_LINE,
        args: ['vssadmin.exe', 'delete', 'shadows', '/all', '/quiet'],
        args_count: 5,
        pe: { original_file_name: 'VSSADMIN.EXE' },
        hash: { sha256: SHA256 },
        parent: { name: 'cmd.exe', executable: PARENT, command_line: 'cmd.exe /c clean.cmd' },
      },
    },
    UDM: {
      metadata: {
        event_timestamp: TIME,
        event_type: 'PROCESS_LAUNCH',
        vendor_name: 'Microsoft',
        product_name: 'Microsoft-Windows-Sysmon',
        product_event_type: '1',
        log_type: 'WINDOWS_SYSMON',
      },
      principal: {
        hostname: 'ws01',
        user: { userid: 'maya' },
        process: { file: { full_path: PARENT }, command_line: 'cmd.exe /c clean.cmd' },
      },
      target: { process: { file: { full_path: IMAGE, sha256: SHA256 }, command_line: COMMAND_LINE } },
    },
    'advanced hunting row': {
      Timestamp: TIME,
      Type: 'DeviceProcessEvents',
      ActionType: 'ProcessCreated',
      DeviceName: 'ws01',
      FileName: 'vssadmin.exe',
      FolderPath: IMAGE,
      ProcessCommandLine: COMMAND_LINE,
      ProcessVersionInfoOriginalFileName: 'VSSADMIN.EXE',
      SHA256,
      AccountName: 'maya',
      AccountDomain: 'example',
      InitiatingProcessFileName: 'cmd.exe',
      InitiatingProcessFolderPath: PARENT,
      InitiatingProcessCommandLine: 'cmd.exe /c clean.cmd',
    },
    'Endpoint data model': {
      'Processes.dest': 'ws01',
      'Processes.user': 'maya',
      'Processes.process_name': 'vssadmin.exe',
      'Processes.process_path': IMAGE,
      'Processes.process': COMMAND_LINE,
      'Processes.original_file_name': 'VSSADMIN.EXE',
      'Processes.process_hash': `SHA256=${SHA256}`,
      'Processes.parent_process_name': 'cmd.exe',
      'Processes.parent_process_path': PARENT,
      'Processes.parent_process': 'cmd.exe /c clean.cmd',
    },
  },
};

const POLICY_DEACTIVATED: Story = {
  name: 'an Okta policy is deactivated',
  rules: {
    panther: 'panther:Seed.Okta.PolicyWeakened',
    elastic: 'elastic:8c2b321d-9da3-435c-8323-b5e6bc7e00c3',
    sigma: 'sigma:b88ac314-42a5-447e-9b22-0ab84bed13fb',
    chronicle: 'chronicle:mr_1925a829-bf74-5dd1-80c6-49e07dc3bc0f',
    sentinel: 'sentinel:86db12bb-89d6-4221-bf84-934e09ee1846',
    splunk: 'splunk:e5401155-8fee-56f6-b505-4c2213d22c06',
  },
  // UDM says whether the call was allowed, Okta how it came out.
  undecided: {
    'raw record': ['chronicle'],
    ECS: ['chronicle'],
    UDM: ['panther', 'elastic', 'sentinel', 'splunk'],
    'Log Analytics row': ['chronicle'],
    'Splunk result': ['chronicle'],
  },
  events: {
    'raw record': {
      uuid: '5f3c9f6a-0001',
      published: TIME,
      eventType: 'policy.lifecycle.deactivate',
      version: '0',
      severity: 'WARN',
      displayMessage: 'Deactivate policy',
      actor: { id: '00uexample1', type: 'User', alternateId: 'maya@example.com', displayName: 'Maya' },
      client: { ipAddress: '203.0.113.24', userAgent: { rawUserAgent: 'Mozilla/5.0' } },
      outcome: { result: 'SUCCESS', reason: null },
      securityContext: { isProxy: false },
      target: [{ id: '00pexample', type: 'PolicyEntity', displayName: 'Default' }],
    },
    ECS: {
      '@timestamp': TIME,
      event: {
        kind: 'event',
        module: 'okta',
        dataset: 'okta.system',
        action: 'policy.lifecycle.deactivate',
        outcome: 'success',
      },
      data_stream: { type: 'logs', dataset: 'okta.system', namespace: 'default' },
      okta: {
        event_type: 'policy.lifecycle.deactivate',
        actor: { id: '00uexample1', type: 'User', alternate_id: 'maya@example.com', display_name: 'Maya' },
        outcome: { result: 'SUCCESS' },
        security_context: { is_proxy: false },
      },
      client: { ip: '203.0.113.24' },
      source: { ip: '203.0.113.24' },
      user: { name: 'maya' },
    },
    UDM: {
      metadata: {
        event_timestamp: TIME,
        event_type: 'USER_UNCATEGORIZED',
        vendor_name: 'Okta',
        product_name: 'Okta',
        product_event_type: 'policy.lifecycle.deactivate',
        log_type: 'OKTA',
      },
      principal: {
        user: { userid: '00uexample1', email_addresses: ['maya@example.com'] },
        ip: ['203.0.113.24'],
      },
      security_result: [{ action: ['ALLOW'] }],
    },
    'Log Analytics row': {
      TimeGenerated: TIME,
      Type: 'Okta_CL',
      eventType_s: 'policy.lifecycle.deactivate',
      actor_alternateId_s: 'maya@example.com',
      actor_type_s: 'User',
      outcome_result_s: 'SUCCESS',
      client_ipAddress_s: '203.0.113.24',
    },
    'Splunk result': {
      sourcetype: 'OktaIM2:log',
      eventType: 'policy.lifecycle.deactivate',
      actor: { id: '00uexample1', type: 'User', alternateId: 'maya@example.com' },
      outcome: { result: 'SUCCESS' },
      client: { ipAddress: '203.0.113.24' },
    },
  },
};

export const STORIES: readonly Story[] = [TRAIL_STOPPED, SHADOWS_DELETED, POLICY_DEACTIVATED];
