/** SQL of scheduled searches, in Snowflake's dialect: https://docs.snowflake.com/en/sql-reference */
import type { Language } from '../language.ts';
import { lowerSql } from './lower.ts';

export const sqlLanguage: Language = { id: 'sql', lower: lowerSql };
