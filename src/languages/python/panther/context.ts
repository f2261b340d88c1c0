/** What the platform tells the language beside a rule's text: the modules it can import, and its log types' data models. */

export interface PythonDataModel {
  readonly logTypes: readonly string[];
  /** `path`: dotted or JSONPath; `method`: a function of `module`. */
  readonly mappings: readonly {
    readonly name: string;
    readonly path: string | null;
    readonly method: string | null;
  }[];
  readonly module: string | null;
}

export interface PythonContext {
  /** Module name → source text: shared helpers and data model modules. */
  readonly modules: ReadonlyMap<string, string>;
  /** Module name → file path, for diagnostics. */
  readonly modulePaths: ReadonlyMap<string, string>;
  readonly dataModels: readonly PythonDataModel[];
  readonly logTypes: readonly string[];
  readonly entry: 'rule' | 'policy';
}

const EMPTY: PythonContext = {
  modules: new Map(),
  modulePaths: new Map(),
  dataModels: [],
  logTypes: [],
  entry: 'rule',
};

/** The context in the shape that we know, or an empty one. */
export function pythonContext(context: unknown): PythonContext {
  return isPythonContext(context) ? context : EMPTY;
}

function isPythonContext(context: unknown): context is PythonContext {
  if (typeof context !== 'object' || context === null) return false;
  return (
    'modules' in context &&
    context.modules instanceof Map &&
    'modulePaths' in context &&
    context.modulePaths instanceof Map &&
    'dataModels' in context &&
    Array.isArray(context.dataModels) &&
    'logTypes' in context &&
    Array.isArray(context.logTypes) &&
    'entry' in context &&
    (context.entry === 'rule' || context.entry === 'policy')
  );
}
