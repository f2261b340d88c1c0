/** What a rule monitors, in Sigma's taxonomy; each part null where it does not narrow: CloudTrail is aws / – / cloudtrail. */
export interface LogSource {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
}

export function logSource(
  product: string | null,
  category: string | null = null,
  service: string | null = null,
): LogSource {
  return Object.freeze({ product, category, service });
}

/** `aws.cloudtrail`, `windows.process_creation`: the parts that are set, dotted; `any` when none is. */
export function logSourceText(source: LogSource): string {
  const parts = [source.product, source.category, source.service].filter((part) => part !== null);
  return parts.length === 0 ? 'any' : parts.join('.');
}
