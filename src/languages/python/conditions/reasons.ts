/** A number that cannot be kept digit for digit: a large integer, an infinity. */
export const INEXACT = 'inexact_number';

/** What a reason code says to the rule's author. */
const MESSAGES: Readonly<Record<string, string>> = {
  stateful_cache: 'depends on state that is kept between events',
  external_call: 'asks something outside the event',
  current_time: 'depends on the current time',
  time: 'computes with times',
  environment: 'depends on the environment',
  randomness: 'is random',
  while_loop: 'is a while loop',
  with_statement: 'is a with statement',
  unsupported_regex: 'is a regular expression that RE2 does not have',
  regex_group: 'uses a group of a regular expression',
  regex_of_event: 'makes a regular expression of the event',
  loop_state: 'depends on earlier iterations of a loop',
  loop_variable: 'depends on the order of a list',
  first_of_list: 'depends on the order of a list',
  first_of_several: 'depends on the order of several values',
  counting: 'counts elements of a list',
  text_of_fields: 'compares a text made from several fields',
  computed_key: 'looks up a key that the event decides',
  unknown_name: 'names something that is not defined here',
  recursion: 'recurs too deeply',
  [INEXACT]: 'is a number that cannot be kept digit for digit',
  result_no_boolean: 'is the result and no boolean, which Panther refuses',
};

const MAX_SHOWN = 80;

export function reasonMessage(reason: string, text: string): string {
  const [line = ''] = text.split('\n');
  const shown = line.length > MAX_SHOWN || line !== text ? `${line.slice(0, MAX_SHOWN)}…` : line;
  return `Not expressible: \`${shown}\` ${MESSAGES[reason] ?? `(${reason.replaceAll('_', ' ')})`}.`;
}
