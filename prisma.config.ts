// Tells the Prisma CLI where the schema is; the server itself reads src/config.ts.
import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // `prisma generate` runs without a database, so the variable may be missing here.
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
