/** Durations of rule files in seconds: Kusto's `5m`, `1d` of the published templates and ISO 8601's `PT5M`, `P14D` of the service itself. */
import type { Seconds } from '../../rule/stage.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** Null: no duration that we can read. */
export function secondsOf(text: string | null): Seconds | null {
  if (text === null) return null;
  const short = /^(\d+)([smhdw])$/i.exec(text);
  if (short !== null) return Number(short[1]) * (UNITS[(short[2] ?? '').toLowerCase()] ?? 0);
  const iso = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(text);
  if (iso === null) return null;
  const total = [604_800, 86_400, 3_600, 60, 1].reduce(
    (sum, unit, at) => sum + unit * Number(iso[at + 1] ?? 0),
    0,
  );
  return total === 0 ? null : total;
}
