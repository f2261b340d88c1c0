/** Thrown when a condition outgrows what anyone could read, or the machine its steps; caught where the rule is lowered. */
export class TooLarge extends Error {}
