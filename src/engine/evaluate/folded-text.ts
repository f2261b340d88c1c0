/** A text as comparisons need it: in lower case, and whether it is all ASCII. Many comparisons in a row look at one text: it is folded once. */

export interface FoldedText {
  readonly text: string;
  readonly lower: string;
  readonly isAscii: boolean;
}

let last: FoldedText = { text: '', lower: '', isAscii: true };

export function foldText(text: string): FoldedText {
  if (text !== last.text) last = { text, lower: text.toLowerCase(), isAscii: isAscii(text) };
  return last;
}

export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
