// All resolvers, by schema type.
import type { GraphQLResolveInfo } from 'graphql';
import type { GraphqlContext } from '../context.ts';
import { enums } from '../enums.ts';
import { checkArguments } from '../errors.ts';
import type { QueryResolvers, Resolvers } from '../generated/resolvers.ts';
import { scalars } from '../scalars.ts';
import { Action, CountedIndicator, CountedTechnique } from './Action.ts';
import { AttackMapping } from './AttackMapping.ts';
import { Condition } from './Condition.ts';
import { CorpusHealth } from './CorpusHealth.ts';
import { Diagnostic, FileDiagnostic } from './Diagnostic.ts';
import {
  Evaluation,
  EventOrigin,
  JudgedPredicate,
  NearMiss,
  OpenPart,
  PossibleMatch,
  RuleMatch,
  RuleVerdict,
  UndecidedRule,
} from './Evaluation.ts';
import { Exclusion } from './Exclusion.ts';
import { Field, NativeFieldName } from './Field.ts';
import { Indicator } from './Indicator.ts';
import { LogSource } from './LogSource.ts';
import { evaluate } from './Mutation/evaluate.ts';
import { Platform } from './Platform.ts';
import { PlatformCount } from './PlatformCount.ts';
import * as actions from './Query/actions.ts';
import * as attack from './Query/attack.ts';
import * as corpus from './Query/corpus.ts';
import * as fields from './Query/fields.ts';
import * as indicators from './Query/indicators.ts';
import * as matching from './Query/matching.ts';
import * as nodes from './Query/nodes.ts';
import * as rules from './Query/rules.ts';
import { Rule } from './Rule.ts';
import { RuleExclusion, RuleExclusionValue } from './RuleExclusion.ts';
import { RuleField } from './RuleField.ts';
import { RuleIndicator, RuleIndicatorValue } from './RuleIndicator.ts';
import { RuleTest } from './RuleTest.ts';
import { SameActionGroup, SameActionLink } from './SameAction.ts';
import { Import, Source } from './Source.ts';
import * as stages from './stages.ts';
import { Stats } from './Stats.ts';
import { Tactic } from './Tactic.ts';
import { Technique } from './Technique.ts';

type AnyResolver = (
  parent: object,
  args: object,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
) => unknown;

/** Every argument of a root field goes to the database: one that it cannot hold is refused here, once. */
function guarded(fields: QueryResolvers): QueryResolvers {
  const entries = Object.entries(fields as Record<string, AnyResolver>);
  return Object.fromEntries(
    entries.map(([name, resolve]): [string, AnyResolver] => [
      name,
      (parent, args, context, info) => {
        checkArguments(args);
        return resolve(parent, args, context, info);
      },
    ]),
  );
}

const types: Resolvers = {
  Query: guarded({
    ...rules,
    ...nodes,
    ...indicators,
    ...matching,
    ...actions,
    ...attack,
    ...fields,
    ...corpus,
  }),
  Mutation: { evaluate },
  Action,
  AttackMapping,
  Condition,
  CorpusHealth,
  CountedIndicator,
  CountedTechnique,
  Diagnostic,
  Evaluation,
  EventOrigin,
  Exclusion,
  Field,
  FileDiagnostic,
  Import,
  Indicator,
  JudgedPredicate,
  LogSource,
  NativeFieldName,
  NearMiss,
  OpenPart,
  Platform,
  PlatformCount,
  PossibleMatch,
  Rule,
  RuleExclusion,
  RuleExclusionValue,
  RuleField,
  RuleIndicator,
  RuleIndicatorValue,
  RuleMatch,
  RuleTest,
  RuleVerdict,
  SameActionGroup,
  SameActionLink,
  Source,
  ...stages,
  Stats,
  Tactic,
  Technique,
  UndecidedRule,
};

export const resolvers = { ...types, ...scalars, ...enums };
