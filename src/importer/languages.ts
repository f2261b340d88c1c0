/** Every language that the importer can hand a query to. */
import { eql } from '../languages/eql/index.ts';
import { esql } from '../languages/esql/index.ts';
import { falcoLanguage } from '../languages/falco/index.ts';
import { kibanaFilter } from '../languages/kibana-filter/index.ts';
import { kuery } from '../languages/kuery/index.ts';
import { kusto } from '../languages/kusto/index.ts';
import { lucene } from '../languages/lucene/index.ts';
import { pantherYaml } from '../languages/panther-yaml/index.ts';
import { pythonLanguage } from '../languages/python/index.ts';
import { sigmaLanguage } from '../languages/sigma/index.ts';
import { spl } from '../languages/spl/index.ts';
import { sqlLanguage } from '../languages/sql/index.ts';
import { yaraL } from '../languages/yara-l/index.ts';
import type { Language } from '../languages/language.ts';

const LANGUAGES: readonly Language[] = [
  eql,
  esql,
  falcoLanguage,
  kibanaFilter,
  kuery,
  kusto,
  lucene,
  pantherYaml,
  pythonLanguage,
  sigmaLanguage,
  spl,
  sqlLanguage,
  yaraL,
];

export const languages: ReadonlyMap<string, Language> = new Map(
  LANGUAGES.map((language) => [language.id, language]),
);
