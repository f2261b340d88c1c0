// Prisma's schema engine as WebAssembly: the same engine as the CLI's, without its download.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type * as Bindings from '@prisma/schema-engine-wasm';

/** The part of the global that is used here; only the browser's type library declares it. */
declare const WebAssembly: {
  readonly instantiate: (
    bytes: Uint8Array,
    imports: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }>;
};

/** What wasm-bindgen's glue has beside the engine's own exports; it declares no types for them. */
interface Glue {
  readonly __wbg_set_wasm: (exports: unknown) => void;
}

let loaded: Promise<typeof Bindings> | undefined;

/** The package's main entry imports the .wasm as a module, which Node does not do: it is instantiated by hand, once. */
async function loadBindings(): Promise<typeof Bindings> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const [glue, bytes] = await Promise.all([
    import('@prisma/schema-engine-wasm/schema_engine_bg') as unknown as Promise<typeof Bindings & Glue>,
    readFile(join(dirname(entry), 'schema_engine_bg.wasm')),
  ]);
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return glue;
}

/** Runs `use` with an engine on the database that `adapter` opens, and frees the engine. */
export async function withSchemaEngine<T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  use: (engine: Bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= loadBindings();
  const { SchemaEngine: Engine } = await loaded;
  const ignoreLog = (): void => undefined;
  const engine = await Engine.new(
    { datamodels: undefined },
    ignoreLog,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  try {
    return await use(engine);
  } finally {
    engine.free();
  }
}
