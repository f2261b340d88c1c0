/** Names that one text lists: a comma between parentheses belongs to the name that they stand behind, `Ann Lee (Firm, Inc.), Bo Ek`. */
export function splitNames(text: string): readonly string[] {
  const names: string[] = [];
  let end = text.length;
  // From the end, so that it is known which parenthesis follows: a closing one that no other opens after the comma.
  let isWithin = false;
  for (const { 0: mark, index } of [...text.matchAll(/[(),]/g)].reverse()) {
    if (mark === ',' && !isWithin) {
      names.push(text.slice(index + 1, end));
      end = index;
    } else if (mark !== ',') isWithin = mark === ')';
  }
  return [...names, text.slice(0, end)].reverse();
}
