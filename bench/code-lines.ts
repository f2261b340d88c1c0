// Lines of code by folder: those that hold at least one token, so neither blank ones nor those of comments alone; generated files are left out.
// Usage: npx tsx bench/code-lines.ts [folder …]   (else src/languages and src/plan)
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const given = process.argv.slice(2);
const folders = (given.length > 0 ? given : ['src/languages', 'src/plan']).filter((each) => existsSync(each));
const counts = new Map<string, { files: number; lines: number }>();
for (const file of folders.flatMap(sourceFiles)) {
  const count = counts.get(dirname(file)) ?? { files: 0, lines: 0 };
  counts.set(dirname(file), { files: count.files + 1, lines: count.lines + codeLines(file) });
}
const total = { files: 0, lines: 0 };
for (const [folder, { files, lines }] of counts) {
  console.log(row(folder, files, lines));
  total.files += files;
  total.lines += lines;
}
console.log(row('all', total.files, total.lines));

function row(name: string, files: number, lines: number): string {
  return `${String(lines).padStart(7)} lines ${String(files).padStart(5)} files  ${name}`;
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('.generated.'))
    .map((name) => join(folder, name))
    .sort();
}

function codeLines(file: string): number {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source);
    if (children.length > 0) {
      children.forEach(visit);
      return;
    }
    if (node.getWidth(source) === 0) return;
    const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
    for (let line = first; line <= last; line += 1) lines.add(line);
  };
  visit(source);
  return lines.size;
}
