/**
 * The shapes of all sources whose records bear no mark that says where they are from. Those of one list are tried in order; no record has shapes of two
 * lists: a shape that another source's records have too does not belong here.
 */
import { AWS_SHAPES } from './aws.ts';
import { AZURE_SHAPES } from './azure.ts';
import { CLOUDFLARE_SHAPES } from './cloudflare.ts';
import { COLLABORATION_SHAPES } from './collaboration.ts';
import { GITHUB_SHAPES } from './github.ts';
import { GOOGLE_SHAPES } from './google.ts';
import { IDENTITY_SHAPES } from './identity.ts';
import { INFRASTRUCTURE_SHAPES } from './infrastructure.ts';
import { KUBERNETES_SHAPES } from './kubernetes.ts';
import { LINUX_SHAPES } from './linux.ts';
import { MICROSOFT_365_SHAPES } from './microsoft-365.ts';
import { OKTA_SHAPES } from './okta.ts';
import { SECURITY_SHAPES } from './security.ts';
import { SURICATA_SHAPES } from './suricata.ts';
import { WEB_SHAPES } from './web.ts';
import { ZEEK_SHAPES } from './zeek.ts';
import type { Shape } from './shape.ts';

export const SHAPE_LISTS: readonly (readonly Shape[])[] = [
  AWS_SHAPES,
  AZURE_SHAPES,
  CLOUDFLARE_SHAPES,
  COLLABORATION_SHAPES,
  GITHUB_SHAPES,
  GOOGLE_SHAPES,
  IDENTITY_SHAPES,
  INFRASTRUCTURE_SHAPES,
  KUBERNETES_SHAPES,
  LINUX_SHAPES,
  MICROSOFT_365_SHAPES,
  OKTA_SHAPES,
  SECURITY_SHAPES,
  SURICATA_SHAPES,
  WEB_SHAPES,
  ZEEK_SHAPES,
];

export const SHAPES: readonly Shape[] = SHAPE_LISTS.flat();
