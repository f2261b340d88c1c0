/** What lowering an expression needs: its place, what names stand for, and the way back to lowering for the parts of a function's arguments. */
import type { Expression } from './ast.ts';
import type { Undecidable } from './compare.ts';
import { expandedText, opaqueAt, reasonMessage, within } from './lowering.ts';
import type { Lowering, Range } from './lowering.ts';
import type { Scope } from './scope.ts';
import type { OpaqueValue, Reach, Truth, Value } from './values.ts';

export interface Written {
  readonly text: string;
  readonly place: Range;
}

export interface ExpressionSetting {
  readonly lowering: Lowering;
  readonly scope: Scope;
  /** Where the parsed text begins in the expanded one. */
  readonly base: number;
  /** The parsed text where it stands nowhere in the query (what `foreach` writes out), and the place that it is shown at. */
  readonly written: Written | null;
  /** Makes a column of an aggregation of what is computed from its columns; null where there is none that could hold it. */
  readonly asColumn: (value: OpaqueValue, reach: Reach) => Value | null;
  readonly lowerValue: (node: Expression) => Value;
  readonly lowerTruth: (node: Expression) => Truth;
}

export function textOf({ lowering, base, written }: ExpressionSetting, place: Range): string {
  return written === null
    ? expandedText(lowering, within(base, place))
    : written.text.slice(place.start, place.end).trim();
}

export function placeOf({ base, written }: ExpressionSetting, place: Range): Range {
  return written === null ? within(base, place) : written.place;
}

export function undecidableAt(setting: ExpressionSetting, place: Range): Undecidable {
  return (reason, fields, text) =>
    opaqueAt(setting.lowering, reason, reasonMessage(reason, text), placeOf(setting, place), fields);
}
