// Global ids: base64url of `<type>:<natural key>`, so that they survive a re-import.
import { requestError } from './errors.ts';

const NODE_TYPES = [
  'Rule',
  'Indicator',
  'Exclusion',
  'Action',
  'Tactic',
  'Technique',
  'Field',
  'Platform',
  'Source',
  'LogSource',
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

export function globalId(type: NodeType, key: string): string {
  return Buffer.from(`${type}:${key}`).toString('base64url');
}

export interface NodeRef {
  readonly type: NodeType;
  readonly key: string;
}

/** Throws INVALID_ID. */
export function readGlobalId(id: string): NodeRef {
  const text = Buffer.from(id, 'base64url').toString();
  const colon = text.indexOf(':');
  const type = NODE_TYPES.find((each) => each === text.slice(0, colon));
  const key = text.slice(colon + 1);
  if (type === undefined || key === '' || key.includes('\0') || globalId(type, key) !== id) {
    throw requestError('INVALID_ID', `${JSON.stringify(id)} is not an id of this API`);
  }
  return { type, key };
}
