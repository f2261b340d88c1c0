/** Every language that the importer can hand a query to. */
import { kuery } from '../languages/kuery/index.ts';
import type { Language } from '../languages/language.ts';
import { sigmaLanguage } from '../languages/sigma/index.ts';

export const languages: ReadonlyMap<string, Language> = new Map(
  [kuery, sigmaLanguage].map((language) => [language.id, language]),
);
