/** The words of Falco's rules in the catalog's. */
import type { LogSource } from '../../rule/log-source.ts';
import { logSource } from '../../rule/log-source.ts';
import type { AttackReference, OutputField, RuleStatus, Severity } from '../../rule/rule.ts';

/** https://falco.org/docs/concepts/rules/basic-elements/#priority */
const SEVERITIES: Readonly<Record<string, Severity>> = {
  emergency: 'critical',
  alert: 'critical',
  critical: 'critical',
  error: 'high',
  warning: 'medium',
  notice: 'low',
  info: 'informational',
  informational: 'informational',
  debug: 'informational',
};

export function severityOf(priority: string | null): Severity | null {
  return SEVERITIES[priority?.toLowerCase() ?? ''] ?? null;
}

/** https://github.com/falcosecurity/rules/blob/main/proposals/20230605-rules-adoption-management-maturity-framework.md */
const MATURITIES: Readonly<Record<string, RuleStatus>> = {
  maturity_stable: 'stable',
  maturity_incubating: 'test',
  maturity_sandbox: 'experimental',
  maturity_deprecated: 'deprecated',
};

export function statusOf(tags: readonly string[], enabled: boolean): RuleStatus {
  const [status = 'unknown'] = tags.flatMap((tag) => MATURITIES[tag.toLowerCase()] ?? []);
  return enabled || status === 'deprecated' ? status : 'disabled';
}

/** What each event source is, by the name that its plugin gives it (https://github.com/falcosecurity/plugins). */
const SOURCES: Readonly<Record<string, LogSource>> = {
  syscall: logSource('linux'),
  k8s_audit: logSource('kubernetes', null, 'audit'),
  aws_cloudtrail: logSource('aws', null, 'cloudtrail'),
  okta: logSource('okta', null, 'okta'),
  // Webhooks of repositories, not the audit log.
  github: logSource('github', null, 'webhook'),
  gcp_auditlog: logSource('gcp', null, 'gcp.audit'),
  gcpaudit: logSource('gcp', null, 'gcp.audit'),
  keycloak: logSource('keycloak'),
  journald: logSource('linux', null, 'journald'),
};

export function logSourceOf(source: string): LogSource {
  return SOURCES[source.toLowerCase()] ?? logSource(source.toLowerCase());
}

/** Tags `T1059`, `T1574.006` and `mitre_privilege_escalation`; all others stay tags. */
export function sortTags(tags: readonly string[]): {
  readonly attack: readonly AttackReference[];
  readonly tags: readonly string[];
} {
  const attack: AttackReference[] = [];
  const others: string[] = [];
  for (const tag of new Set(tags.map((each) => each.trim()))) {
    const technique = /^(?:mitre_)?(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1];
    const tactic = /^mitre_([a-z_]+)$/i.exec(tag)?.[1];
    if (technique !== undefined) attack.push({ technique: technique.toUpperCase(), tactic: null });
    else if (tactic !== undefined)
      attack.push({ technique: null, tactic: tactic.toLowerCase().replaceAll('_', '-') });
    else if (tag !== '') others.push(tag);
  }
  return { attack, tags: others };
}

/** Fields that the output names: `%proc.name`, `%evt.arg[flags]`, `%tolower(proc.name)`. https://falco.org/docs/concepts/outputs/formatting/ */
export function outputFields(output: string): readonly OutputField[] {
  const names = [
    ...output.matchAll(/%(?:[a-z_0-9]+\()*([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+(?:\[[^\]\s]*\])?)/gi),
  ];
  const sources = [...new Set(names.map(([, name = '']) => name.replace(/\.$/, '')))];
  return sources.map((source) => ({ name: source, source, origin: 'output' }));
}
