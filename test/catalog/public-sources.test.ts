import { describe, expect, it } from 'vitest';
import { readPublicSources } from '../../src/catalog/public-sources.ts';
import { platforms } from '../../src/platforms/index.ts';

describe('public sources', () => {
  const sources = readPublicSources();

  it.each(platforms.map(({ id }) => id))('%s has one', (id) => {
    expect(sources.filter(({ platform }) => platform === id)).not.toEqual([]);
  });

  it('each says where it is, and under which licence', () => {
    for (const { name, url, licence, paths } of sources) {
      expect(url, name).toMatch(/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/);
      expect(licence, name).not.toBe('');
      expect(paths, name).not.toEqual([]);
    }
  });

  it('each has its own name', () => {
    expect(new Set(sources.map(({ name }) => name)).size).toBe(sources.length);
  });
});
