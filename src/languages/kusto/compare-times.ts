/**
 * Comparisons of moments. A range of the event's own time says how far the query looks back: no event is judged by it. How far apart the times
 * of a join's two sides may be is the join's window.
 */
import { compare } from '../../condition/condition.ts';
import type { Operator } from '../../condition/condition.ts';
import type { Place } from './ast.ts';
import { opaqueTruth } from './findings.ts';
import type {
  Apart,
  DurationValue,
  Env,
  FieldValue,
  LiteralValue,
  TimeValue,
  Truth,
  Value,
} from './model.ts';
import { afterMoment, comparedWithClock, comparedWithDate } from './moments.ts';
import { twoValued } from './truth.ts';
import { fieldsOf, opaqueValue, scopesOf, unionScopes } from './value.ts';

/** Null: not both are moments or durations. */
export function compareTimes(
  env: Env,
  place: Place,
  operator: Operator,
  left: Value,
  right: Value,
): Truth | null {
  const turned = TURNED[operator];
  if (left.kind === 'duration') return compareDuration(env, place, operator, left, right);
  if (right.kind === 'duration' && turned !== undefined)
    return compareDuration(env, place, turned, right, left);
  if (isMoment(left) && isField(right) && turned !== undefined)
    return compareMoment(env, place, turned, right, left);
  if (isField(left) && isMoment(right)) return compareMoment(env, place, operator, left, right);
  if (isMoment(left) && isMoment(right)) return compareMoments(env, place, operator, left, right);
  return null;
}

const TURNED: Partial<Record<Operator, Operator>> = { eq: 'eq', gt: 'lt', gte: 'lte', lt: 'gt', lte: 'gte' };

type Moment = TimeValue | (LiteralValue & { readonly type: 'datetime' });

function isMoment(value: Value): value is Moment {
  return value.kind === 'time' || (value.kind === 'literal' && value.type === 'datetime');
}

function isField(value: Value): value is FieldValue {
  return value.kind === 'field';
}

function compareMoment(env: Env, place: Place, operator: Operator, field: FieldValue, moment: Moment): Truth {
  if (moment.kind === 'time' && moment.of !== 'now') {
    return betweenFields(env, place, operator, moment.of, field, moment.offset);
  }
  const offset = moment.kind === 'time' ? moment.offset : null;
  const ofGroup =
    moment.kind === 'time' && offset !== null && field.scopes.some((scope) => scope.startsWith('g'));
  if (ofGroup && field.scopes.every((scope) => !scope.startsWith('e') || scope === 'event')) {
    return comparedWithNow(field, operator, offset);
  }
  const known = exactly(operator, field, moment);
  if (known !== null) return known;
  const reason = field.isEventTime === true ? 'time_condition' : 'relative_time';
  const message =
    field.isEventTime === true
      ? "a range of the event's own time inside a larger condition"
      : 'compared with a moment that is not in the event';
  const open = opaqueTruth(env, place, opaqueValue(reason, message, [field.field], field.scopes));
  if (field.isEventTime !== true) return open;
  if (operator === 'gt' || operator === 'gte') return { ...open, time: { from: offset, to: null } };
  if (operator === 'lt' || operator === 'lte') return { ...open, time: { from: null, to: offset } };
  return open;
}

function exactly(operator: Operator, field: FieldValue, moment: Moment): Truth | null {
  if (field.isEventTime === true) return null;
  if (moment.kind === 'literal') return comparedWithDate(operator, field, moment.value);
  return moment.offset === null ? null : comparedWithClock(operator, field, moment.offset);
}

/** What is asked of a group is asked when the query runs: the moment as date math (`now-86400s`). */
function comparedWithNow(field: FieldValue, operator: Operator, offset: number): Truth {
  const moment = offset === 0 ? 'now' : `now${offset < 0 ? '-' : '+'}${Math.abs(offset)}s`;
  return twoValued(compare(field.field, operator, [moment], { collection: field.collection }), field.scopes);
}

/** `TimeGenerated + 5m > TimeGenerated1` */
function compareMoments(
  env: Env,
  place: Place,
  operator: Operator,
  left: Moment,
  right: Moment,
): Truth | null {
  if (left.kind === 'time' && left.of !== 'now' && right.kind === 'time' && right.of !== 'now') {
    const offset = left.offset === null || right.offset === null ? null : right.offset - left.offset;
    return betweenFields(env, place, operator, right.of, left.of, offset);
  }
  if (left.kind === 'time' && left.of !== 'now') {
    const shifted = right.kind === 'time' && right.offset !== null && left.offset !== null;
    const moment = shifted
      ? { ...right, offset: right.offset - left.offset }
      : right.kind === 'time'
        ? { ...right, offset: null }
        : right;
    return compareMoment(env, place, operator, left.of, moment);
  }
  const turned = TURNED[operator];
  if (right.kind === 'time' && right.of !== 'now' && turned !== undefined)
    return compareMoments(env, place, turned, right, left);
  return null;
}

/** `to` compared with `from` and so many seconds. */
function betweenFields(
  env: Env,
  place: Place,
  operator: Operator,
  from: FieldValue,
  to: FieldValue,
  offset: number | null,
  isExact = true,
): Truth {
  const message = 'how far two moments are apart';
  const scopes = unionScopes(from.scopes, to.scopes);
  const opaque = (): Truth =>
    opaqueTruth(env, place, opaqueValue('time_distance', message, [from.field, to.field], scopes));
  if (offset === null) return opaque();
  const open = (isExact ? afterMoment(operator, from, to, offset) : null) ?? opaque();
  if (operator === 'gt' || operator === 'gte') {
    return { ...open, apart: { from, to, atLeast: offset, atMost: null, ...strictness(operator) } };
  }
  if (operator === 'lt' || operator === 'lte') {
    return { ...open, apart: { from, to, atLeast: null, atMost: offset, ...strictness(operator) } };
  }
  return open;
}

function strictness(operator: Operator): Pick<Apart, 'isStrict'> {
  return operator === 'gt' || operator === 'lt' ? { isStrict: true } : {};
}

function compareDuration(
  env: Env,
  place: Place,
  operator: Operator,
  duration: DurationValue,
  right: Value,
): Truth {
  const seconds = secondsOf(right, duration.unit);
  const { from, to, absolute } = duration;
  if (seconds === null) {
    const scopes = unionScopes(scopesOf(duration), scopesOf(right));
    const fields = [...fieldsOf(duration), ...fieldsOf(right)];
    return opaqueTruth(
      env,
      place,
      opaqueValue('time_distance', 'how far two moments are apart', fields, scopes),
    );
  }
  const truth = betweenFields(
    env,
    place,
    operator,
    from,
    to,
    seconds,
    !absolute && duration.countsBorders !== true,
  );
  if (!absolute || truth.apart === undefined) return truth;
  const { apart, ...open } = truth;
  return apart.atMost === null
    ? open
    : { ...open, apart: { from, to, atLeast: -apart.atMost, atMost: apart.atMost } };
}

function secondsOf(value: Value, unit: number): number | null {
  if (value.kind !== 'literal' || typeof value.value !== 'number') return null;
  return value.type === 'timespan' ? value.value : value.value * unit;
}
