/**
 * Which Sigma a document is written in. It may say the major version of the specification (`sigma-version: 3`); without it stays version 2, whatever
 * comes later, so that no rule changes its meaning: https://docs.rs/rsigma-parser/latest/rsigma_parser/version/.
 */
import type { YamlNode } from '../../text/yaml-tree.ts';

export const VERSION_KEY = 'sigma-version';
export const MAJOR_VERSION = 2;

/** `2`, `2.1.0`. What is no version is none that we know. */
export function isKnownVersion(node: YamlNode): boolean {
  const major = node.kind === 'scalar' ? /^v?(\d+)(?:\.\d+)*$/.exec(node.source.trim())?.[1] : undefined;
  return major !== undefined && Number(major) <= MAJOR_VERSION;
}

/** From version 3 on brackets behind a field's name select elements of a list (`args[any]`, `args[0]`); before it they are characters of the name. */
export function hasBrackets(field: string): boolean {
  return /\[[^\]]*\]/.test(field);
}
