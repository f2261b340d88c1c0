import { EMPTY_CORPUS } from '../current-engine.ts';
import type { DiagnosticSeverity } from '../enums.ts';
import type { CorpusHealthResolvers } from '../generated/resolvers.ts';

export const CorpusHealth: CorpusHealthResolvers = {
  corpusVersion: ({ corpus }) => corpus?.version ?? EMPTY_CORPUS,
  rows: async (_health, _args, { loaders }) =>
    (await loaders.healthRows()).map((row) => ({
      ...row,
      fullShare: share(row.fullCount, row.ruleCount),
      partialShare: share(row.partialCount, row.ruleCount),
      opaqueShare: share(row.opaqueCount, row.ruleCount),
      agreeShare: share(row.agreeCount, row.testCount),
    })),
  fieldMapping: async (_health, _args, { loaders }) =>
    (await loaders.fieldMappingRows()).map((row) => ({
      ...row,
      mappedShare: share(row.mappedCount, row.predicateCount),
      translatedShare: share(row.translatedCount, row.predicateCount),
    })),
  diagnostics: async (_health, _args, { loaders }) =>
    (await loaders.diagnosticCounts()).map((row) => ({
      ...row,
      severity: row.severity as DiagnosticSeverity,
    })),
  brokenFileCount: (_health, _args, { loaders }) => loaders.brokenFileCount(),
};

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
