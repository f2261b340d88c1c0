import type { DiagnosticSeverity } from '../enums.ts';
import type { DiagnosticResolvers, FileDiagnosticResolvers } from '../generated/resolvers.ts';

export const Diagnostic: DiagnosticResolvers = {
  severity: (row) => row.severity as DiagnosticSeverity,
};

export const FileDiagnostic: FileDiagnosticResolvers = {
  severity: (row) => row.severity as DiagnosticSeverity,
};
