// Made by `npm run generate` from the *.md files beside it. Do not edit.

/** The words of a problem: a code that never changes its meaning, and the text with its holes filled. */
export interface Message {
  code: string
  slug: string
  level: "error" | "warning"
  text: string
  hint?: string
}

/** What a hole can be filled with. */
export type Hole = string | number

/** One function per message of the catalogue. */
export const messages = {
  /** CEP1001: expected %expected%, found %found% */
  unexpectedText: (holes: { expected: Hole; found: Hole }): Message => ({
    code: "CEP1001",
    slug: "unexpected-text",
    level: "error",
    text: `expected ${holes.expected}, found ${holes.found}`,
  }),
  /** CEP2001: nothing is called `%name%` here */
  unknownName: (holes: { name: Hole }): Message => ({
    code: "CEP2001",
    slug: "unknown-name",
    level: "error",
    text: `nothing is called \`${holes.name}\` here`,
  }),
  /** CEP2002: there is no event type `%name%` */
  unknownEvent: (holes: { name: Hole }): Message => ({
    code: "CEP2002",
    slug: "unknown-event",
    level: "error",
    text: `there is no event type \`${holes.name}\``,
  }),
  /** CEP2003: `%name%` is declared twice */
  duplicateDeclaration: (holes: { name: Hole }): Message => ({
    code: "CEP2003",
    slug: "duplicate-declaration",
    level: "error",
    text: `\`${holes.name}\` is declared twice`,
    hint: `rename one of them, or take one away`,
  }),
  /** CEP2004: there is no type `%name%` */
  unknownType: (holes: { name: Hole }): Message => ({
    code: "CEP2004",
    slug: "unknown-type",
    level: "error",
    text: `there is no type \`${holes.name}\``,
  }),
  /** CEP2005: `%field%` stands here twice */
  duplicateField: (holes: { field: Hole }): Message => ({
    code: "CEP2005",
    slug: "duplicate-field",
    level: "error",
    text: `\`${holes.field}\` stands here twice`,
  }),
  /** CEP2006: there is no function `%name%` */
  unknownFunction: (holes: { name: Hole }): Message => ({
    code: "CEP2006",
    slug: "unknown-function",
    level: "error",
    text: `there is no function \`${holes.name}\``,
  }),
  /** CEP2007: there is no sink `%name%` */
  unknownSink: (holes: { name: Hole }): Message => ({
    code: "CEP2007",
    slug: "unknown-sink",
    level: "error",
    text: `there is no sink \`${holes.name}\``,
  }),
  /** CEP2008: there is no connector `%name%` */
  unknownConnector: (holes: { name: Hole }): Message => ({
    code: "CEP2008",
    slug: "unknown-connector",
    level: "error",
    text: `there is no connector \`${holes.name}\``,
  }),
  /** CEP2009: the connector `%connector%` has no option `%option%` */
  unknownOption: (holes: { connector: Hole; option: Hole }): Message => ({
    code: "CEP2009",
    slug: "unknown-option",
    level: "error",
    text: `the connector \`${holes.connector}\` has no option \`${holes.option}\``,
  }),
  /** CEP2010: the option `%option%` is given twice */
  duplicateOption: (holes: { option: Hole }): Message => ({
    code: "CEP2010",
    slug: "duplicate-option",
    level: "error",
    text: `the option \`${holes.option}\` is given twice`,
    hint: `take one away`,
  }),
  /** CEP2011: the connector `%connector%` needs `%option%` */
  missingOption: (holes: { connector: Hole; option: Hole }): Message => ({
    code: "CEP2011",
    slug: "missing-option",
    level: "error",
    text: `the connector \`${holes.connector}\` needs \`${holes.option}\``,
  }),
  /** CEP2012: the option `%option%` is %expected% */
  optionType: (holes: { option: Hole; expected: Hole }): Message => ({
    code: "CEP2012",
    slug: "option-type",
    level: "error",
    text: `the option \`${holes.option}\` is ${holes.expected}`,
  }),
  /** CEP2013: no field `%field%` on %type% */
  unknownField: (holes: { field: Hole; type: Hole }): Message => ({
    code: "CEP2013",
    slug: "unknown-field",
    level: "error",
    text: `no field \`${holes.field}\` on ${holes.type}`,
  }),
  /** CEP2014: the connector `%name%` takes no further argument without a name */
  connectorArgument: (holes: { name: Hole }): Message => ({
    code: "CEP2014",
    slug: "connector-argument",
    level: "error",
    text: `the connector \`${holes.name}\` takes no further argument without a name`,
  }),
  /** CEP2015: the connector `%name%` cannot be used for a %use% */
  connectorUse: (holes: { name: Hole; use: Hole }): Message => ({
    code: "CEP2015",
    slug: "connector-use",
    level: "error",
    text: `the connector \`${holes.name}\` cannot be used for a ${holes.use}`,
  }),
  /** CEP2016: `%event%` has two sources */
  duplicateSource: (holes: { event: Hole }): Message => ({
    code: "CEP2016",
    slug: "duplicate-source",
    level: "error",
    text: `\`${holes.event}\` has two sources`,
    hint: `keep one of them`,
  }),
  /** CEP2017: `%event%` is made by a rule and cannot have a source */
  sourceOfDerived: (holes: { event: Hole }): Message => ({
    code: "CEP2017",
    slug: "source-of-derived",
    level: "error",
    text: `\`${holes.event}\` is made by a rule and cannot have a source`,
  }),
  /** CEP2018: `partitioned by` belongs to a source */
  partitionedSink: (): Message => ({
    code: "CEP2018",
    slug: "partitioned-sink",
    level: "error",
    text: `\`partitioned by\` belongs to a source`,
  }),
  /** CEP2019: the name of this %kind% begins with a capital letter, not as `%name%` */
  nameWantsCapital: (holes: { kind: Hole; name: Hole }): Message => ({
    code: "CEP2019",
    slug: "name-wants-capital",
    level: "error",
    text: `the name of this ${holes.kind} begins with a capital letter, not as \`${holes.name}\``,
  }),
  /** CEP2020: the name of this %kind% begins with a small letter, not as `%name%` */
  nameWantsSmall: (holes: { kind: Hole; name: Hole }): Message => ({
    code: "CEP2020",
    slug: "name-wants-small",
    level: "error",
    text: `the name of this ${holes.kind} begins with a small letter, not as \`${holes.name}\``,
  }),
  /** CEP2021: `%name%` is a field of %type% and also a step of this rule */
  hiddenStep: (holes: { name: Hole; type: Hole }): Message => ({
    code: "CEP2021",
    slug: "hidden-step",
    level: "error",
    text: `\`${holes.name}\` is a field of ${holes.type} and also a step of this rule`,
    hint: `give the step another name with \`as\``,
  }),
  /** CEP2022: a declaration needs itself: %path% */
  recursiveDeclaration: (holes: { path: Hole }): Message => ({
    code: "CEP2022",
    slug: "recursive-declaration",
    level: "error",
    text: `a declaration needs itself: ${holes.path}`,
  }),
  /** CEP2023: `%name%` is %kind%, not a value */
  notAValue: (holes: { name: Hole; kind: Hole }): Message => ({
    code: "CEP2023",
    slug: "not-a-value",
    level: "error",
    text: `\`${holes.name}\` is ${holes.kind}, not a value`,
  }),
  /** CEP2024: `%name%` is %kind% and cannot be called */
  notAFunction: (holes: { name: Hole; kind: Hole }): Message => ({
    code: "CEP2024",
    slug: "not-a-function",
    level: "error",
    text: `\`${holes.name}\` is ${holes.kind} and cannot be called`,
  }),
  /** CEP2025: several steps are called `%name%` */
  ambiguousStep: (holes: { name: Hole }): Message => ({
    code: "CEP2025",
    slug: "ambiguous-step",
    level: "error",
    text: `several steps are called \`${holes.name}\``,
    hint: `name the steps with \`as\``,
  }),
  /** CEP2026: `previous` has a meaning only in a `where` or `until` */
  previousOutside: (): Message => ({
    code: "CEP2026",
    slug: "previous-outside",
    level: "error",
    text: `\`previous\` has a meaning only in a \`where\` or \`until\``,
    hint: `name the step that is meant`,
  }),
  /** CEP2027: a rule called `%name%` still exists */
  formerNameInUse: (holes: { name: Hole }): Message => ({
    code: "CEP2027",
    slug: "former-name-in-use",
    level: "error",
    text: `a rule called \`${holes.name}\` still exists`,
  }),
  /** CEP2028: this rule has no step `%name%` */
  unknownStep: (holes: { name: Hole }): Message => ({
    code: "CEP2028",
    slug: "unknown-step",
    level: "error",
    text: `this rule has no step \`${holes.name}\``,
  }),
  /** CEP2029: `%name%` is an event type and cannot be the type of a field */
  eventAsType: (holes: { name: Hole }): Message => ({
    code: "CEP2029",
    slug: "event-as-type",
    level: "error",
    text: `\`${holes.name}\` is an event type and cannot be the type of a field`,
    hint: `name the fields that are needed, or the id of the event`,
  }),
  /** CEP2101: %what% takes %expected%, but this is %found% */
  wrongType: (holes: { what: Hole; expected: Hole; found: Hole }): Message => ({
    code: "CEP2101",
    slug: "wrong-type",
    level: "error",
    text: `${holes.what} takes ${holes.expected}, but this is ${holes.found}`,
  }),
  /** CEP2102: %left% cannot be compared with %right% */
  unlikeTypes: (holes: { left: Hole; right: Hole }): Message => ({
    code: "CEP2102",
    slug: "unlike-types",
    level: "error",
    text: `${holes.left} cannot be compared with ${holes.right}`,
  }),
  /** CEP2103: "%value%" is not one of %type% */
  notOfEnum: (holes: { value: Hole; type: Hole }): Message => ({
    code: "CEP2103",
    slug: "not-of-enum",
    level: "error",
    text: `"${holes.value}" is not one of ${holes.type}`,
  }),
  /** CEP2104: `%op%` with `missing` is never true */
  compareWithMissing: (holes: { op: Hole }): Message => ({
    code: "CEP2104",
    slug: "compare-with-missing",
    level: "error",
    text: `\`${holes.op}\` with \`missing\` is never true`,
  }),
  /** CEP2105: `%op%` cannot be used with %left% and %right% */
  wrongOperands: (holes: { op: Hole; left: Hole; right: Hole }): Message => ({
    code: "CEP2105",
    slug: "wrong-operands",
    level: "error",
    text: `\`${holes.op}\` cannot be used with ${holes.left} and ${holes.right}`,
  }),
  /** CEP2106: `%op%` cannot be used with %found% */
  wrongOperand: (holes: { op: Hole; found: Hole }): Message => ({
    code: "CEP2106",
    slug: "wrong-operand",
    level: "error",
    text: `\`${holes.op}\` cannot be used with ${holes.found}`,
  }),
  /** CEP2107: a condition is true or false, but this is %found% */
  notACondition: (holes: { found: Hole }): Message => ({
    code: "CEP2107",
    slug: "not-a-condition",
    level: "error",
    text: `a condition is true or false, but this is ${holes.found}`,
  }),
  /** CEP2108: `%name%` cannot be called with %found% */
  wrongArity: (holes: { name: Hole; found: Hole }): Message => ({
    code: "CEP2108",
    slug: "wrong-arity",
    level: "error",
    text: `\`${holes.name}\` cannot be called with ${holes.found}`,
  }),
  /** CEP2109: %left% and %right% have no common type */
  unlikeBranches: (holes: { left: Hole; right: Hole }): Message => ({
    code: "CEP2109",
    slug: "unlike-branches",
    level: "error",
    text: `${holes.left} and ${holes.right} have no common type`,
  }),
  /** CEP2110: a list with %first% cannot hold %other% */
  unlikeItems: (holes: { first: Hole; other: Hole }): Message => ({
    code: "CEP2110",
    slug: "unlike-items",
    level: "error",
    text: `a list with ${holes.first} cannot hold ${holes.other}`,
  }),
  /** CEP2111: the step `%step%` can hold several events, so it has no single value here */
  severalAsRecord: (holes: { step: Hole }): Message => ({
    code: "CEP2111",
    slug: "several-as-record",
    level: "error",
    text: `the step \`${holes.step}\` can hold several events, so it has no single value here`,
  }),
  /** CEP2112: %found% stands where a value belongs */
  eventAsValue: (holes: { found: Hole }): Message => ({
    code: "CEP2112",
    slug: "event-as-value",
    level: "error",
    text: `${holes.found} stands where a value belongs`,
    hint: `name one of its fields`,
  }),
  /** CEP2113: there is no `%field%` in %type% */
  noFields: (holes: { field: Hole; type: Hole }): Message => ({
    code: "CEP2113",
    slug: "no-fields",
    level: "error",
    text: `there is no \`${holes.field}\` in ${holes.type}`,
  }),
  /** CEP2114: %found% has no items */
  notAList: (holes: { found: Hole }): Message => ({
    code: "CEP2114",
    slug: "not-a-list",
    level: "error",
    text: `${holes.found} has no items`,
  }),
  /** CEP2115: %value% has %digits% digits after the point, %type% has fewer */
  decimalDigits: (holes: { value: Hole; digits: Hole; type: Hole }): Message => ({
    code: "CEP2115",
    slug: "decimal-digits",
    level: "error",
    text: `${holes.value} has ${holes.digits} digits after the point, ${holes.type} has fewer`,
    hint: `write fewer digits, or declare a decimal with more`,
  }),
  /** CEP2116: `decimal` needs its number of digits after the point, from 0 to %max% */
  decimalScale: (holes: { max: Hole }): Message => ({
    code: "CEP2116",
    slug: "decimal-scale",
    level: "error",
    text: `\`decimal\` needs its number of digits after the point, from 0 to ${holes.max}`,
    hint: `write \`decimal(2)\` for an amount with cents`,
  }),
  /** CEP2117: %what% takes %type%, but a number is not exact */
  numberToDecimal: (holes: { what: Hole; type: Hole }): Message => ({
    code: "CEP2117",
    slug: "number-to-decimal",
    level: "error",
    text: `${holes.what} takes ${holes.type}, but a number is not exact`,
    hint: `declare both as decimals, or the target as \`number\``,
  }),
  /** CEP2118: this regular expression cannot be read: %reason% */
  regexInvalid: (holes: { reason: Hole }): Message => ({
    code: "CEP2118",
    slug: "regex-invalid",
    level: "error",
    text: `this regular expression cannot be read: ${holes.reason}`,
  }),
  /** CEP2119: the flag `%flag%` has no meaning here */
  regexFlag: (holes: { flag: Hole }): Message => ({
    code: "CEP2119",
    slug: "regex-flag",
    level: "error",
    text: `the flag \`${holes.flag}\` has no meaning here`,
    hint: `take it away`,
  }),
  /** CEP2120: `matches` looks into text, but this is %found% */
  matchesNeedsText: (holes: { found: Hole }): Message => ({
    code: "CEP2120",
    slug: "matches-needs-text",
    level: "error",
    text: `\`matches\` looks into text, but this is ${holes.found}`,
  }),
  /** CEP2121: %what% must be written out */
  notConstant: (holes: { what: Hole }): Message => ({
    code: "CEP2121",
    slug: "not-constant",
    level: "error",
    text: `${holes.what} must be written out`,
  }),
  /** CEP2122: the type of `%name%` cannot be seen from its value */
  needsType: (holes: { name: Hole }): Message => ({
    code: "CEP2122",
    slug: "needs-type",
    level: "error",
    text: `the type of \`${holes.name}\` cannot be seen from its value`,
  }),
  /** CEP2123: the result of `%name%` may be missing, but is declared as %type% */
  missingResult: (holes: { name: Hole; type: Hole }): Message => ({
    code: "CEP2123",
    slug: "missing-result",
    level: "error",
    text: `the result of \`${holes.name}\` may be missing, but is declared as ${holes.type}`,
  }),
  /** CEP2124: %what% takes %type%, but this may be missing */
  mayBeMissing: (holes: { what: Hole; type: Hole }): Message => ({
    code: "CEP2124",
    slug: "may-be-missing",
    level: "error",
    text: `${holes.what} takes ${holes.type}, but this may be missing`,
    hint: `say with \`??\` what to take instead`,
  }),
  /** CEP2125: this is also true when a value is missing */
  notOfMissing: (): Message => ({
    code: "CEP2125",
    slug: "not-of-missing",
    level: "warning",
    text: `this is also true when a value is missing`,
    hint: `turn the comparison round, or ask with \`is present\` first`,
  }),
  /** CEP2126: `%aggregate%` goes through the events of a step, and none is named */
  aggregateTakesStep: (holes: { aggregate: Hole }): Message => ({
    code: "CEP2126",
    slug: "aggregate-takes-step",
    level: "error",
    text: `\`${holes.aggregate}\` goes through the events of a step, and none is named`,
  }),
  /** CEP2127: `%aggregate%(%step%)` does not say which field */
  aggregateTakesField: (holes: { aggregate: Hole; step: Hole }): Message => ({
    code: "CEP2127",
    slug: "aggregate-takes-field",
    level: "error",
    text: `\`${holes.aggregate}(${holes.step})\` does not say which field`,
  }),
  /** CEP2128: `count` counts the events of a step, so it takes no field */
  countTakesStep: (holes: { step: Hole }): Message => ({
    code: "CEP2128",
    slug: "count-takes-step",
    level: "error",
    text: `\`count\` counts the events of a step, so it takes no field`,
    hint: `write \`count(${holes.step})\``,
  }),
  /** CEP2129: `%aggregate%` goes through the events of one step, not of several */
  aggregateOneStep: (holes: { aggregate: Hole }): Message => ({
    code: "CEP2129",
    slug: "aggregate-one-step",
    level: "error",
    text: `\`${holes.aggregate}\` goes through the events of one step, not of several`,
    hint: `use one aggregate for each step`,
  }),
  /** CEP2130: `%aggregate%` cannot be made of %found% */
  aggregateType: (holes: { aggregate: Hole; found: Hole }): Message => ({
    code: "CEP2130",
    slug: "aggregate-type",
    level: "error",
    text: `\`${holes.aggregate}\` cannot be made of ${holes.found}`,
  }),
  /** CEP2131: right of `in` stands a list or a range, but this is %found% */
  inNeedsList: (holes: { found: Hole }): Message => ({
    code: "CEP2131",
    slug: "in-needs-list",
    level: "error",
    text: `right of \`in\` stands a list or a range, but this is ${holes.found}`,
  }),
  /** CEP2132: `%op%` cannot be used with %type%: its values have no order */
  noOrder: (holes: { op: Hole; type: Hole }): Message => ({
    code: "CEP2132",
    slug: "no-order",
    level: "error",
    text: `\`${holes.op}\` cannot be used with ${holes.type}: its values have no order`,
    hint: `use \`==\`, \`!=\` or \`in […]\``,
  }),
  /** CEP2133: %type% cannot be compared as a whole */
  notComparable: (holes: { type: Hole }): Message => ({
    code: "CEP2133",
    slug: "not-comparable",
    level: "error",
    text: `${holes.type} cannot be compared as a whole`,
  }),
  /** CEP2134: `%type%` takes nothing in brackets */
  typeArgument: (holes: { type: Hole }): Message => ({
    code: "CEP2134",
    slug: "type-argument",
    level: "error",
    text: `\`${holes.type}\` takes nothing in brackets`,
  }),
  /** CEP2135: a range stands only right of `in` */
  rangeOutsideIn: (): Message => ({
    code: "CEP2135",
    slug: "range-outside-in",
    level: "error",
    text: `a range stands only right of \`in\``,
  }),
  /** CEP2136: several values in brackets stand only before `is new` */
  tupleOutsideNew: (): Message => ({
    code: "CEP2136",
    slug: "tuple-outside-new",
    level: "error",
    text: `several values in brackets stand only before \`is new\``,
  }),
  /** CEP2137: this is nested too deeply (more than %max% levels) */
  tooDeep: (holes: { max: Hole }): Message => ({
    code: "CEP2137",
    slug: "too-deep",
    level: "error",
    text: `this is nested too deeply (more than ${holes.max} levels)`,
    hint: `split it with \`let\` or \`fn\``,
  }),
  /** CEP2138: the step `%step%` must not occur, so it never holds an event */
  absentStep: (holes: { step: Hole }): Message => ({
    code: "CEP2138",
    slug: "absent-step",
    level: "error",
    text: `the step \`${holes.step}\` must not occur, so it never holds an event`,
  }),
  /** CEP2139: the step `%step%` comes later and holds no event yet */
  laterStep: (holes: { step: Hole }): Message => ({
    code: "CEP2139",
    slug: "later-step",
    level: "error",
    text: `the step \`${holes.step}\` comes later and holds no event yet`,
    hint: `move the comparison to the later step`,
  }),
  /** CEP3001: %place% never begins with `no` */
  beginsWithNo: (holes: { place: Hole }): Message => ({
    code: "CEP3001",
    slug: "begins-with-no",
    level: "error",
    text: `${holes.place} never begins with \`no\``,
    hint: `begin with the event after which the other one must not come`,
  }),
  /** CEP3002: a `then no` at the end needs `within` */
  finalNoWithoutWindow: (): Message => ({
    code: "CEP3002",
    slug: "final-no-without-window",
    level: "error",
    text: `a \`then no\` at the end needs \`within\``,
    hint: `add for example \`within 30 minutes\``,
  }),
  /** CEP3003: `no` cannot follow a step that may take no event */
  noAfterOptional: (): Message => ({
    code: "CEP3003",
    slug: "no-after-optional",
    level: "error",
    text: `\`no\` cannot follow a step that may take no event`,
    hint: `make the step before it required, or put \`no\` before it`,
  }),
  /** CEP3004: `then any` cannot stand before `no` */
  thenAnyNo: (): Message => ({
    code: "CEP3004",
    slug: "then-any-no",
    level: "error",
    text: `\`then any\` cannot stand before \`no\``,
    hint: `write \`then no\``,
  }),
  /** CEP3005: `within` cannot stand before `no` */
  thenWithinNo: (): Message => ({
    code: "CEP3005",
    slug: "then-within-no",
    level: "error",
    text: `\`within\` cannot stand before \`no\``,
    hint: `write \`then no … for\` with the duration, or give the rule a \`within\``,
  }),
  /** CEP3006: `greedy` belongs to a repetition */
  greedySingle: (): Message => ({
    code: "CEP3006",
    slug: "greedy-single",
    level: "error",
    text: `\`greedy\` belongs to a repetition`,
    hint: `take \`greedy\` away, or add a count such as \`1+\``,
  }),
  /** CEP3007: `greedy` cannot be used with a group */
  greedyGroup: (): Message => ({
    code: "CEP3007",
    slug: "greedy-group",
    level: "error",
    text: `\`greedy\` cannot be used with a group`,
    hint: `take \`greedy\` away`,
  }),
  /** CEP3008: `any` and `greedy` contradict each other */
  greedyAny: (): Message => ({
    code: "CEP3008",
    slug: "greedy-any",
    level: "error",
    text: `\`any\` and \`greedy\` contradict each other`,
    hint: `take one of them away`,
  }),
  /** CEP3009: an optional step cannot follow a greedy one */
  optionalAfterGreedy: (): Message => ({
    code: "CEP3009",
    slug: "optional-after-greedy",
    level: "error",
    text: `an optional step cannot follow a greedy one`,
    hint: `take \`greedy\` away, or make the step required`,
  }),
  /** CEP3010: `until` belongs to a repetition without an upper bound */
  untilWithoutLoop: (): Message => ({
    code: "CEP3010",
    slug: "until-without-loop",
    level: "error",
    text: `\`until\` belongs to a repetition without an upper bound`,
    hint: `write a count such as \`2+\`, or put the condition into \`where\``,
  }),
  /** CEP3011: `%word%` belongs to a count */
  innerWithoutCount: (holes: { word: Hole }): Message => ({
    code: "CEP3011",
    slug: "inner-without-count",
    level: "error",
    text: `\`${holes.word}\` belongs to a count`,
    hint: `write it after a count, as in \`3 ${holes.word} …\``,
  }),
  /** CEP3012: a step that takes no event says nothing */
  countOfNone: (): Message => ({
    code: "CEP3012",
    slug: "count-of-none",
    level: "error",
    text: `a step that takes no event says nothing`,
    hint: `write \`0+\`, \`optional\` or \`no\``,
  }),
  /** CEP3013: the count `%min%..%max%` ends before it begins */
  countOrder: (holes: { min: Hole; max: Hole }): Message => ({
    code: "CEP3013",
    slug: "count-order",
    level: "error",
    text: `the count \`${holes.min}..${holes.max}\` ends before it begins`,
    hint: `write \`${holes.max}..${holes.min}\``,
  }),
  /** CEP3014: a count is at most %max% */
  countTooLarge: (holes: { max: Hole }): Message => ({
    code: "CEP3014",
    slug: "count-too-large",
    level: "error",
    text: `a count is at most ${holes.max}`,
  }),
  /** CEP3015: a group of steps has no `where` of its own */
  groupWhere: (): Message => ({
    code: "CEP3015",
    slug: "group-where",
    level: "error",
    text: `a group of steps has no \`where\` of its own`,
    hint: `put the condition on the steps inside`,
  }),
  /** CEP3016: a group of steps has no name */
  groupName: (): Message => ({
    code: "CEP3016",
    slug: "group-name",
    level: "error",
    text: `a group of steps has no name`,
    hint: `name the steps inside`,
  }),
  /** CEP3017: two steps are called `%step%` */
  duplicateStep: (holes: { step: Hole }): Message => ({
    code: "CEP3017",
    slug: "duplicate-step",
    level: "error",
    text: `two steps are called \`${holes.step}\``,
    hint: `choose another name for one of them`,
  }),
  /** CEP3018: the pattern does not name an event type */
  noInput: (): Message => ({
    code: "CEP3018",
    slug: "no-input",
    level: "error",
    text: `the pattern does not name an event type`,
    hint: `write the name of an event type in place of \`event\``,
  }),
  /** CEP3019: the clause `%clause%` stands here twice */
  duplicateClause: (holes: { clause: Hole }): Message => ({
    code: "CEP3019",
    slug: "duplicate-clause",
    level: "error",
    text: `the clause \`${holes.clause}\` stands here twice`,
    hint: `keep one of them`,
  }),
  /** CEP3020: `on timeout` needs a window that ends */
  timeoutWithoutWindow: (): Message => ({
    code: "CEP3020",
    slug: "timeout-without-window",
    level: "error",
    text: `\`on timeout\` needs a window that ends`,
    hint: `add for example \`within 30 minutes\` to the rule`,
  }),
  /** CEP3022: rules feed each other in a circle: %path% */
  emitCycle: (holes: { path: Hole }): Message => ({
    code: "CEP3022",
    slug: "emit-cycle",
    level: "error",
    text: `rules feed each other in a circle: ${holes.path}`,
    hint: `let one of them read another event type`,
  }),
  /** CEP3023: `%event%` is made %difference% */
  emitFieldsDiffer: (holes: { event: Hole; difference: Hole }): Message => ({
    code: "CEP3023",
    slug: "emit-fields-differ",
    level: "error",
    text: `\`${holes.event}\` is made ${holes.difference}`,
  }),
  /** CEP3024: the field `at` of a derived event is the time of the match */
  emitSetsTime: (): Message => ({
    code: "CEP3024",
    slug: "emit-sets-time",
    level: "error",
    text: `the field \`at\` of a derived event is the time of the match`,
    hint: `choose another name for the field`,
  }),
  /** CEP3025: the key `%key%` is not a field of %events% */
  missingKeyField: (holes: { key: Hole; events: Hole }): Message => ({
    code: "CEP3025",
    slug: "missing-key-field",
    level: "error",
    text: `the key \`${holes.key}\` is not a field of ${holes.events}`,
  }),
  /** CEP3026: `%key%` cannot be a key: it is %found% */
  keyType: (holes: { key: Hole; found: Hole }): Message => ({
    code: "CEP3026",
    slug: "key-type",
    level: "error",
    text: `\`${holes.key}\` cannot be a key: it is ${holes.found}`,
  }),
  /** CEP3027: the key `%key%` has different types: %first%, %other% */
  keyTypesDiffer: (holes: { key: Hole; first: Hole; other: Hole }): Message => ({
    code: "CEP3027",
    slug: "key-types-differ",
    level: "error",
    text: `the key \`${holes.key}\` has different types: ${holes.first}, ${holes.other}`,
  }),
  /** CEP3028: `%key%` stands twice in this key */
  duplicateKey: (holes: { key: Hole }): Message => ({
    code: "CEP3028",
    slug: "duplicate-key",
    level: "error",
    text: `\`${holes.key}\` stands twice in this key`,
    hint: `take one away`,
  }),
  /** CEP3029: `%event%` is not an event of this rule's pattern */
  keyOfOtherEvent: (holes: { event: Hole }): Message => ({
    code: "CEP3029",
    slug: "key-of-other-event",
    level: "error",
    text: `\`${holes.event}\` is not an event of this rule's pattern`,
  }),
  /** CEP3030: `no` takes an event, not a group */
  noOfGroup: (): Message => ({
    code: "CEP3030",
    slug: "no-of-group",
    level: "error",
    text: `\`no\` takes an event, not a group`,
    hint: `name the event that must not come`,
  }),
  /** CEP3031: `no` takes no `until` */
  noUntil: (): Message => ({
    code: "CEP3031",
    slug: "no-until",
    level: "error",
    text: `\`no\` takes no \`until\``,
    hint: `put the condition into \`where\``,
  }),
  /** CEP3032: a rule's title is plain text */
  titleWithParts: (): Message => ({
    code: "CEP3032",
    slug: "title-with-parts",
    level: "error",
    text: `a rule's title is plain text`,
    hint: `move the \`{…}\` to the text of the alert`,
  }),
  /** CEP4001: the event `%event%` does not say which field is its time */
  missingTimedBy: (holes: { event: Hole }): Message => ({
    code: "CEP4001",
    slug: "missing-timed-by",
    level: "error",
    text: `the event \`${holes.event}\` does not say which field is its time`,
  }),
  /** CEP4002: `%field%` is of type %type%, and the time of an event is a `time` */
  timeFieldType: (holes: { field: Hole; type: Hole }): Message => ({
    code: "CEP4002",
    slug: "time-field-type",
    level: "error",
    text: `\`${holes.field}\` is of type ${holes.type}, and the time of an event is a \`time\``,
  }),
  /** CEP4003: a length of time stands here, but this is %found% */
  notADuration: (holes: { found: Hole }): Message => ({
    code: "CEP4003",
    slug: "not-a-duration",
    level: "error",
    text: `a length of time stands here, but this is ${holes.found}`,
  }),
  /** CEP4004: this length of time is not known before the job starts */
  durationNotConstant: (): Message => ({
    code: "CEP4004",
    slug: "duration-not-constant",
    level: "error",
    text: `this length of time is not known before the job starts`,
  }),
  /** CEP4005: this length of time is too short */
  durationTooShort: (): Message => ({
    code: "CEP4005",
    slug: "duration-too-short",
    level: "error",
    text: `this length of time is too short`,
  }),
  /** CEP4006: a length of time is a whole number of milliseconds */
  durationNotWhole: (): Message => ({
    code: "CEP4006",
    slug: "duration-not-whole",
    level: "error",
    text: `a length of time is a whole number of milliseconds`,
  }),
  /** CEP4101: the state of rule `%rule%` can grow for ever: every event that starts with `%from%` waits for `%step%`, and nothing says for how long */
  unboundedWait: (holes: { rule: Hole; from: Hole; step: Hole }): Message => ({
    code: "CEP4101",
    slug: "unbounded-wait",
    level: "error",
    text: `the state of rule \`${holes.rule}\` can grow for ever: every event that starts with \`${holes.from}\` waits for \`${holes.step}\`, and nothing says for how long`,
    hint: `say how long the whole pattern may take, for example \`within 1 hour\`; \`within forever\` if it must wait without a limit`,
  }),
  /** CEP4102: the state of rule `%rule%` can grow for ever: `%step%` takes one event after the other, and nothing says when it ends */
  unboundedRepetition: (holes: { rule: Hole; step: Hole }): Message => ({
    code: "CEP4102",
    slug: "unbounded-repetition",
    level: "error",
    text: `the state of rule \`${holes.rule}\` can grow for ever: \`${holes.step}\` takes one event after the other, and nothing says when it ends`,
    hint: `say how long the whole pattern may take, for example \`within 1 hour\`, or how many events there are, for example \`3..10\`; \`within forever\` if it must wait without a limit`,
  }),
  /** CEP4103: rule `%rule%` keeps state and has no `per`: all events together are one stream */
  stateWithoutKey: (holes: { rule: Hole }): Message => ({
    code: "CEP4103",
    slug: "state-without-key",
    level: "warning",
    text: `rule \`${holes.rule}\` keeps state and has no \`per\`: all events together are one stream`,
    hint: `say for what the events are counted, for example \`per account\``,
  }),
  /** CEP4104: step `%step%` of rule `%rule%` can never take an event: its condition is never true */
  deadStep: (holes: { step: Hole; rule: Hole }): Message => ({
    code: "CEP4104",
    slug: "dead-step",
    level: "warning",
    text: `step \`${holes.step}\` of rule \`${holes.rule}\` can never take an event: its condition is never true`,
    hint: `a comparison with \`missing\` is always false; ask with \`is missing\` or \`is present\``,
  }),
  /** CEP4105: rule `%rule%` keeps the events of this repetition for as long as they keep coming: `between events` ends it only after a pause */
  movingDeadline: (holes: { rule: Hole }): Message => ({
    code: "CEP4105",
    slug: "moving-deadline",
    level: "warning",
    text: `rule \`${holes.rule}\` keeps the events of this repetition for as long as they keep coming: \`between events\` ends it only after a pause`,
    hint: `give a greatest number, for example \`1..100\`, or use \`within\` without \`between events\``,
  }),
  /** CEP5001: there is no file `%path%` */
  importNotFound: (holes: { path: Hole }): Message => ({
    code: "CEP5001",
    slug: "import-not-found",
    level: "error",
    text: `there is no file \`${holes.path}\``,
  }),
  /** CEP5002: files import each other in a circle: %path% */
  importCycle: (holes: { path: Hole }): Message => ({
    code: "CEP5002",
    slug: "import-cycle",
    level: "error",
    text: `files import each other in a circle: ${holes.path}`,
    hint: `move what both need into a file of its own`,
  }),
  /** CEP5003: `%path%` does not say where the file is */
  importNotRelative: (holes: { path: Hole }): Message => ({
    code: "CEP5003",
    slug: "import-not-relative",
    level: "error",
    text: `\`${holes.path}\` does not say where the file is`,
    hint: `write \`"./${holes.path}"\``,
  }),
  /** CEP5004: no file matches `%path%` */
  importMatchesNothing: (holes: { path: Hole }): Message => ({
    code: "CEP5004",
    slug: "import-matches-nothing",
    level: "error",
    text: `no file matches \`${holes.path}\``,
  }),
  /** CEP5005: `import` reads `.cep` files, `%path%` is TypeScript */
  importTypescript: (holes: { path: Hole }): Message => ({
    code: "CEP5005",
    slug: "import-typescript",
    level: "error",
    text: `\`import\` reads \`.cep\` files, \`${holes.path}\` is TypeScript`,
    hint: `write \`use { name } from "${holes.path}"\``,
  }),
  /** CEP5010: the types of `%path%` cannot be read here */
  typescriptNotRead: (holes: { path: Hole }): Message => ({
    code: "CEP5010",
    slug: "typescript-not-read",
    level: "error",
    text: `the types of \`${holes.path}\` cannot be read here`,
  }),
  /** CEP5011: there is no file `%path%` */
  typescriptNotFound: (holes: { path: Hole }): Message => ({
    code: "CEP5011",
    slug: "typescript-not-found",
    level: "error",
    text: `there is no file \`${holes.path}\``,
  }),
  /** CEP5012: `%path%` exports no function `%name%` */
  unknownExport: (holes: { path: Hole; name: Hole }): Message => ({
    code: "CEP5012",
    slug: "unknown-export",
    level: "error",
    text: `\`${holes.path}\` exports no function \`${holes.name}\``,
  }),
  /** CEP5013: `%path%` exports no interface `%name%` */
  unknownInterface: (holes: { path: Hole; name: Hole }): Message => ({
    code: "CEP5013",
    slug: "unknown-interface",
    level: "error",
    text: `\`${holes.path}\` exports no interface \`${holes.name}\``,
  }),
  /** CEP5014: `%name%` cannot be used in rules: %problem% */
  typescriptProblem: (holes: { name: Hole; problem: Hole }): Message => ({
    code: "CEP5014",
    slug: "typescript-problem",
    level: "error",
    text: `\`${holes.name}\` cannot be used in rules: ${holes.problem}`,
  }),
  /** CEP5015: `%path%` is not a path to a file */
  usePackage: (holes: { path: Hole }): Message => ({
    code: "CEP5015",
    slug: "use-package",
    level: "error",
    text: `\`${holes.path}\` is not a path to a file`,
    hint: `begin the path with \`./\`, and import nothing but relative files there`,
  }),
  /** CEP6001: there is no rule `%name%` */
  unknownRule: (holes: { name: Hole }): Message => ({
    code: "CEP6001",
    slug: "unknown-rule",
    level: "error",
    text: `there is no rule \`${holes.name}\``,
  }),
  /** CEP6002: there is no `param` called `%name%` */
  unknownParam: (holes: { name: Hole }): Message => ({
    code: "CEP6002",
    slug: "unknown-param",
    level: "error",
    text: `there is no \`param\` called \`${holes.name}\``,
  }),
  /** CEP6003: the outputs of `%rule%` have no field `%field%` */
  unknownOutputField: (holes: { rule: Hole; field: Hole }): Message => ({
    code: "CEP6003",
    slug: "unknown-output-field",
    level: "error",
    text: `the outputs of \`${holes.rule}\` have no field \`${holes.field}\``,
  }),
  /** CEP6004: `%event%` is made by a rule and cannot be given */
  testOfDerived: (holes: { event: Hole }): Message => ({
    code: "CEP6004",
    slug: "test-of-derived",
    level: "error",
    text: `\`${holes.event}\` is made by a rule and cannot be given`,
  }),
  /** CEP6005: `%field%` and `at` give this event two times */
  testTimeTwice: (holes: { field: Hole }): Message => ({
    code: "CEP6005",
    slug: "test-time-twice",
    level: "error",
    text: `\`${holes.field}\` and \`at\` give this event two times`,
    hint: `keep one of them`,
  }),
  /** CEP6006: this test expects nothing in particular, so it cannot fail */
  testWithoutExpectation: (): Message => ({
    code: "CEP6006",
    slug: "test-without-expectation",
    level: "error",
    text: `this test expects nothing in particular, so it cannot fail`,
    hint: `add an \`expect\`; \`expect nothing\` if no rule may fire`,
  }),
  /** CEP7001: `%aggregate%` over a window of past events cannot be used yet */
  notYetOver: (holes: { aggregate: Hole }): Message => ({
    code: "CEP7001",
    slug: "not-yet-over",
    level: "error",
    text: `\`${holes.aggregate}\` over a window of past events cannot be used yet`,
  }),
  /** CEP7002: `is new` cannot be used yet */
  notYetIsNew: (): Message => ({
    code: "CEP7002",
    slug: "not-yet-is-new",
    level: "error",
    text: `\`is new\` cannot be used yet`,
  }),
  /** CEP7003: windows (`each … of %event%`) cannot be used yet */
  notYetEach: (holes: { event: Hole }): Message => ({
    code: "CEP7003",
    slug: "not-yet-each",
    level: "error",
    text: `windows (\`each … of ${holes.event}\`) cannot be used yet`,
  }),
  /** CEP7004: a `feature` cannot be used yet */
  notYetFeature: (): Message => ({
    code: "CEP7004",
    slug: "not-yet-feature",
    level: "error",
    text: `a \`feature\` cannot be used yet`,
  }),
  /** CEP7005: a `table` cannot be used yet */
  notYetTable: (): Message => ({
    code: "CEP7005",
    slug: "not-yet-table",
    level: "error",
    text: `a \`table\` cannot be used yet`,
  }),
  /** CEP7006: a `model` cannot be used yet */
  notYetModel: (): Message => ({
    code: "CEP7006",
    slug: "not-yet-model",
    level: "error",
    text: `a \`model\` cannot be used yet`,
  }),
  /** CEP7007: alternatives (`A | B`) cannot be used yet */
  notYetAlternatives: (): Message => ({
    code: "CEP7007",
    slug: "not-yet-alternatives",
    level: "error",
    text: `alternatives (\`A | B\`) cannot be used yet`,
    hint: `until then, write a rule for each alternative`,
  }),
  /** CEP7008: any order (`A & B`) cannot be used yet */
  notYetAnyOrder: (): Message => ({
    code: "CEP7008",
    slug: "not-yet-any-order",
    level: "error",
    text: `any order (\`A & B\`) cannot be used yet`,
    hint: `until then, write a rule for each order`,
  }),
  /** CEP7009: `2 of (A | B | C)` cannot be used yet */
  notYetKOf: (): Message => ({
    code: "CEP7009",
    slug: "not-yet-k-of",
    level: "error",
    text: `\`2 of (A | B | C)\` cannot be used yet`,
  }),
  /** CEP7010: `no … for` cannot be used yet */
  notYetNoFor: (): Message => ({
    code: "CEP7010",
    slug: "not-yet-no-for",
    level: "error",
    text: `\`no … for\` cannot be used yet`,
    hint: `until then, give the rule a \`within\``,
  }),
  /** CEP7011: `when no %event% for …` cannot be used yet */
  notYetSilence: (holes: { event: Hole }): Message => ({
    code: "CEP7011",
    slug: "not-yet-silence",
    level: "error",
    text: `\`when no ${holes.event} for …\` cannot be used yet`,
  }),
  /** CEP7012: `once per` cannot be used yet */
  notYetOncePer: (): Message => ({
    code: "CEP7012",
    slug: "not-yet-once-per",
    level: "error",
    text: `\`once per\` cannot be used yet`,
  }),
  /** CEP7013: a `shadow` rule cannot be used yet */
  notYetShadow: (): Message => ({
    code: "CEP7013",
    slug: "not-yet-shadow",
    level: "error",
    text: `a \`shadow\` rule cannot be used yet`,
  }),
  /** CEP7014: `score` cannot be used yet */
  notYetScore: (): Message => ({
    code: "CEP7014",
    slug: "not-yet-score",
    level: "error",
    text: `\`score\` cannot be used yet`,
  }),
  /** CEP7015: `tags` cannot be used yet */
  notYetTags: (): Message => ({
    code: "CEP7015",
    slug: "not-yet-tags",
    level: "error",
    text: `\`tags\` cannot be used yet`,
  }),
  /** CEP7016: rules that read `Alert` cannot be used yet */
  notYetAlert: (): Message => ({
    code: "CEP7016",
    slug: "not-yet-alert",
    level: "error",
    text: `rules that read \`Alert\` cannot be used yet`,
    hint: `until then, let the first rule \`emit\` an event that the second reads`,
  }),
  /** CEP7017: `then within …` cannot be used yet */
  notYetThenWithin: (): Message => ({
    code: "CEP7017",
    slug: "not-yet-then-within",
    level: "error",
    text: `\`then within …\` cannot be used yet`,
    hint: `until then, give the rule a \`within\``,
  }),
  /** CEP7018: `given` in a test cannot be used yet */
  notYetGiven: (): Message => ({
    code: "CEP7018",
    slug: "not-yet-given",
    level: "error",
    text: `\`given\` in a test cannot be used yet`,
  }),
  /** CEP7019: `where` inside an aggregate cannot be used yet */
  notYetAggregateWhere: (): Message => ({
    code: "CEP7019",
    slug: "not-yet-aggregate-where",
    level: "error",
    text: `\`where\` inside an aggregate cannot be used yet`,
    hint: `until then, put the condition on the step`,
  }),
}

/** All messages, sorted by code. */
export const catalogue: readonly { code: string; slug: string; level: "error" | "warning" }[] = [
  { code: "CEP1001", slug: "unexpected-text", level: "error" },
  { code: "CEP2001", slug: "unknown-name", level: "error" },
  { code: "CEP2002", slug: "unknown-event", level: "error" },
  { code: "CEP2003", slug: "duplicate-declaration", level: "error" },
  { code: "CEP2004", slug: "unknown-type", level: "error" },
  { code: "CEP2005", slug: "duplicate-field", level: "error" },
  { code: "CEP2006", slug: "unknown-function", level: "error" },
  { code: "CEP2007", slug: "unknown-sink", level: "error" },
  { code: "CEP2008", slug: "unknown-connector", level: "error" },
  { code: "CEP2009", slug: "unknown-option", level: "error" },
  { code: "CEP2010", slug: "duplicate-option", level: "error" },
  { code: "CEP2011", slug: "missing-option", level: "error" },
  { code: "CEP2012", slug: "option-type", level: "error" },
  { code: "CEP2013", slug: "unknown-field", level: "error" },
  { code: "CEP2014", slug: "connector-argument", level: "error" },
  { code: "CEP2015", slug: "connector-use", level: "error" },
  { code: "CEP2016", slug: "duplicate-source", level: "error" },
  { code: "CEP2017", slug: "source-of-derived", level: "error" },
  { code: "CEP2018", slug: "partitioned-sink", level: "error" },
  { code: "CEP2019", slug: "name-wants-capital", level: "error" },
  { code: "CEP2020", slug: "name-wants-small", level: "error" },
  { code: "CEP2021", slug: "hidden-step", level: "error" },
  { code: "CEP2022", slug: "recursive-declaration", level: "error" },
  { code: "CEP2023", slug: "not-a-value", level: "error" },
  { code: "CEP2024", slug: "not-a-function", level: "error" },
  { code: "CEP2025", slug: "ambiguous-step", level: "error" },
  { code: "CEP2026", slug: "previous-outside", level: "error" },
  { code: "CEP2027", slug: "former-name-in-use", level: "error" },
  { code: "CEP2028", slug: "unknown-step", level: "error" },
  { code: "CEP2029", slug: "event-as-type", level: "error" },
  { code: "CEP2101", slug: "wrong-type", level: "error" },
  { code: "CEP2102", slug: "unlike-types", level: "error" },
  { code: "CEP2103", slug: "not-of-enum", level: "error" },
  { code: "CEP2104", slug: "compare-with-missing", level: "error" },
  { code: "CEP2105", slug: "wrong-operands", level: "error" },
  { code: "CEP2106", slug: "wrong-operand", level: "error" },
  { code: "CEP2107", slug: "not-a-condition", level: "error" },
  { code: "CEP2108", slug: "wrong-arity", level: "error" },
  { code: "CEP2109", slug: "unlike-branches", level: "error" },
  { code: "CEP2110", slug: "unlike-items", level: "error" },
  { code: "CEP2111", slug: "several-as-record", level: "error" },
  { code: "CEP2112", slug: "event-as-value", level: "error" },
  { code: "CEP2113", slug: "no-fields", level: "error" },
  { code: "CEP2114", slug: "not-a-list", level: "error" },
  { code: "CEP2115", slug: "decimal-digits", level: "error" },
  { code: "CEP2116", slug: "decimal-scale", level: "error" },
  { code: "CEP2117", slug: "number-to-decimal", level: "error" },
  { code: "CEP2118", slug: "regex-invalid", level: "error" },
  { code: "CEP2119", slug: "regex-flag", level: "error" },
  { code: "CEP2120", slug: "matches-needs-text", level: "error" },
  { code: "CEP2121", slug: "not-constant", level: "error" },
  { code: "CEP2122", slug: "needs-type", level: "error" },
  { code: "CEP2123", slug: "missing-result", level: "error" },
  { code: "CEP2124", slug: "may-be-missing", level: "error" },
  { code: "CEP2125", slug: "not-of-missing", level: "warning" },
  { code: "CEP2126", slug: "aggregate-takes-step", level: "error" },
  { code: "CEP2127", slug: "aggregate-takes-field", level: "error" },
  { code: "CEP2128", slug: "count-takes-step", level: "error" },
  { code: "CEP2129", slug: "aggregate-one-step", level: "error" },
  { code: "CEP2130", slug: "aggregate-type", level: "error" },
  { code: "CEP2131", slug: "in-needs-list", level: "error" },
  { code: "CEP2132", slug: "no-order", level: "error" },
  { code: "CEP2133", slug: "not-comparable", level: "error" },
  { code: "CEP2134", slug: "type-argument", level: "error" },
  { code: "CEP2135", slug: "range-outside-in", level: "error" },
  { code: "CEP2136", slug: "tuple-outside-new", level: "error" },
  { code: "CEP2137", slug: "too-deep", level: "error" },
  { code: "CEP2138", slug: "absent-step", level: "error" },
  { code: "CEP2139", slug: "later-step", level: "error" },
  { code: "CEP3001", slug: "begins-with-no", level: "error" },
  { code: "CEP3002", slug: "final-no-without-window", level: "error" },
  { code: "CEP3003", slug: "no-after-optional", level: "error" },
  { code: "CEP3004", slug: "then-any-no", level: "error" },
  { code: "CEP3005", slug: "then-within-no", level: "error" },
  { code: "CEP3006", slug: "greedy-single", level: "error" },
  { code: "CEP3007", slug: "greedy-group", level: "error" },
  { code: "CEP3008", slug: "greedy-any", level: "error" },
  { code: "CEP3009", slug: "optional-after-greedy", level: "error" },
  { code: "CEP3010", slug: "until-without-loop", level: "error" },
  { code: "CEP3011", slug: "inner-without-count", level: "error" },
  { code: "CEP3012", slug: "count-of-none", level: "error" },
  { code: "CEP3013", slug: "count-order", level: "error" },
  { code: "CEP3014", slug: "count-too-large", level: "error" },
  { code: "CEP3015", slug: "group-where", level: "error" },
  { code: "CEP3016", slug: "group-name", level: "error" },
  { code: "CEP3017", slug: "duplicate-step", level: "error" },
  { code: "CEP3018", slug: "no-input", level: "error" },
  { code: "CEP3019", slug: "duplicate-clause", level: "error" },
  { code: "CEP3020", slug: "timeout-without-window", level: "error" },
  { code: "CEP3022", slug: "emit-cycle", level: "error" },
  { code: "CEP3023", slug: "emit-fields-differ", level: "error" },
  { code: "CEP3024", slug: "emit-sets-time", level: "error" },
  { code: "CEP3025", slug: "missing-key-field", level: "error" },
  { code: "CEP3026", slug: "key-type", level: "error" },
  { code: "CEP3027", slug: "key-types-differ", level: "error" },
  { code: "CEP3028", slug: "duplicate-key", level: "error" },
  { code: "CEP3029", slug: "key-of-other-event", level: "error" },
  { code: "CEP3030", slug: "no-of-group", level: "error" },
  { code: "CEP3031", slug: "no-until", level: "error" },
  { code: "CEP3032", slug: "title-with-parts", level: "error" },
  { code: "CEP4001", slug: "missing-timed-by", level: "error" },
  { code: "CEP4002", slug: "time-field-type", level: "error" },
  { code: "CEP4003", slug: "not-a-duration", level: "error" },
  { code: "CEP4004", slug: "duration-not-constant", level: "error" },
  { code: "CEP4005", slug: "duration-too-short", level: "error" },
  { code: "CEP4006", slug: "duration-not-whole", level: "error" },
  { code: "CEP4101", slug: "unbounded-wait", level: "error" },
  { code: "CEP4102", slug: "unbounded-repetition", level: "error" },
  { code: "CEP4103", slug: "state-without-key", level: "warning" },
  { code: "CEP4104", slug: "dead-step", level: "warning" },
  { code: "CEP4105", slug: "moving-deadline", level: "warning" },
  { code: "CEP5001", slug: "import-not-found", level: "error" },
  { code: "CEP5002", slug: "import-cycle", level: "error" },
  { code: "CEP5003", slug: "import-not-relative", level: "error" },
  { code: "CEP5004", slug: "import-matches-nothing", level: "error" },
  { code: "CEP5005", slug: "import-typescript", level: "error" },
  { code: "CEP5010", slug: "typescript-not-read", level: "error" },
  { code: "CEP5011", slug: "typescript-not-found", level: "error" },
  { code: "CEP5012", slug: "unknown-export", level: "error" },
  { code: "CEP5013", slug: "unknown-interface", level: "error" },
  { code: "CEP5014", slug: "typescript-problem", level: "error" },
  { code: "CEP5015", slug: "use-package", level: "error" },
  { code: "CEP6001", slug: "unknown-rule", level: "error" },
  { code: "CEP6002", slug: "unknown-param", level: "error" },
  { code: "CEP6003", slug: "unknown-output-field", level: "error" },
  { code: "CEP6004", slug: "test-of-derived", level: "error" },
  { code: "CEP6005", slug: "test-time-twice", level: "error" },
  { code: "CEP6006", slug: "test-without-expectation", level: "error" },
  { code: "CEP7001", slug: "not-yet-over", level: "error" },
  { code: "CEP7002", slug: "not-yet-is-new", level: "error" },
  { code: "CEP7003", slug: "not-yet-each", level: "error" },
  { code: "CEP7004", slug: "not-yet-feature", level: "error" },
  { code: "CEP7005", slug: "not-yet-table", level: "error" },
  { code: "CEP7006", slug: "not-yet-model", level: "error" },
  { code: "CEP7007", slug: "not-yet-alternatives", level: "error" },
  { code: "CEP7008", slug: "not-yet-any-order", level: "error" },
  { code: "CEP7009", slug: "not-yet-k-of", level: "error" },
  { code: "CEP7010", slug: "not-yet-no-for", level: "error" },
  { code: "CEP7011", slug: "not-yet-silence", level: "error" },
  { code: "CEP7012", slug: "not-yet-once-per", level: "error" },
  { code: "CEP7013", slug: "not-yet-shadow", level: "error" },
  { code: "CEP7014", slug: "not-yet-score", level: "error" },
  { code: "CEP7015", slug: "not-yet-tags", level: "error" },
  { code: "CEP7016", slug: "not-yet-alert", level: "error" },
  { code: "CEP7017", slug: "not-yet-then-within", level: "error" },
  { code: "CEP7018", slug: "not-yet-given", level: "error" },
  { code: "CEP7019", slug: "not-yet-aggregate-where", level: "error" },
]
