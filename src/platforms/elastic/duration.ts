/** Elasticsearch's date math and durations in seconds. */
import type { Seconds } from '../../rule/stage.ts';

const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  // Calendar units, by their usual length.
  M: 2_592_000,
  y: 31_536_000,
};

/** How far back `now-14d` reaches (a rounding `/d` aside); null for what is no such expression. */
export function secondsBack(dateMath: string | null): Seconds | null {
  const match = /^now-(\d+)([smhdwMy])(?:\/[smhdwMy])?$/.exec(dateMath ?? '');
  const unit = UNITS[match?.[2] ?? ''];
  return match === null || unit === undefined ? null : Number(match[1]) * unit;
}
