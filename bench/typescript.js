// Lets Node run TypeScript sources as they are: `node --import ./bench/typescript.js bench/<name>.ts`.
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
