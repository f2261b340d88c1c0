// What docs/languages.md says of a language beside its counts: where its reference leaves a meaning to whoever reads the rule.

export const LANGUAGE_NOTES: Readonly<Record<string, string>> = {
  sigma: `What the specification leaves to the target system is read so:

- \`field: null\` holds where the field is missing or null, and not for the empty text; \`field: ''\` holds for the empty text, and not where the field is
  missing or null. The [specification](https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md) keeps the two
  apart and says no more. Rules that mean either write both (\`field: [null, '']\`); a reading that took one for the other would make their filters
  wider than they are written, and a filter that is too wide hides what a rule is for.
- Brackets in a field's name are characters of it, with a remark (\`bracketed_field\`): they select elements of a list from version 3 of Sigma on, and a rule
  that says no version stays one of version 2. A rule of a version above ours is \`OPAQUE\`.
`,
};
