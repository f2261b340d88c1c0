/** What lowering an expression needs: its place, what names stand for, and the way back to lowering for the parts of a function's arguments. */
import type { Expression } from './ast.ts';
import type { Undecidable } from './compare.ts';
import { expandedText, opaqueAt, reasonMessage, within } from './lowering.ts';
import type { Lowering, Range } from './lowering.ts';
import type { Scope } from './scope.ts';
import type { OpaqueValue, Reach, Truth, Value } from './values.ts';

export interface ExpressionSetting {
  readonly lowering: Lowering;
  readonly scope: Scope;
  /** Where the parsed text begins in the expanded one. */
  readonly base: number;
  /** Makes a column of an aggregation of what is computed from its columns; null where there is none that could hold it. */
  readonly asColumn: (value: OpaqueValue, reach: Reach) => Value | null;
  readonly lowerValue: (node: Expression) => Value;
  readonly lowerTruth: (node: Expression) => Truth;
}

export function textOf({ lowering, base }: ExpressionSetting, place: Range): string {
  return expandedText(lowering, within(base, place));
}

export function undecidableAt({ lowering, base }: ExpressionSetting, place: Range): Undecidable {
  return (reason, fields, text) =>
    opaqueAt(lowering, reason, reasonMessage(reason, text), within(base, place), fields);
}
