/** Functions that give a table, by their names' shape. */

/** ASIM's parsers: https://learn.microsoft.com/azure/sentinel/normalization-parsers-overview */
const ASIM = /^(?:_Im_|_ASim_|im[A-Z]|vim[A-Z]|ASim[A-Z])/;

export function isTableFunction(name: string): boolean {
  return name === 'table' || name === 'materialize' || name === '_GetWatchlist' || isParser(name);
}

/** A function that reads a table and gives its events in one schema. */
export function isParser(name: string): boolean {
  return ASIM.test(name);
}
