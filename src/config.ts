// The settings of a process: the only reader of the environment.

export interface Config {
  readonly host: string;
  readonly port: number;
  /** The team's own Postgres; without it an embedded one is kept in `dataDirectory`. */
  readonly databaseUrl: string | undefined;
  readonly dataDirectory: string;
  /** Of the log on the error stream. */
  readonly logLevel: LogLevel;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

export function readConfig(environment: Environment = process.env): Config {
  return {
    host: setting(environment, 'HOST') ?? '127.0.0.1',
    port: readPort(setting(environment, 'PORT') ?? '4000'),
    databaseUrl: setting(environment, 'DATABASE_URL'),
    dataDirectory: setting(environment, 'RULE_CATALOG_DATA') ?? '.data',
    logLevel: readLogLevel(setting(environment, 'LOG_LEVEL') ?? 'warn'),
  };
}

/** An empty variable counts as unset: that is how compose files and shells leave one out. */
function setting(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
}

/** Port 0 is allowed: the system then picks a free one. */
function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) {
    throw new ConfigError(`PORT must be a whole number from 0 to 65535, but it is "${text}"`);
  }
  return port;
}

function readLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((each) => each === text.toLowerCase());
  if (level === undefined)
    throw new ConfigError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, but it is "${text}"`);
  return level;
}
