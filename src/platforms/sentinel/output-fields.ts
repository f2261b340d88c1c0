/**
 * What an analytics rule shows of its results beside the query's own columns.
 * https://learn.microsoft.com/azure/sentinel/map-data-fields-to-entities, …/surface-custom-details-in-alerts, …/customize-alert-details
 */
import type { OutputField } from '../../rule/rule.ts';
import { recordOf, recordsOf, textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';

export function outputFieldsOf(rule: PlainRecord): readonly OutputField[] {
  return [
    ...entityMappings(rule['entityMappings']),
    ...entitiesColumns(rule['sentinelEntitiesMappings']),
    ...customDetails(rule['customDetails']),
    ...alertDetails(recordOf(rule['alertDetailsOverride'])),
  ];
}

/** `Account.FullName`: which identifier of which kind of entity the column gives. */
function entityMappings(value: unknown): readonly OutputField[] {
  return recordsOf(value).flatMap((mapping) =>
    recordsOf(mapping['fieldMappings']).flatMap((field) => {
      const source = textOf(field['columnName']);
      const parts = [textOf(mapping['entityType']), textOf(field['identifier'])];
      const name = parts.filter((part) => part !== null).join('.');
      return source === null ? [] : [{ name: name === '' ? source : name, source, origin: 'entityMappings' }];
    }),
  );
}

/** Columns that hold lists of entities. */
function entitiesColumns(value: unknown): readonly OutputField[] {
  return recordsOf(value).flatMap(({ columnName }) => column(columnName, 'sentinelEntitiesMappings'));
}

function customDetails(value: unknown): readonly OutputField[] {
  return Object.entries(recordOf(value)).flatMap(([name, columnName]) => {
    const source = textOf(columnName);
    return source === null ? [] : [{ name, source, origin: 'customDetails' }];
  });
}

function alertDetails(override: PlainRecord): readonly OutputField[] {
  const origin = 'alertDetailsOverride';
  const formats = ['alertDisplayNameFormat', 'alertDescriptionFormat'].flatMap((key) =>
    [...(textOf(override[key]) ?? '').matchAll(/\{\{([^{}]+)\}\}/g)].flatMap((match) =>
      column(match[1]?.trim(), origin),
    ),
  );
  const columns = ['alertTacticsColumnName', 'alertSeverityColumnName'].flatMap((key) =>
    column(override[key], origin),
  );
  const dynamic = recordsOf(override['alertDynamicProperties']).flatMap((property) => {
    const source = textOf(property['value']);
    return source === null ? [] : [{ name: textOf(property['alertProperty']) ?? source, source, origin }];
  });
  return [...formats, ...columns, ...dynamic];
}

function column(value: unknown, origin: string): readonly OutputField[] {
  const source = textOf(value);
  return source === null ? [] : [{ name: source, source, origin }];
}
