/** What a Markdown page says about the queries in it: title, description, authors, references, ATT&CK. */
import type { AttackReference } from '../../rule/rule.ts';
import { distinct } from '../../text/plain-data.ts';
import { plainText, tableRows, urlsIn } from './markdown.ts';
import type { Section } from './markdown.ts';

export interface PageHead {
  /** Null: the page has no heading. */
  readonly title: string | null;
  /** An id that the page gives itself. */
  readonly id: string | null;
  readonly description: string | null;
  readonly authors: readonly string[];
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly attack: readonly AttackReference[];
}

export function pageHead(sections: readonly Section[]): PageHead {
  const first = sections.find(({ level }) => level > 0);
  return {
    title: first?.title ?? null,
    id: labelled(sections, /^(id|rule id)$/i),
    description: descriptionOf(sections, first),
    authors: authorsOf(sections),
    references: distinct(
      sectionsOf(sections, /^(references?|links?|sources?)\b/i).flatMap(({ lines }) =>
        urlsIn(lines.join('\n')),
      ),
    ),
    falsePositives: itemsOf(sectionsOf(sections, /^(known )?false positives?\b/i)),
    attack: attackOf(sections),
  };
}

function sectionsOf(sections: readonly Section[], title: RegExp): readonly Section[] {
  return sections.filter((section) => title.test(section.title));
}

/** The value behind a bold label: `**ID:** …`. */
function labelled(sections: readonly Section[], label: RegExp): string | null {
  for (const line of sections.flatMap(({ lines }) => lines)) {
    const match = /^\s*(?:[-*]\s*)?\*\*([^*:]+)(?::\s*)?\*\*:?(.+)$/.exec(line);
    if (match !== null && label.test((match[1] ?? '').trim())) return plainText(match[2] ?? '') || null;
  }
  return null;
}

/** The section of that name, else what stands beneath the title. */
function descriptionOf(sections: readonly Section[], first: Section | undefined): string | null {
  const named = sectionsOf(sections, /^(\w+ )?(description|summary|overview)\b/i);
  const texts = [...named, ...(first === undefined ? [] : [first]), ...sections.slice(0, 1)].map(paragraph);
  return texts.find((text) => text !== '') ?? null;
}

function paragraph({ lines }: Section): string {
  return lines
    .filter((line) => !/^\s*(\||-{3,}\s*$)/.test(line))
    .map((line) => plainText(line))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function authorsOf(sections: readonly Section[]): readonly string[] {
  const label = labelled(sections, /^authors?$/i);
  const named = sectionsOf(sections, /^(authors?|contributors?)\b/i);
  const names = named.flatMap((section) => {
    const name = labelled([section], /^(name|author|contributor)s?$/i);
    return name === null ? itemsOf([section]).filter((item) => !/^\w+\s*:/.test(item)) : [name];
  });
  return distinct([...(label === null ? [] : [label]), ...names].filter((name) => !/^https?:/.test(name)));
}

/** List items, or paragraphs where there is no list; `None.` says nothing. */
function itemsOf(sections: readonly Section[]): readonly string[] {
  return sections
    .flatMap(({ lines }) => lines)
    .map((line) => plainText(line.replace(/^\s*[-*+]\s+/, '')))
    .filter((line) => line !== '' && !/^(none|none expected|unknown|n\/a)\.?$|^-{3,}$/i.test(line));
}

const TECHNIQUE = /^(T\d{4})(?:[./](\d{3}))?\b/i;

/**
 * ATT&CK in tables: a technique in a cell of its own, its sub-technique with it or in the next cell (`| T1078 | 004 |`), its tactic in a cell before
 * (`TA0001 - Initial Access`); or a table of tactics with a mark where the query covers one.
 */
function attackOf(sections: readonly Section[]): readonly AttackReference[] {
  const own = sections.filter(({ title }) => /att&?ck|mitre|technique|category/i.test(title));
  const rows = tableRows((own.length > 0 ? own : sections).flatMap(({ lines }) => lines));
  const items = own.flatMap(({ lines }) => lines).filter((line) => !/^\s*\|/.test(line));
  const found = [
    ...rows.flatMap(rowReferences),
    ...items.flatMap((line) =>
      [...line.matchAll(/\bT\d{4}(?:\.\d{3})?\b/g)].map(([technique]) => ({ technique, tactic: null })),
    ),
  ];
  return [...new Map(found.map((each) => [`${each.tactic} ${each.technique}`, each])).values()];
}

function rowReferences(cells: readonly string[]): readonly AttackReference[] {
  const tactic = cells
    .map((cell) => /^TA\d{4}\b/i.exec(cell)?.[0].toUpperCase())
    .find((id) => id !== undefined);
  const techniques = cells.flatMap((cell, index) => {
    const match = TECHNIQUE.exec(cell);
    if (match === null) return [];
    const next = /^\d{3}$/.exec(cells[index + 1] ?? '')?.[0];
    const sub = match[2] ?? next;
    return [`${(match[1] ?? '').toUpperCase()}${sub === undefined ? '' : `.${sub}`}`];
  });
  if (techniques.length > 0) return techniques.map((technique) => ({ technique, tactic: tactic ?? null }));
  if (tactic !== undefined) return [{ technique: null, tactic }];
  const [name = '', mark = ''] = cells;
  const isCovered =
    /^(v|x|y|yes|✓|✔.?)$/i.test(mark) && TACTICS.has(name.toLowerCase().replace(/[^a-z]/g, ''));
  return isCovered ? [{ technique: null, tactic: name }] : [];
}

const TACTICS: ReadonlySet<string> = new Set([
  'reconnaissance',
  'resourcedevelopment',
  'initialaccess',
  'execution',
  'persistence',
  'privilegeescalation',
  'defenseevasion',
  'credentialaccess',
  'discovery',
  'lateralmovement',
  'collection',
  'commandandcontrol',
  'exfiltration',
  'impact',
]);
