/** Source rules, and a platform and languages of a few lines, for tests of the importer. */
import { compare, opaque } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import type { Compiler } from '../../src/importer/compiler.ts';
import type { Language, Query } from '../../src/languages/language.ts';
import type { Platform, SourceFile, SourceRule } from '../../src/platforms/platform.ts';
import { ruleId } from '../../src/rule/rule.ts';
import { diagnostic } from '../../src/text/diagnostic.ts';

export function makeSourceRule(nativeId: string, over: Partial<SourceRule> = {}): SourceRule {
  const query = { language: 'plain', text: nativeId, line: 1, column: 1, context: null };
  return {
    id: ruleId('made', nativeId),
    platform: 'made',
    nativeId,
    kind: 'rule',
    title: nativeId,
    description: null,
    severity: 'low',
    nativeSeverity: 'low',
    status: 'stable',
    logSources: [],
    eventSchema: 'raw',
    language: 'plain',
    path: `rules/${nativeId}.txt`,
    authors: [],
    licence: null,
    references: [],
    tags: [],
    falsePositives: [],
    attack: [],
    body: nativeId,
    bodyFormat: 'text',
    created: null,
    modified: null,
    tests: [],
    queries: [query],
    inverted: false,
    stages: [],
    outputFields: [],
    noQuery: null,
    diagnostics: [],
    contentHash: nativeId,
    ...over,
  };
}

/** Every query says that the field `name` is its text; `throws` has a bug, `refuses` does not know how. */
const plain: Language = { id: 'plain', lower: lowerPlain };

function lowerPlain({ text }: Query): ReturnType<Language['lower']> {
  if (text === 'throws') throw new TypeError('a bug');
  const refused = text === 'refuses';
  return {
    condition: refused ? opaque(text, 'refused') : compare(fieldPath('name'), 'eq', [text]),
    stages: [],
    outputFields: [],
    diagnostics: refused ? [diagnostic('refused', 'no')] : [],
  };
}

/** A platform whose files each say what one rule is. */
export function platformOf(read: (file: SourceFile) => SourceRule): Platform {
  return {
    id: 'made',
    title: 'Made up',
    wants: (path) => path.endsWith('.txt'),
    read: (files) => ({ rules: files.map(read), broken: [], skippedFileCount: 0 }),
  };
}

export interface LoggedBug {
  readonly error: unknown;
  readonly about: string;
  readonly errorId: string;
}

export function plainCompiler(bugs: LoggedBug[] = []): Compiler {
  return {
    languages: new Map([[plain.id, plain]]),
    canonicaliseAttack: () => [],
    judge: () => null,
    logBug: (error, about) => {
      const errorId = `bug-${bugs.length + 1}`;
      bugs.push({ error, about, errorId });
      return errorId;
    },
  };
}
