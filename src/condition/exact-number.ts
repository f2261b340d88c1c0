/** Can a condition, and the JSON that it is stored as, hold this number digit for digit? A large integer was rounded when it was read. */
export function isExactNumber(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
