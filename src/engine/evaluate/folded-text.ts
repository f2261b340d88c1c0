/** A text as comparisons need it: in lower case, whether it is all ASCII, which three characters stand in it. Thousands of comparisons look at one text. */
import { LIMITS } from '../limits.ts';

export interface FoldedText {
  readonly text: string;
  readonly lower: string;
  readonly isAscii: boolean;
  /** Of long texts: a set of three-character runs of `lower`, hashed; made when first asked. */
  grams: Uint32Array | null;
}

let last: FoldedText = { text: '', lower: '', isAscii: true, grams: null };

/** Short texts are folded again sooner than found. */
const WORTH_REMEMBERING = 64;
const remembered = new Map<string, FoldedText>();
let rememberedLength = 0;

export function foldText(text: string): FoldedText {
  if (text === last.text) return last;
  last = text.length < WORTH_REMEMBERING ? fold(text) : rememberedText(text);
  return last;
}

/** For as many as one event may hold. */
function rememberedText(text: string): FoldedText {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  rememberedLength += text.length;
  if (rememberedLength > LIMITS.remembered) {
    remembered.clear();
    rememberedLength = text.length;
  }
  const folded = fold(text);
  remembered.set(text, folded);
  return folded;
}

function fold(text: string): FoldedText {
  return { text, lower: text.toLowerCase(), isAscii: isAscii(text), grams: null };
}

export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

const GRAM_BITS = 18;
/** In shorter texts a search takes no longer than asking for its grams. */
const WORTH_GRAMS = 512;

function gramOf(text: string, at: number): number {
  const run = (text.charCodeAt(at) << 16) ^ (text.charCodeAt(at + 1) << 8) ^ text.charCodeAt(at + 2);
  return Math.imul(run, 0x9e3779b1) >>> (32 - GRAM_BITS);
}

function gramsOf(folded: FoldedText): Uint32Array {
  if (folded.grams !== null) return folded.grams;
  const grams = new Uint32Array(1 << (GRAM_BITS - 5));
  const { lower } = folded;
  for (let at = 0; at + 3 <= lower.length; at++) {
    const gram = gramOf(lower, at);
    grams[gram >> 5] = (grams[gram >> 5] ?? 0) | (1 << (gram & 31));
  }
  folded.grams = grams;
  return grams;
}

/** Is the part, in lower case as well, surely not in the folded text? Asks a long text for the part's grams, and else says no. */
export function surelyLacks(folded: FoldedText, part: string): boolean {
  if (folded.text.length < WORTH_GRAMS || part.length < 3) return false;
  const grams = gramsOf(folded);
  for (let at = 0; at + 3 <= part.length; at++) {
    const gram = gramOf(part, at);
    if (((grams[gram >> 5] ?? 0) & (1 << (gram & 31))) === 0) return true;
  }
  return false;
}
