/** One query, in whatever language it is written. */
import { opaque } from '../condition/condition.ts';
import type { Language, Lowered, Query } from '../languages/language.ts';
import { diagnostic } from '../text/diagnostic.ts';
import { withExactNumbers } from './exact-numbers.ts';

export type Languages = ReadonlyMap<string, Language>;

export function lowerQuery(query: Query, languages: Languages): Lowered {
  const language = languages.get(query.language);
  if (language !== undefined)
    return withExactNumbers(language.lower(query, (inner) => lowerQuery(inner, languages)));
  const message = `${query.language} cannot be read yet`;
  return {
    condition: opaque(query.text, 'unsupported_language'),
    stages: [],
    outputFields: [],
    diagnostics: [diagnostic('unsupported_language', message)],
  };
}
