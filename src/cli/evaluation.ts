/** What `evaluate` asks the catalog of an event, and what it is told. */

export interface Judged {
  readonly text: string;
  readonly negated: boolean;
  readonly actual: readonly unknown[];
  readonly matchedValues: readonly unknown[];
}

export interface Node extends Judged {
  readonly index: number;
  readonly parent: number | null;
  readonly kind: string;
  readonly verdict: string;
  readonly reason: string | null;
}

export interface Explanation {
  readonly omittedCount: number;
  readonly nodes: readonly Node[];
}

export interface NamedRule {
  readonly catalogId: string;
  readonly title: string;
}

export interface MatchedRule extends NamedRule {
  readonly severity: string | null;
  readonly licence: string | null;
  readonly authors: readonly string[];
}

export interface OpenPart {
  readonly text: string;
  readonly negated: boolean;
  readonly values: readonly unknown[];
  readonly reason: string;
}

export interface UndecidedRule {
  readonly rule: NamedRule;
  readonly tier: string;
  readonly cause: string;
  readonly deciding: readonly OpenPart[];
  readonly openParts: readonly OpenPart[];
}

/** Of one record among many. */
export interface Summary {
  readonly __typename: 'Evaluation';
  readonly opened: readonly string[];
  readonly origin: { readonly schema: string; readonly logSources: readonly string[] };
  readonly contradicted: { readonly logSources: readonly string[] } | null;
  readonly totals: {
    readonly evaluatedCount: number;
    readonly skippedByLogSourceCount: number;
    readonly retiredCount: number;
    readonly withoutQueryCount: number;
    readonly matchCount: number;
    readonly undecidedCount: number;
    readonly wouldMatchCount: number;
    readonly tiers: readonly { readonly tier: string; readonly ruleCount: number }[];
  };
  readonly matches: readonly { readonly rule: MatchedRule; readonly effect: string }[];
  readonly rules: readonly { readonly rule: NamedRule; readonly verdict: string }[];
}

export interface Evaluation extends Summary {
  readonly matches: readonly {
    readonly rule: MatchedRule;
    readonly effect: string;
    readonly predicates: readonly Judged[];
    readonly explain?: Explanation;
  }[];
  readonly nearMisses: readonly {
    readonly rule: NamedRule;
    readonly reason: string;
    readonly failing: Judged;
  }[];
  readonly undecided: readonly UndecidedRule[];
  readonly wouldMatch: readonly {
    readonly rule: NamedRule;
    readonly logSources: readonly string[];
    readonly assumedLogSource: string | null;
  }[];
  readonly rules: readonly {
    readonly rule: NamedRule;
    readonly verdict: string;
    readonly skippedFor: readonly string[];
    readonly undecided: Omit<UndecidedRule, 'rule'> | null;
    readonly explain?: Explanation;
  }[];
}

export interface Refusal {
  readonly __typename: 'InvalidEvent' | 'EventTooLarge' | 'SeveralRecords' | 'UnknownRules';
  readonly code: string;
  readonly message: string;
  /** Of several records. */
  readonly recordPaths?: readonly string[];
}

const HEAD = `corpusVersion opened origin { schema logSources } contradicted { logSources }
  totals {
    evaluatedCount skippedByLogSourceCount retiredCount withoutQueryCount matchCount undecidedCount wouldMatchCount
    tiers { tier ruleCount }
  }`;
const RULE = 'rule { catalogId title }';
const MATCHED = 'rule { catalogId title severity licence authors } effect';
const PART = '{ text negated values reason }';
const EXPLAIN =
  'explain { omittedCount nodes { index parent kind text verdict negated actual matchedValues reason } }';

function query(selection: string): string {
  return `mutation Evaluate($input: EvaluateInput!) {
  evaluate(input: $input) {
    __typename
    ... on Error { code message path }
    ... on SeveralRecords { recordPaths }
    ... on Evaluation { ${selection} }
  }
}`;
}

export const SUMMARY_QUERY = query(`${HEAD} matches { ${MATCHED} } rules { ${RULE} verdict }`);

/** `explains`: with the tree of each rule that matches, or that is asked for. */
export function evaluationQuery(explains: boolean): string {
  const explain = explains ? EXPLAIN : '';
  const open = `tier cause deciding ${PART} openParts ${PART}`;
  return query(`${HEAD}
    matches { ${MATCHED} predicates { text negated actual matchedValues } ${explain} }
    nearMisses { ${RULE} reason failing { text negated actual matchedValues } }
    undecided(first: 20, tiers: [ONE_OPEN, PARTLY_MATCHED]) { ${RULE} ${open} }
    wouldMatch(first: 20) { ${RULE} logSources assumedLogSource }
    rules { ${RULE} verdict skippedFor undecided { ${open} } ${explain} }`);
}
