/** Every language that the importer can hand a query to. */
import { eql } from '../languages/eql/index.ts';
import { esql } from '../languages/esql/index.ts';
import { kibanaFilter } from '../languages/kibana-filter/index.ts';
import { kuery } from '../languages/kuery/index.ts';
import type { Language } from '../languages/language.ts';
import { lucene } from '../languages/lucene/index.ts';
import { pantherYaml } from '../languages/panther-yaml/index.ts';
import { pythonLanguage } from '../languages/python/index.ts';
import { sigmaLanguage } from '../languages/sigma/index.ts';

export const languages: ReadonlyMap<string, Language> = new Map(
  [eql, esql, kibanaFilter, kuery, lucene, pantherYaml, pythonLanguage, sigmaLanguage].map((language) => [
    language.id,
    language,
  ]),
);
