/**
 * Macros that ship with Splunk's own apps, which detections use without carrying their definitions: Enterprise Security's content update
 * (https://github.com/splunk/security_content, macros and contentctl) and the Common Information Model
 * (https://docs.splunk.com/Documentation/CIM/latest/User/Setup). A macro of the rule's own repository goes before.
 */
export interface MacroDefinition {
  /** Names of its arguments, in order. */
  readonly arguments: readonly string[];
  readonly definition: string;
}

function macro(definition: string, ...args: readonly string[]): MacroDefinition {
  return { arguments: args, definition };
}

export const CONTENT_MACROS: ReadonlyMap<string, MacroDefinition> = new Map([
  // A data model's prefix off the names of its fields.
  ['drop_dm_object_name(1)', macro('rename $dm_object_name$.* as *', 'dm_object_name')],
  // Times in words.
  ['security_content_ctime(1)', macro('convert timeformat="%Y-%m-%dT%H:%M:%S" ctime($field$)', 'field')],
  ['ctime(1)', macro('convert timeformat="%m/%d/%Y %H:%M:%S" ctime($field$)', 'field')],
  ['uitime(1)', macro('convert timeformat="%m/%d/%Y %H:%M:%S" ctime($field$)', 'field')],
  [
    'security_content_summariesonly',
    macro('summariesonly=false allow_old_summaries=true fillnull_value=null'),
  ],
  ['summariesonly', macro('summariesonly=false')],
  ['cim_summariesonly', macro('summariesonly=false')],
  // Where a data model, or an app, finds its events: everywhere until it is set.
  ['notable', macro('search index=notable')],
  ['risk_index', macro('index=risk')],
]);
