/** Which value of an event a predicate looks at: the catalog's name, the rule's own name, and what is done to the value first. */

export type Scalar = string | number | boolean | null;

/**
 * A function that a rule applies to a field's value before it compares: `field.lower()`, `length(field)`, `field.split("/")[-1]`.
 * They apply in order. A value that a function cannot take (the length of a number) makes the predicate unmatched with the reason
 * `type_mismatch`.
 *
 * In a comparison with collection `any` they apply to each element of a list alone (`length` is that of an element), with `single` to the one
 * value, with `whole` to the list; a list that a function makes is passed on whole, but where `each` opens it. Under `strict` they are Python's: `to_string` writes `True` and `None` and lists as
 * str() does, booleans count as numbers, `modulo` takes the sign of the divisor; else functions of texts take numbers and booleans by their text.
 *
 * | name | arguments | result |
 * |---|---|---|
 * | lower, upper | – | the string in that case |
 * | trim, trim_start, trim_end | characters, or none for white space | the string without them at its ends |
 * | length | – | characters of a string, elements of a list, keys of an object |
 * | byte_length | – | bytes of a text in UTF-8 |
 * | to_number, to_string | – | the value converted; unmatched when it cannot be |
 * | split | separator, or none for white space; then how many cuts at most (negative: counted from the end) | list of strings |
 * | shell_split | `windows`, or none | the words of a command, as Python's shlex.split (POSIX) takes it apart, unmatched where a quote does not end; or as Windows' CommandLineToArgvW does |
 * | unique | – | a list without its repetitions |
 * | sort | true where the largest comes first, then the keys that lead to what it goes by | the elements of a list in that order: numbers, then texts, then what has neither; equal ones as they stood |
 * | at | index (negative counts from the end) | that element of a list or character of a string |
 * | key | name | that key of an object (looked up as any key is) |
 * | slice | start, end (null: open; negatives count from the end) | part of a string or list |
 * | replace | text, replacement | the string with every occurrence replaced |
 * | replace_regex | regex, replacement | the string with every match of the regex (RE2 syntax) replaced; `\1` in the replacement is what the first group holds, `\0` all of the match, `\\` a backslash |
 * | prepend, append | text | the string with that text before, behind it |
 * | join | separator; true where every element is converted by to_string | the elements of a list (the characters of a string) as one text; under `strict` elements must be strings |
 * | url_decode | – | the text with its %XX decoded as UTF-8 |
 * | query_params | – | the parameters of a URL's query, decoded, as an object of lists of texts; those without a value are left out (Python's `parse_qs`) |
 * | extract | regex, group (number or name; 0: all of it) | what the first match of the regex (RE2 syntax) has in that group |
 * | extract_all | regex, group | list of what every match has in that group, those left out in which it has nothing |
 * | parse_json | – | the value that a JSON text holds; what is none stays as it is, and is unmatched under `strict` |
 * | base64_decode | – | the decoded UTF-8 text |
 * | hidden_text | shortest length | the ASCII text that a Base64 text of at least that many characters hides (Panther's `is_base64`); unmatched when it hides none |
 * | keys, values | – | list of an object's keys or values |
 * | items | – | list of an object's entries, each an object of its `key` and its `value` |
 * | places | – | of a list (of a text's characters), each element as an object: its `value`, and the lists of those `before` it and `after` it |
 * | index_of | text | position of the first occurrence, -1 if none |
 * | add, subtract, multiply, divide, modulo | number | arithmetic on a number |
 * | floor | – | the greatest whole number that is not above a number |
 * | to_time | strptime formats, or none for ISO 8601 | seconds since 1970 that a text says by the first format that fits all of it; UTC where it names no offset. Without formats a date of another notation is undecided |
 * | age | – | of seconds since 1970: how many seconds ago that is when the event is judged |
 * | each | – | of a list, what is behind it is done to each element alone; a value that is no list counts as a list of one |
 * | collect | – | all values so far (all that the path finds, all that `each` opened) in one list, which what is behind it takes whole; an element that is null keeps its place |
 * | truthy | – | Python's bool(): false for absent, null, false, 0, "", [] and {} |
 * | type_name | – | `string`, `number`, `boolean`, `null`, `list` or `object` |
 */
export type TransformName =
  | 'lower'
  | 'upper'
  | 'trim'
  | 'trim_start'
  | 'trim_end'
  | 'length'
  | 'byte_length'
  | 'to_number'
  | 'to_string'
  | 'split'
  | 'shell_split'
  | 'unique'
  | 'sort'
  | 'at'
  | 'key'
  | 'slice'
  | 'replace'
  | 'replace_regex'
  | 'prepend'
  | 'append'
  | 'join'
  | 'url_decode'
  | 'query_params'
  | 'extract'
  | 'extract_all'
  | 'parse_json'
  | 'base64_decode'
  | 'hidden_text'
  | 'keys'
  | 'values'
  | 'items'
  | 'places'
  | 'index_of'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'modulo'
  | 'floor'
  | 'to_time'
  | 'age'
  | 'each'
  | 'collect'
  | 'truthy'
  | 'type_name';

export interface Transform {
  readonly name: TransformName;
  readonly args: readonly Scalar[];
}

export interface FieldPath {
  /** The catalog's name (ECS naming), e.g. `event.action`; equal to `native` until the importer names fields, and where no table knows it. */
  readonly name: string;
  /** The name as the rule wrote it, dotted, e.g. `userIdentity.invokedBy`; empty for the element itself (scope `element`). */
  readonly native: string;
  /** `native` cut into keys: a key may hold dots (`deep_get("labels", "app.kubernetes.io/name")`). An integer key indexes a list. */
  readonly segments: readonly string[];
  /** `event`: from the event's root. `element`: from the element that the innermost enclosing `some` stands on. */
  readonly scope: 'event' | 'element';
  /**
   * `path`: one field. `glob`: every field whose dotted name matches `native` with `*`; `*` alone is any field (Sigma keywords). `text`: the event's own text
   * as its platform keeps it (Splunk's `_raw`); where the event does not hold it, what stands in a value stands in it, and nothing is known to be missing.
   */
  readonly match: 'path' | 'glob' | 'text';
  readonly transforms: readonly Transform[];
}

/** A field by its dotted native name; `segments` where keys hold dots. */
export function fieldPath(native: string, options: Partial<Omit<FieldPath, 'native'>> = {}): FieldPath {
  return Object.freeze({
    name: options.name ?? native,
    native,
    segments: options.segments ?? (native === '' ? [] : native.split('.')),
    scope: options.scope ?? 'event',
    match: options.match ?? 'path',
    transforms: options.transforms ?? [],
  });
}

/** The same field with one more function applied. */
export function withTransform(field: FieldPath, name: TransformName, ...args: readonly Scalar[]): FieldPath {
  return Object.freeze({ ...field, transforms: [...field.transforms, { name, args }] });
}

/** How a field reads in text: `length(process.command_line)`, `at(split(Image, "\\"), -1)`; `native` names unless said. */
export function fieldText(field: FieldPath, naming: 'native' | 'name' = 'native'): string {
  const own = field[naming];
  const base = field.scope === 'element' ? (own === '' ? '@' : `@.${own}`) : own;
  return field.transforms.reduce(
    (text, { name, args }) => `${name}(${[text, ...args.map((arg) => JSON.stringify(arg))].join(', ')})`,
    base,
  );
}
