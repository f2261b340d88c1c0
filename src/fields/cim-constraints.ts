/**
 * Which events are of a data set of Splunk's Common Information Model. Its constraints are tags (`tag=authentication`), which add-ons give to some of a
 * product's events: where they document to which, the tag is asked of the event; elsewhere that is open, and never every event of the product.
 * https://help.splunk.com/data-management/common-information-model/6.1/data-models/authentication, …/change
 */
import { all, any, compare, from, never, not, opaque } from '../condition/condition.ts';
import type { Condition, From } from '../condition/condition.ts';
import { fieldPath } from '../condition/field-path.ts';
import { logSource, logSourceText } from '../rule/log-source.ts';
import type { LogSource } from '../rule/log-source.ts';

const is = (field: string, ...values: readonly (string | number)[]): Condition =>
  compare(fieldPath(field), values.length === 1 ? 'eq' : 'in', values, { caseSensitive: false });
const tagged = (tag: string): Condition => opaque(`tag=${tag}`, 'event_tag');

/** What an add-on tags of a log source's events. */
interface Feed {
  readonly of: LogSource;
  readonly events: Condition;
}

interface DataModel {
  /** By the name of the data model's rows, which are of it whatever they hold. */
  readonly category: string;
  readonly tag: string;
  readonly feeds: readonly Feed[];
  /** What data sets below the model's own ask for as well. */
  readonly children: Readonly<Record<string, Condition>>;
}

const CLOUDTRAIL = logSource('aws', null, 'cloudtrail');
const OKTA = logSource('okta', null, 'okta');
const SECURITY = logSource('windows', null, 'security');

/** https://splunk.github.io/splunk-add-on-for-okta-identity-cloud/CIMCompatibility */
const OKTA_SIGN_INS = [
  'user.session.start',
  'user.authentication.verify',
  'user.authentication.sso',
  'user.authentication.auth_via_mfa',
  'user.authentication.auth_via_social',
  'user.authentication.auth_via_radius',
  'user.authentication.auth_via_AD_agent',
  'user.authentication.auth_via_IDP',
  'user.mfa.okta_verify.deny_push',
  'policy.evaluate_sign_on',
  'app.generic.unauth_app_access_attempt',
  'application.policy.sign_on.deny_access',
];

/** The audit categories Logon/Logoff and Account Logon: no other event of the log is about a sign-in. */
const LOGON_EVENTS =
  '4624 4625 4626 4627 4634 4646 4647 4648 4649 4672 4675 4740 4767 4768 4769 4770 4771 4772 4773 4774 4775 4776 4777 4778 4779 4800 4801 4802 4803 4820 4821 4822 4823 4824 4964 5378 5632 5633'
    .split(' ')
    .map(Number);

const AUTHENTICATION: DataModel = {
  category: 'authentication',
  tag: 'authentication',
  feeds: [
    // https://splunk.github.io/splunk-add-on-for-amazon-web-services/CloudTrailCIMCompatability
    { of: CLOUDTRAIL, events: is('eventName', 'ConsoleLogin') },
    { of: OKTA, events: any([is('eventType', ...OKTA_SIGN_INS), tagged('authentication')]) },
    {
      of: SECURITY,
      events: any([
        is('EventCode', 4624, 4625),
        all([is('EventCode', ...LOGON_EVENTS), tagged('authentication')]),
      ]),
    },
  ],
  children: {
    failed_authentication: is('Authentication.action', 'failure'),
    successful_authentication: is('Authentication.action', 'success'),
    default_authentication: tagged('default'),
    insecure_authentication: tagged('cleartext'),
    privileged_authentication: tagged('privileged'),
  },
};

const CHANGE: DataModel = {
  category: 'change',
  tag: 'change',
  feeds: [
    { of: CLOUDTRAIL, events: all([not(is('eventName', 'ConsoleLogin')), tagged('change')]) },
    { of: logSource('azure', null, 'signinlogs'), events: never },
  ],
  children: {
    account_management: tagged('account'),
    auditing_changes: tagged('audit'),
    endpoint_changes: tagged('endpoint'),
    network_changes: tagged('network'),
    instance_changes: tagged('instance'),
  },
};

/** By the model's name in lower case. */
const MODELS: Readonly<Record<string, DataModel>> = {
  authentication: AUTHENTICATION,
  change: CHANGE,
  change_analysis: CHANGE,
  all_changes: CHANGE,
};

/** `Authentication.Failed_Authentication`, `nodename=All_Changes.Account_Management`; null: no data set of which a constraint is known here. */
function dataSetOf(source: string): { readonly model: DataModel; readonly sets: readonly string[] } | null {
  const [, path = ''] = /^(?:nodename=)?([\w.]+)$/.exec(source.toLowerCase()) ?? [];
  const [name = '', ...sets] = path.split('.');
  const model = Object.hasOwn(MODELS, name) ? MODELS[name] : undefined;
  return model === undefined ? null : { model, sets };
}

/** Does the source take some of the events in that its log sources hold? */
export function isConstrained({ source, logSources }: From): boolean {
  const found = dataSetOf(source);
  return found !== null && logSources.some(({ category }) => category === found.model.category);
}

/** What an event must satisfy to be of the source; null where that is nothing but its log source. */
export function constraintOf(node: From): Condition | null {
  const found = isConstrained(node) ? dataSetOf(node.source) : null;
  if (found === null) return null;
  const { model, sets } = found;
  const children = sets.flatMap((set) => {
    const asked = model.children[set];
    return asked === undefined ? [] : [asked];
  });
  return all([ofModel(node, model), ...children]);
}

function ofModel({ source, logSources }: From, { category, tag, feeds }: DataModel): Condition {
  const rows = logSources.filter((each) => each.category === category);
  const own = feeds.filter(({ of }) => logSources.some((each) => isSame(each, of)));
  const others = logSources.filter(
    (each) => each.category !== category && !own.some(({ of }) => isSame(each, of)),
  );
  return any([
    from(`rows of ${source}`, rows),
    ...own.map(({ of, events }) => all([from(logSourceText(of), [of]), events])),
    ...(others.length === 0 ? [] : [all([from('other products', others), tagged(tag)])]),
  ]);
}

function isSame(one: LogSource, other: LogSource): boolean {
  return one.product === other.product && one.category === other.category && one.service === other.service;
}

/** Fields of the models' data sets that name what happened. */
const OPERATION_FIELDS: ReadonlySet<string> = new Set(
  ['Authentication', 'All_Changes'].flatMap((set) =>
    ['signature', 'signature_id', 'command', 'result_id'].map((field) => `${set}.${field}`),
  ),
);

/** Does the rule itself say which operations of the data set it is about? Then it says that they are of it. */
export function namesOperation(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.of.some(namesOperation);
    case 'any':
      return condition.of.length > 0 && condition.of.every(namesOperation);
    case 'compare':
      return (
        OPERATION_FIELDS.has(condition.field.native) &&
        (condition.operator === 'eq' || condition.operator === 'in')
      );
    case 'not':
    case 'always':
    case 'never':
    case 'from':
    case 'some':
    case 'opaque':
      return false;
  }
}
