/** A search inside of an expression: `searchmatch("…")`. */
import { all, not } from '../../condition/condition.ts';
import { placeOf } from './expression-setting.ts';
import type { ExpressionSetting } from './expression-setting.ts';
import { lowerSearch } from './lower-search.ts';
import { opaqueAt } from './lowering.ts';
import type { Range } from './lowering.ts';
import { parseSearch } from './parse.ts';
import { joinReach, NOTHING } from './values.ts';
import type { Truth } from './values.ts';

export function lowerSearchText(setting: ExpressionSetting, text: string, place: Range): Truth {
  const range = placeOf(setting, place);
  const parsed = parseSearch(text);
  if ('failure' in parsed) {
    const holds = opaqueAt(setting.lowering, parsed.failure.code, parsed.failure.message, range);
    return { holds, fails: holds, reach: NOTHING };
  }
  const conjuncts = lowerSearch(
    {
      lowering: setting.lowering,
      scope: setting.scope,
      // Whatever is found in the text is shown at the call: offsets of the text are not those of the query.
      base: range.start,
      ofEvents: false,
      onSource: () => undefined,
      hasSource: () => false,
      onWindow: () => undefined,
      onSubsearch: (subsearch) => ({
        condition: opaqueAt(
          setting.lowering,
          'subsearch',
          'a subsearch in an expression cannot be expressed',
          range,
        ),
        reach: NOTHING,
        range: { start: subsearch.start, end: subsearch.end },
      }),
    },
    parsed.tree,
  );
  const holds = all(conjuncts.map(({ condition }) => condition));
  return { holds, fails: not(holds), reach: joinReach(...conjuncts.map(({ reach }) => reach)) };
}
