/** Every language that the importer can hand a query to. */
import { eql } from '../languages/eql/index.ts';
import { kibanaFilter } from '../languages/kibana-filter/index.ts';
import { kuery } from '../languages/kuery/index.ts';
import type { Language } from '../languages/language.ts';
import { pantherYaml } from '../languages/panther-yaml/index.ts';
import { pythonLanguage } from '../languages/python/index.ts';
import { sigmaLanguage } from '../languages/sigma/index.ts';
import { yaraL } from '../languages/yara-l/index.ts';

export const languages: ReadonlyMap<string, Language> = new Map(
  [eql, kibanaFilter, kuery, pantherYaml, pythonLanguage, sigmaLanguage, yaraL].map((language) => [
    language.id,
    language,
  ]),
);
