/** Parses XML to objects: attributes under `@`, an element's own text under `#text` where it has attributes, several of one name a list. Never throws. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { ENVELOPE_LIMITS } from './limits.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  // Values stay as they were written: `0x1`, `001`, blanks at their ends.
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  removeNSPrefix: true,
  // Characters given by number: `&#13;`.
  htmlEntities: true,
});

/** Null: it is none that we read. */
export function parseXml(text: string): unknown {
  // No sensor writes entities of its own: what does may be made to be large.
  if (text.length > ENVELOPE_LIMITS.xml || text.includes('<!DOCTYPE')) return null;
  try {
    return XMLValidator.validate(text) === true ? (parser.parse(text) as unknown) : null;
  } catch {
    return null;
  }
}
