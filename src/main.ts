// Starts the server.
import { readConfig } from './config.ts';

const config = readConfig();
console.log(
  `rule-catalog is configured for http://${config.host}:${config.port}; the server is not built yet`,
);
