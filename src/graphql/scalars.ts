// The schema's own scalars.
import { GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import { requestError } from './errors.ts';

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

function readDateTime(value: unknown): Date {
  const date = typeof value === 'string' && ISO_8601.test(value) ? new Date(value) : null;
  if (date === null || Number.isNaN(date.getTime())) {
    throw requestError(
      'BAD_USER_INPUT',
      `a DateTime is a date, or a date and time with a zone, in ISO 8601, not ${JSON.stringify(value)}`,
    );
  }
  return date;
}

const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => {
    if (!(value instanceof Date)) throw new TypeError('a DateTime must be given as a Date');
    return value.toISOString();
  },
  parseValue: readDateTime,
  parseLiteral: (node) => readDateTime(node.kind === Kind.STRING ? node.value : null),
});

const JSONValue = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

export const scalars = { DateTime, JSON: JSONValue };
