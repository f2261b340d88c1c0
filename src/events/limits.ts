/** Lists within lists, and objects within objects, that are gone into: past it an event is not looked at. */
export const MAX_DEPTH = 200;
