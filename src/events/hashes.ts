/** The hashes of a file as Windows' sensors write them, in one text. */

/** Sysmon's `SHA1=…,MD5=…`: values in lower case by algorithm in upper case. */
export function hashesOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(/[,|]/).flatMap((pair) => {
    const [algorithm, value] = pair.split('=');
    return algorithm === undefined || value === undefined
      ? []
      : [[algorithm.trim().toUpperCase(), value.toLowerCase()] as const];
  });
  return new Map(pairs);
}
