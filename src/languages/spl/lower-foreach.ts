/**
 * `foreach a* [eval …]`: an eval for each of the fields, `<<FIELD>>` in it being the field's name. Where all fields are known it is written out. Else what it assigns
 * is not known, but where it only gathers the values of the fields (`x=mvappend(x, '<<FIELD>>')`): those are the values of all of them.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Foreach
 */
import type { Assignment, Expression, Subsearch } from './ast.ts';
import { argumentsOf, evalText, optionOf, setColumn, taint, wordsOf } from './lower-columns.ts';
import { parseEval } from './parse.ts';
import { expressionsOf } from './run.ts';
import type { Run } from './run.ts';
import { eventField, valueOf, wildcardName, withColumns, withRest } from './scope.ts';
import type { CommandText } from './split-pipeline.ts';
import { fieldValue, opaqueValue } from './values.ts';

/** Evals that are written out. */
const MAX_EVALS = 200;

const TOKEN = /<<(FIELD|MATCHSTR|MATCHSEG1)>>/g;

export function foreachCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  const body = args?.find((each) => each.kind === 'subsearch');
  const text = /^\s*eval\s+(?!\s)([^]*)$/i.exec(body?.text ?? '')?.[1];
  const mode = args === null ? null : optionOf(args, 'mode');
  if (
    args === null ||
    body?.kind !== 'subsearch' ||
    text === undefined ||
    (mode !== null && mode !== 'multifield')
  ) {
    taint(run, 'foreach');
    return;
  }
  const patterns = wordsOf(args).map((word) => word.text);
  const names = patterns.map((pattern) => namesOf(run, pattern));
  const known = names.flatMap((each) => each ?? []);
  if (!names.includes(null) && known.length <= MAX_EVALS) {
    for (const { name, match } of known) evalText(run, command, writtenOut(text, name, match));
    return;
  }
  assignUnknown(run, command, body, text, patterns);
}

interface Named {
  readonly name: string;
  /** What the star of the pattern stands for. */
  readonly match: string;
}

/** The fields that a pattern names; null where events may have more of them than the search has named. */
function namesOf(run: Run, pattern: string): readonly Named[] | null {
  if (!pattern.includes('*')) return [{ name: pattern, match: '' }];
  if (!run.scope.isClosed) return null;
  const matched = wildcardName(pattern);
  return [...run.scope.columns.keys()].flatMap((name) => {
    const match = matched(name);
    return match === null ? [] : [{ name, match }];
  });
}

function writtenOut(text: string, name: string, match: string): string {
  return text.replace(TOKEN, (_written, token: string) => (token === 'FIELD' ? name : match));
}

function assignUnknown(
  run: Run,
  command: CommandText,
  body: Subsearch,
  text: string,
  patterns: readonly string[],
): void {
  const parsed = parseEval(text);
  if ('failure' in parsed) {
    taint(run, 'foreach');
    return;
  }
  const [only] = patterns;
  const base = command.textStart + body.inner;
  for (const assignment of parsed.tree) {
    const { field } = assignment;
    if (field.includes('<<')) {
      const isTouched = (name: string): boolean => patterns.some((each) => wildcardName(each)(name) !== null);
      const { scope } = run;
      const columns = [...scope.columns.keys()].filter(isTouched);
      run.scope = withRest(scope, (name) =>
        isTouched(name) ? opaqueValue('foreach', name) : scope.rest(name),
      );
      for (const name of columns) setColumn(run, name, opaqueValue('foreach', name));
    } else if (patterns.length === 1 && only !== undefined && isGathering(assignment)) {
      const setting = expressionsOf(
        { ...run, scope: withColumns(run.scope, [['<<FIELD>>', fieldValue(eventField(only))]]) },
        base,
      );
      setColumn(run, field, setting.lowerValue(assignment.value));
    } else setColumn(run, field, opaqueValue('foreach', field, [valueOf(run.scope, field)]));
  }
}

/** `x=mvappend(x, '<<FIELD>>')`, perhaps `x=if(…, mvappend(x, '<<FIELD>>'), x)`. */
function isGathering({ field, value }: Assignment): boolean {
  if (value.kind !== 'call') return false;
  const [first, second, third] = value.arguments;
  if (value.name === 'mvappend')
    return value.arguments.length === 2 && isField(first, field) && isField(second, '<<FIELD>>');
  if (value.name !== 'if' || first === undefined || second === undefined || !isField(third, field))
    return false;
  const isFixed =
    !JSON.stringify(first).includes('<<') && !JSON.stringify(first).includes(JSON.stringify(field));
  return (
    isFixed &&
    second.kind === 'call' &&
    second.name === 'mvappend' &&
    isGathering({ field, value: second, start: 0, end: 0 })
  );
}

function isField(node: Expression | undefined, name: string): boolean {
  return node?.kind === 'field' && node.name === name;
}
