/** Ranges of time that several conjuncts give together. */
import type { Apart, TimeRange, Truth } from './model.ts';
import { conjunction } from './truth.ts';

/** A conjunction that stays a range of time where all of it is one. */
export function mergeRanges(of: readonly Truth[]): Truth {
  const both = conjunction(of);
  const times = of.flatMap(({ time }) => (time === undefined ? [] : [time]));
  if (times.length === of.length) return { ...both, time: mergeTimes(times) };
  const apart = of.flatMap((each) => (each.apart === undefined ? [] : [each.apart]));
  const merged = apart.length === of.length ? mergeApart(apart) : null;
  return merged === null ? both : { ...both, apart: merged };
}

function mergeTimes(times: readonly TimeRange[]): TimeRange {
  const from = times.map((time) => time.from).filter((each) => each !== null);
  const to = times.map((time) => time.to).filter((each) => each !== null);
  return {
    from: from.length === 0 ? null : Math.max(...from),
    to: to.length === 0 ? null : Math.min(...to),
  };
}

function mergeApart(apart: readonly Apart[]): Apart | null {
  const [first, ...rest] = apart;
  if (first === undefined) return null;
  const same = rest.every(
    ({ from, to }) => key(from.field) === key(first.from.field) && key(to.field) === key(first.to.field),
  );
  if (!same) return null;
  const atLeast = apart.map((each) => each.atLeast).filter((each) => each !== null);
  const atMost = apart.map((each) => each.atMost).filter((each) => each !== null);
  const { isStrict: _strict, ...sides } = first;
  // Which one comes first is said where one of the bounds is none apart.
  const isStrict = apart.some((each) => each.isStrict === true && (each.atLeast === 0 || each.atMost === 0));
  return {
    ...sides,
    ...(isStrict ? { isStrict } : {}),
    atLeast: atLeast.length === 0 ? null : Math.max(...atLeast),
    atMost: atMost.length === 0 ? null : Math.min(...atMost),
  };
}

function key(field: unknown): string {
  return JSON.stringify(field);
}
