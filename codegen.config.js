// How the resolver types are derived from schema.graphql; scripts/generate.js reads it.

export const output = 'src/graphql/generated/resolvers.ts';

export const config = {
  useTypeImports: true,
  immutableTypes: true,
  enumsAsTypes: true,
  strictScalars: true,
  avoidOptionals: { field: true, inputValue: false, object: false, defaultValue: false },
  inputMaybeValue: 'T | null | undefined',
  resolversNonOptionalTypename: { unionMember: true, interfaceImplementingType: true },
  // Schema type → what its resolvers get as parent, e.g. Rule: '../parents.ts#RuleParent'.
  mappers: {},
  // Every custom scalar must be listed: strictScalars refuses one that is not.
  scalars: {},
};
