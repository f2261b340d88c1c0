// The messages of diagnostics as the program's own source has them, with … where a rule's text goes: so that a page can say what a diagnostic means
// without showing what it was about.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import ts from 'typescript';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));
const FOLDERS = ['languages', 'importer', 'platforms', 'rule', 'text'];

interface Template {
  readonly text: string;
  readonly pattern: RegExp;
  /** Characters that are the program's own: of several templates that fit, the one with the most says most. */
  readonly own: number;
}

/** Finds the template of a message; null for one that is nowhere written as a whole. */
export function messageTemplates(): (message: string) => string | null {
  const templates = [...sourceLiterals().texts]
    .map(templateOf)
    .sort((a, b) => b.own - a.own || (a.text < b.text ? -1 : 1));
  const known = new Map<string, string | null>();
  return (message) => {
    const found = known.get(message);
    if (found !== undefined) return found;
    const template = templates.find(({ pattern }) => pattern.test(message))?.text ?? null;
    known.set(message, template);
    return template;
  };
}

/** The texts that stand in the program, and what may be a code of it: some are put together (`redefined_${kind}`). */
export function sourceLiterals(): {
  readonly texts: ReadonlySet<string>;
  readonly isCode: (code: string) => boolean;
} {
  const all = FOLDERS.flatMap((folder) => sourceFiles(folder).flatMap(literalsOf));
  const codes = new Set(all.filter((text) => /^[a-z][a-z0-9…]*(_[a-z0-9…]+)*$/.test(text)));
  const patterns = [...codes].filter((code) => code.includes(GAP)).map((code) => templateOf(code).pattern);
  return {
    texts: new Set(all.filter((text) => /\p{L}{2,} \p{L}{2,}/u.test(text) && !text.includes('\n'))),
    isCode: (code) => codes.has(code) || patterns.some((pattern) => pattern.test(code)),
  };
}

function sourceFiles(folder: string): readonly string[] {
  return globSync('**/*.ts', { cwd: `${SRC}${folder}`, ignore: '**/*.d.ts', absolute: true }).sort();
}

const GAP = '…';

/** Every text of the file: literals, and templates with a gap for each expression. */
function literalsOf(path: string): readonly string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node))
      texts.push([node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(GAP));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest));
  return texts;
}

function templateOf(text: string): Template {
  const parts = text.split(GAP);
  const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('[^]*?');
  return { text, pattern: new RegExp(`^${pattern}$`, 'u'), own: parts.join('').length };
}
