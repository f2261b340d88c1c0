/**
 * Fields that ECS (https://www.elastic.co/docs/reference/ecs/ecs-field-reference) and the Windows integration
 * (https://www.elastic.co/docs/reference/integrations/windows) map as `text`: a search compares their words. A rule carries no mapping, so this
 * is a table; fields that are not indexed (`event.original`) are none of them.
 */
export const TEXT_FIELDS: ReadonlySet<string> = new Set([
  'message',
  'error.message',
  'powershell.command.value',
  'powershell.command.invocation_details.value',
  'powershell.file.script_block_text',
]);
