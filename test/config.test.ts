import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

describe('readConfig', () => {
  it('needs no variable at all', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      databaseUrl: undefined,
      dataDirectory: '.data',
      logLevel: 'warn',
    });
  });

  it('reads every variable', () => {
    const config = readConfig({
      HOST: '0.0.0.0',
      PORT: '8080',
      DATABASE_URL: 'postgresql://localhost/catalog',
      RULE_CATALOG_DATA: '/var/lib/rule-catalog',
      LOG_LEVEL: 'Debug',
    });
    expect(config).toEqual({
      host: '0.0.0.0',
      port: 8080,
      databaseUrl: 'postgresql://localhost/catalog',
      dataDirectory: '/var/lib/rule-catalog',
      logLevel: 'debug',
    });
  });

  it('names the log level that it refuses', () => {
    expect(() => readConfig({ LOG_LEVEL: 'loud' })).toThrow(ConfigError);
  });

  it('takes an empty variable as unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(readConfig({}));
  });

  it.each(['0', '65535'])('allows port %s', (text) => {
    expect(readConfig({ PORT: text }).port).toBe(Number(text));
  });

  it.each(['http', '-1', '65536', '80.5', '0x50', '99999'])('names the port that it refuses: %s', (text) => {
    expect(() => readConfig({ PORT: text })).toThrow(ConfigError);
    expect(() => readConfig({ PORT: text })).toThrow(
      `PORT must be a whole number from 0 to 65535, but it is "${text}"`,
    );
  });
});
