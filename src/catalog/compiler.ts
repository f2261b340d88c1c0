/** The compiler as the program runs it: all languages, the current ATT&CK, and the catalog's own engine as judge of test events. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { attackCanonicaliser } from '../analysis/attack.ts';
import type { AttackFacts } from '../analysis/attack.ts';
import { compileCondition } from '../engine/evaluate/compile.ts';
import type { Compiled } from '../engine/evaluate/compile.ts';
import type { Condition } from '../condition/condition.ts';
import type { EventSchema } from '../rule/rule.ts';
import { nativeView } from '../engine/event/event-view.ts';
import { detectOrigin } from '../events/detect-origin.ts';
import { logSourcesFit, UNKNOWN_ORIGIN } from '../fields/event-origin.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import { isObject } from '../events/json-object.ts';
import type { Compiler } from '../importer/compiler.ts';
import { languages } from '../importer/languages.ts';

const ATTACK_FILE = new URL('../../seed/attack/attack-v19.json', import.meta.url);

/** Tactics and techniques of the current ATT&CK version. */
export function readAttackFacts(): AttackFacts {
  // The file is ours and tested.
  return JSON.parse(readFileSync(ATTACK_FILE, 'utf8')) as AttackFacts;
}

export function createCompiler(
  attack: AttackFacts = readAttackFacts(),
  logger: Pick<Logger, 'error'> = pino(pino.destination(2)),
): Compiler {
  const compiled = compileOnce();
  return {
    languages,
    canonicaliseAttack: attackCanonicaliser(attack),
    judge: (rule, condition, event) => {
      const origin = testOrigin(event);
      if (origin !== UNKNOWN_ORIGIN && logSourcesFit(rule.logSources, origin) === 'differs') return false;
      const verdict = compiled(condition, rule.eventSchema).verdict(nativeView(event, origin));
      return verdict === 'undecided' ? null : verdict === 'matched';
    },
    logBug: (error, about) => {
      const errorId = randomUUID();
      logger.error({ err: error, errorId, about }, 'internal error');
      return errorId;
    },
  };
}

/** A rule has several tests: its condition is compiled for all of them. */
function compileOnce(): (condition: Condition, schema: EventSchema) => Compiled {
  let last: {
    readonly condition: Condition;
    readonly schema: EventSchema;
    readonly compiled: Compiled;
  } | null = null;
  return (condition, schema) => {
    if (last?.condition !== condition || last.schema !== schema)
      last = { condition, schema, compiled: compileCondition(condition, schema) };
    return last.compiled;
  };
}

/**
 * As the engine's gate, with one difference: an event that surely is of another log source never comes to the rule, but Panther runs a rule's
 * tests whatever log type they name, and authors name other ones than the rule's.
 */
function testOrigin(event: unknown): EventOrigin {
  return detectOrigin(isObject(event) ? { ...event, p_log_type: undefined } : event);
}
