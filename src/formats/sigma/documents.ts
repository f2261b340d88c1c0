/** The documents of a Sigma file, each as one rule: `action: global`, `reset` and `repeat` resolved (specification 1.0, "Rule Collections"). */
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanAt } from '../../text/span.ts';
import { lastOfEachKey, readYaml, shiftYaml, yamlEntry } from '../../text/yaml-tree.ts';
import type { YamlDocument, YamlEntry, YamlMap } from '../../text/yaml-tree.ts';
import type { SourceFile } from '../../platforms/platform.ts';

type DocumentKind = 'detection' | 'correlation' | 'filter';

export interface SigmaDocument {
  readonly path: string;
  /** Its place among the rules of its file, from 0. */
  readonly index: number;
  readonly kind: DocumentKind;
  /** All of the file where its documents share content, else the document's own lines. */
  readonly text: string;
  /** Offsets count in `text`. Of equal keys the last alone. */
  readonly root: YamlMap;
  /** With equal keys: the language says which of them counts. */
  readonly written: YamlMap;
}

export interface FileDocuments {
  readonly documents: readonly SigmaDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readDocuments(file: SourceFile): FileDocuments {
  const parsed = readYaml(file.text);
  const diagnostics = parsed.flatMap(({ problems }) =>
    problems.map(({ code, message, start, end }) => diagnostic(code, message, spanAt(file.text, start, end))),
  );
  const sound = parsed.filter(({ problems }) => problems.length === 0);
  const collected = sound.some(({ root }) => actionOf(root) !== null);
  const rules = collected
    ? resolveActions(sound, file.text)
    : sound.map((document) => ownLines(document, file.text));
  const documents: SigmaDocument[] = [];
  for (const { root, text } of rules) {
    const kind = root.kind === 'map' ? kindOf(root) : null;
    if (root.kind === 'map' && kind !== null) {
      documents.push({
        path: file.path,
        index: documents.length,
        kind,
        text,
        root: lastOfEachKey(root, () => undefined),
        written: root,
      });
    }
  }
  return { documents, diagnostics };
}

interface Piece {
  readonly root: YamlDocument['root'];
  readonly text: string;
}

function ownLines({ root, start, end }: YamlDocument, text: string): Piece {
  if (start === 0 && end === text.length) return { root, text };
  const marker = /^---[ \t]*\r?\n/.exec(text.slice(start, end))?.[0].length ?? 0;
  return { root: shiftYaml(root, -(start + marker)), text: text.slice(start + marker, end) };
}

function actionOf(root: YamlDocument['root']): string | null {
  const node = yamlEntry(root, 'action');
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}

/** A rule that takes content of other documents has the whole file as its text, so that every position is one in its body. */
function resolveActions(documents: readonly YamlDocument[], text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let shared: YamlMap | null = null;
  let previous: YamlMap | null = null;
  for (const { root } of documents) {
    if (root.kind !== 'map') continue;
    const own: YamlMap = { ...root, entries: root.entries.filter(({ key }) => key.source !== 'action') };
    const action = actionOf(root);
    if (action === 'global') {
      shared = merge(shared, own);
    } else if (action === 'reset') {
      shared = null;
    } else {
      previous = action === 'repeat' ? merge(previous, own) : merge(shared, own);
      pieces.push({ root: previous, text });
    }
  }
  return pieces;
}

/** The later map wins, but for maps that both have: those are merged. */
function merge(base: YamlMap | null, over: YamlMap): YamlMap {
  if (base === null) return over;
  const later = new Map(over.entries.map((entry) => [entry.key.source, entry]));
  const entries = base.entries.map((entry): YamlEntry => {
    const { key, value } = entry;
    const own = later.get(key.source);
    later.delete(key.source);
    if (own === undefined) return entry;
    return own.value.kind === 'map' && value.kind === 'map'
      ? { key: own.key, value: merge(value, own.value) }
      : own;
  });
  return { ...over, entries: [...entries, ...over.entries.filter(({ key }) => later.has(key.source))] };
}

/** Null: no rule, and not meant to be one. What has a rule's head but no logic is a rule that lost its detection. */
function kindOf(root: YamlMap): DocumentKind | null {
  const has = (key: string): boolean => yamlEntry(root, key) !== undefined;
  if (has('correlation')) return 'correlation';
  if (has('filter') && !has('detection')) return 'filter';
  if (has('detection')) return 'detection';
  return has('title') && (has('logsource') || has('level') || has('status')) ? 'detection' : null;
}
