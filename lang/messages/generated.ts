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
  /** CEP1002: expected `%close%` to close this `%open%`, found %found% */
  unclosedBracket: (holes: { close: Hole; open: Hole; found: Hole }): Message => ({
    code: "CEP1002",
    slug: "unclosed-bracket",
    level: "error",
    text: `expected \`${holes.close}\` to close this \`${holes.open}\`, found ${holes.found}`,
    hint: `every \`${holes.open}\` needs its \`${holes.close}\``,
  }),
  /** CEP1003: `%found%` closes nothing */
  strayCloser: (holes: { found: Hole }): Message => ({
    code: "CEP1003",
    slug: "stray-closer",
    level: "error",
    text: `\`${holes.found}\` closes nothing`,
    hint: `remove it, or look above for a block that was closed too early`,
  }),
  /** CEP1004: `%found%` begins no declaration */
  unknownDeclaration: (holes: { found: Hole }): Message => ({
    code: "CEP1004",
    slug: "unknown-declaration",
    level: "error",
    text: `\`${holes.found}\` begins no declaration`,
    hint: `a file holds \`import\`, \`use\`, \`event\`, \`source\`, \`sink\`, \`table\`, \`param\`, \`let\`, \`fn\`, \`feature\`, \`model\`, \`rule\` and \`test\``,
  }),
  /** CEP1005: this expression has too many operators */
  longExpression: (): Message => ({
    code: "CEP1005",
    slug: "long-expression",
    level: "error",
    text: `this expression has too many operators`,
    hint: `write a list (\`x in ["a", "b"]\`), or give parts a name with \`let\``,
  }),
  /** CEP1006: too many problems: the rest of the file is not read */
  tooManyProblems: (): Message => ({
    code: "CEP1006",
    slug: "too-many-problems",
    level: "error",
    text: `too many problems: the rest of the file is not read`,
  }),
  /** CEP1007: the character `%found%` has no meaning here */
  oddCharacter: (holes: { found: Hole }): Message => ({
    code: "CEP1007",
    slug: "odd-character",
    level: "error",
    text: `the character \`${holes.found}\` has no meaning here`,
    hint: `remove it`,
  }),
  /** CEP1008: `%found%` is a typographic quotation mark */
  oddQuotes: (holes: { found: Hole }): Message => ({
    code: "CEP1008",
    slug: "odd-quotes",
    level: "error",
    text: `\`${holes.found}\` is a typographic quotation mark`,
    hint: `write texts with straight double quotes: \`"text"\``,
  }),
  /** CEP1009: an invisible character (%code%) stands here */
  invisibleCharacter: (holes: { code: Hole }): Message => ({
    code: "CEP1009",
    slug: "invisible-character",
    level: "error",
    text: `an invisible character (${holes.code}) stands here`,
    hint: `remove it, and write an ordinary space where one is needed`,
  }),
  /** CEP1010: this text is never closed */
  unclosedText: (): Message => ({
    code: "CEP1010",
    slug: "unclosed-text",
    level: "error",
    text: `this text is never closed`,
    hint: `a text ends on its line with \`"\`; a line break in it is written \`\\n\``,
  }),
  /** CEP1011: texts are written with double quotes */
  singleQuotes: (): Message => ({
    code: "CEP1011",
    slug: "single-quotes",
    level: "error",
    text: `texts are written with double quotes`,
    hint: `write \`"…"\``,
  }),
  /** CEP1012: this comment is never closed */
  unclosedComment: (): Message => ({
    code: "CEP1012",
    slug: "unclosed-comment",
    level: "error",
    text: `this comment is never closed`,
    hint: `close it with \`*/\``,
  }),
  /** CEP1013: this regular expression is never closed */
  unclosedRegex: (): Message => ({
    code: "CEP1013",
    slug: "unclosed-regex",
    level: "error",
    text: `this regular expression is never closed`,
    hint: `close it with \`/\` on the same line`,
  }),
  /** CEP1014: this is no regular expression: %reason% */
  badRegex: (holes: { reason: Hole }): Message => ({
    code: "CEP1014",
    slug: "bad-regex",
    level: "error",
    text: `this is no regular expression: ${holes.reason}`,
  }),
  /** CEP1015: `matches` wants a regular expression, not a text */
  textForRegex: (): Message => ({
    code: "CEP1015",
    slug: "text-for-regex",
    level: "error",
    text: `\`matches\` wants a regular expression, not a text`,
    hint: `write it between slashes: \`matches /^A/\``,
  }),
  /** CEP1016: `%escape%` is no escape in a text */
  unknownEscape: (holes: { escape: Hole }): Message => ({
    code: "CEP1016",
    slug: "unknown-escape",
    level: "error",
    text: `\`${holes.escape}\` is no escape in a text`,
    hint: `there are \`\\n\`, \`\\t\`, \`\\r\`, \`\\"\`, \`\\\\\`, \`\\u0041\` and \`\\u{1F600}\`; a backslash itself is \`\\\\\``,
  }),
  /** CEP1017: nothing stands between `{` and `}` */
  emptyInterpolation: (): Message => ({
    code: "CEP1017",
    slug: "empty-interpolation",
    level: "error",
    text: `nothing stands between \`{\` and \`}\``,
    hint: `write the expression whose value belongs here, or \`{{}\` for the two braces themselves`,
  }),
  /** CEP1018: this `{` is not closed inside the text */
  openBraceInText: (): Message => ({
    code: "CEP1018",
    slug: "open-brace-in-text",
    level: "error",
    text: `this \`{\` is not closed inside the text`,
    hint: `close it with \`}\`, or write \`{{\` for the brace itself`,
  }),
  /** CEP1019: a comment cannot stand inside the braces of a text */
  commentInText: (): Message => ({
    code: "CEP1019",
    slug: "comment-in-text",
    level: "error",
    text: `a comment cannot stand inside the braces of a text`,
    hint: `put it above`,
  }),
  /** CEP1020: a name in back quotes needs a closing back quote and at least one character */
  badQuotedName: (): Message => ({
    code: "CEP1020",
    slug: "bad-quoted-name",
    level: "error",
    text: `a name in back quotes needs a closing back quote and at least one character`,
    hint: `write \`\` \`name\` \`\``,
  }),
  /** CEP1021: there are no semicolons */
  semicolon: (): Message => ({
    code: "CEP1021",
    slug: "semicolon",
    level: "error",
    text: `there are no semicolons`,
    hint: `remove it`,
  }),
  /** CEP1022: a whole number has no leading zero: `%number%` */
  leadingZero: (holes: { number: Hole; right: Hole }): Message => ({
    code: "CEP1022",
    slug: "leading-zero",
    level: "error",
    text: `a whole number has no leading zero: \`${holes.number}\``,
    hint: `write \`${holes.right}\``,
  }),
  /** CEP1023: `%number%` is no number */
  badNumber: (holes: { number: Hole }): Message => ({
    code: "CEP1023",
    slug: "bad-number",
    level: "error",
    text: `\`${holes.number}\` is no number`,
    hint: `write \`42\`, \`1_000_000\`, \`0.5\` or \`1e6\``,
  }),
  /** CEP1024: a whole number of at least %min% is needed here, not `%number%` */
  wholeNumber: (holes: { min: Hole; number: Hole }): Message => ({
    code: "CEP1024",
    slug: "whole-number",
    level: "error",
    text: `a whole number of at least ${holes.min} is needed here, not \`${holes.number}\``,
  }),
  /** CEP1025: `%number%` needs a unit of time */
  missingUnit: (holes: { number: Hole }): Message => ({
    code: "CEP1025",
    slug: "missing-unit",
    level: "error",
    text: `\`${holes.number}\` needs a unit of time`,
    hint: `write \`${holes.number} minutes\`, with one of \`ms\`, \`seconds\`, \`minutes\`, \`hours\`, \`days\`, \`weeks\``,
  }),
  /** CEP1026: `%unit%` is no unit of time */
  unknownUnit: (holes: { unit: Hole }): Message => ({
    code: "CEP1026",
    slug: "unknown-unit",
    level: "error",
    text: `\`${holes.unit}\` is no unit of time`,
    hint: `the units are \`ms\`, \`seconds\`, \`minutes\`, \`hours\`, \`days\` and \`weeks\``,
  }),
  /** CEP1027: `%unit%` has no fixed length */
  calendarUnit: (holes: { unit: Hole }): Message => ({
    code: "CEP1027",
    slug: "calendar-unit",
    level: "error",
    text: `\`${holes.unit}\` has no fixed length`,
    hint: `count in days: \`30 days\`, \`365 days\``,
  }),
  /** CEP1028: a duration has one number and one unit */
  compoundDuration: (holes: { right: Hole }): Message => ({
    code: "CEP1028",
    slug: "compound-duration",
    level: "error",
    text: `a duration has one number and one unit`,
    hint: `write \`${holes.right}\``,
  }),
  /** CEP1029: `%duration%` is not a whole number of milliseconds */
  brokenMilliseconds: (holes: { duration: Hole }): Message => ({
    code: "CEP1029",
    slug: "broken-milliseconds",
    level: "error",
    text: `\`${holes.duration}\` is not a whole number of milliseconds`,
  }),
  /** CEP1030: this duration is too long */
  longDuration: (): Message => ({
    code: "CEP1030",
    slug: "long-duration",
    level: "error",
    text: `this duration is too long`,
    hint: `the longest is about 285,000 years`,
  }),
  /** CEP1031: there is no time `%time%` */
  noSuchTime: (holes: { time: Hole }): Message => ({
    code: "CEP1031",
    slug: "no-such-time",
    level: "error",
    text: `there is no time \`${holes.time}\``,
    hint: `write \`2026-01-31T10:00:00Z\`, \`2026-01-31\` or, in a test, \`10:00:00\``,
  }),
  /** CEP1032: `%time%` needs a time zone */
  timeWithoutZone: (holes: { time: Hole }): Message => ({
    code: "CEP1032",
    slug: "time-without-zone",
    level: "error",
    text: `\`${holes.time}\` needs a time zone`,
    hint: `write \`Z\` for UTC, or an offset like \`+02:00\``,
  }),
  /** CEP1033: `%time%` is a time only inside a test */
  clockOutsideTest: (holes: { time: Hole }): Message => ({
    code: "CEP1033",
    slug: "clock-outside-test",
    level: "error",
    text: `\`${holes.time}\` is a time only inside a test`,
    hint: `outside of tests write the date too: \`2026-01-31T${holes.time}Z\``,
  }),
  /** CEP1034: the name of the %what% begins with a capital letter: `%name%` */
  capitalName: (holes: { what: Hole; name: Hole; right: Hole }): Message => ({
    code: "CEP1034",
    slug: "capital-name",
    level: "error",
    text: `the name of the ${holes.what} begins with a capital letter: \`${holes.name}\``,
    hint: `write \`${holes.right}\``,
  }),
  /** CEP1035: the name of a %what% begins with a small letter: `%name%` */
  smallName: (holes: { what: Hole; name: Hole; right: Hole }): Message => ({
    code: "CEP1035",
    slug: "small-name",
    level: "error",
    text: `the name of a ${holes.what} begins with a small letter: \`${holes.name}\``,
    hint: `write \`${holes.right}\``,
  }),
  /** CEP1036: `=` does not compare */
  singleEquals: (): Message => ({
    code: "CEP1036",
    slug: "single-equals",
    level: "error",
    text: `\`=\` does not compare`,
    hint: `write \`==\``,
  }),
  /** CEP1037: `%found%` is written `%right%` */
  otherOperator: (holes: { found: Hole; right: Hole }): Message => ({
    code: "CEP1037",
    slug: "other-operator",
    level: "error",
    text: `\`${holes.found}\` is written \`${holes.right}\``,
    hint: `write \`${holes.right}\``,
  }),
  /** CEP1038: comparisons do not chain */
  chainedComparison: (): Message => ({
    code: "CEP1038",
    slug: "chained-comparison",
    level: "error",
    text: `comparisons do not chain`,
    hint: `write two comparisons with \`and\` between them`,
  }),
  /** CEP1039: `between` is written with `in` and a range */
  between: (): Message => ({
    code: "CEP1039",
    slug: "between",
    level: "error",
    text: `\`between\` is written with \`in\` and a range`,
    hint: `write \`x in 1..5\``,
  }),
  /** CEP1040: there is no `%found%` */
  comparedWithNull: (holes: { found: Hole }): Message => ({
    code: "CEP1040",
    slug: "compared-with-null",
    level: "error",
    text: `there is no \`${holes.found}\``,
    hint: `ask with \`is missing\` or \`is present\``,
  }),
  /** CEP1041: `is` asks only for `missing`, `present` and `new`, not for `%found%` */
  isWithValue: (holes: { found: Hole }): Message => ({
    code: "CEP1041",
    slug: "is-with-value",
    level: "error",
    text: `\`is\` asks only for \`missing\`, \`present\` and \`new\`, not for \`${holes.found}\``,
    hint: `compare with \`==\``,
  }),
  /** CEP1042: `not` needs brackets here */
  notNeedsBrackets: (): Message => ({
    code: "CEP1042",
    slug: "not-needs-brackets",
    level: "error",
    text: `\`not\` needs brackets here`,
    hint: `write \`(not …)\``,
  }),
  /** CEP1043: this choice has no `else` */
  ifWithoutElse: (): Message => ({
    code: "CEP1043",
    slug: "if-without-else",
    level: "error",
    text: `this choice has no \`else\``,
    hint: `write \`a if condition else b\``,
  }),
  /** CEP1044: this `else` has no `if` before it */
  elseWithoutIf: (): Message => ({
    code: "CEP1044",
    slug: "else-without-if",
    level: "error",
    text: `this \`else\` has no \`if\` before it`,
    hint: `write \`a if condition else b\``,
  }),
  /** CEP1045: `else if` is written with the value first */
  elseIf: (): Message => ({
    code: "CEP1045",
    slug: "else-if",
    level: "error",
    text: `\`else if\` is written with the value first`,
    hint: `write \`a if first else b if second else c\``,
  }),
  /** CEP1046: `? :` is written with `if` and `else` */
  ternary: (): Message => ({
    code: "CEP1046",
    slug: "ternary",
    level: "error",
    text: `\`? :\` is written with \`if\` and \`else\``,
    hint: `write \`a if condition else b\``,
  }),
  /** CEP1047: values have no methods: `%name%` is a function */
  methodCall: (holes: { name: Hole }): Message => ({
    code: "CEP1047",
    slug: "method-call",
    level: "error",
    text: `values have no methods: \`${holes.name}\` is a function`,
    hint: `write \`${holes.name}(value)\``,
  }),
  /** CEP1048: a window of events needs `last` or `previous` */
  countWindow: (holes: { count: Hole }): Message => ({
    code: "CEP1048",
    slug: "count-window",
    level: "error",
    text: `a window of events needs \`last\` or \`previous\``,
    hint: `write \`over last ${holes.count} events\``,
  }),
  /** CEP1049: a window of time has no `last` */
  lastDuration: (holes: { duration: Hole }): Message => ({
    code: "CEP1049",
    slug: "last-duration",
    level: "error",
    text: `a window of time has no \`last\``,
    hint: `write \`over ${holes.duration}\`, or \`over previous ${holes.duration}\` without the current event`,
  }),
  /** CEP1050: `ago` is missing */
  missingAgo: (holes: { duration: Hole }): Message => ({
    code: "CEP1050",
    slug: "missing-ago",
    level: "error",
    text: `\`ago\` is missing`,
    hint: `write \`ending ${holes.duration} ago\``,
  }),
  /** CEP1051: another name of the key is written `Event.field` */
  keyOverride: (holes: { key: Hole }): Message => ({
    code: "CEP1051",
    slug: "key-override",
    level: "error",
    text: `another name of the key is written \`Event.field\``,
    hint: `write \`per ${holes.key} (Login.user, Transfer.from)\``,
  }),
  /** CEP1052: alternatives in a pattern stand in brackets, with `|` or `&` */
  alternativesNeedBrackets: (): Message => ({
    code: "CEP1052",
    slug: "alternatives-need-brackets",
    level: "error",
    text: `alternatives in a pattern stand in brackets, with \`|\` or \`&\``,
    hint: `write \`(A | B)\` for either, \`(A & B)\` for both in any order`,
  }),
  /** CEP1053: events in a pattern are not joined by commas */
  commaInPattern: (): Message => ({
    code: "CEP1053",
    slug: "comma-in-pattern",
    level: "error",
    text: `events in a pattern are not joined by commas`,
    hint: `write \`then\` for one after the other, \`(A | B)\` for either`,
  }),
  /** CEP1054: between the patterns of a group stands `%right%`, not `%found%` */
  otherSeparator: (holes: { right: Hole; found: Hole }): Message => ({
    code: "CEP1054",
    slug: "other-separator",
    level: "error",
    text: `between the patterns of a group stands \`${holes.right}\`, not \`${holes.found}\``,
    hint: `write \`${holes.right}\``,
  }),
  /** CEP1055: `|` and `&` cannot be mixed in one group */
  mixedSeparators: (): Message => ({
    code: "CEP1055",
    slug: "mixed-separators",
    level: "error",
    text: `\`|\` and \`&\` cannot be mixed in one group`,
    hint: `put brackets around one of the parts`,
  }),
  /** CEP1056: `%found%` is written `then` */
  otherFollow: (holes: { found: Hole }): Message => ({
    code: "CEP1056",
    slug: "other-follow",
    level: "error",
    text: `\`${holes.found}\` is written \`then\``,
    hint: `write \`then\`, or \`next\` for the very next event`,
  }),
  /** CEP1057: `next` has no `any` */
  nextAny: (): Message => ({
    code: "CEP1057",
    slug: "next-any",
    level: "error",
    text: `\`next\` has no \`any\``,
    hint: `write \`then any\` for every later event, \`next\` for the very next one`,
  }),
  /** CEP1058: an event that must not come is written with `no` */
  notInPattern: (): Message => ({
    code: "CEP1058",
    slug: "not-in-pattern",
    level: "error",
    text: `an event that must not come is written with \`no\``,
    hint: `write \`no\``,
  }),
  /** CEP1059: `of` needs at least two alternatives */
  kOfNeedsTwo: (): Message => ({
    code: "CEP1059",
    slug: "k-of-needs-two",
    level: "error",
    text: `\`of\` needs at least two alternatives`,
    hint: `write \`2 of (A | B | C)\``,
  }),
  /** CEP1060: `%word%` stands twice in one step */
  twiceInStep: (holes: { word: Hole }): Message => ({
    code: "CEP1060",
    slug: "twice-in-step",
    level: "error",
    text: `\`${holes.word}\` stands twice in one step`,
    hint: `join conditions with \`and\``,
  }),
  /** CEP1061: `%word%` comes too late */
  orderInStep: (holes: { word: Hole }): Message => ({
    code: "CEP1061",
    slug: "order-in-step",
    level: "error",
    text: `\`${holes.word}\` comes too late`,
    hint: `the order is \`Event as name where condition until condition\``,
  }),
  /** CEP1062: `timed %found%` is written `timed by` */
  timedBy: (holes: { found: Hole }): Message => ({
    code: "CEP1062",
    slug: "timed-by",
    level: "error",
    text: `\`timed ${holes.found}\` is written \`timed by\``,
    hint: `write \`timed by\``,
  }),
  /** CEP1063: `late` is missing */
  missingLate: (): Message => ({
    code: "CEP1063",
    slug: "missing-late",
    level: "error",
    text: `\`late\` is missing`,
    hint: `write \`up to 5 seconds late\``,
  }),
  /** CEP1064: a comma stands before `up to` */
  commaBeforeUpTo: (): Message => ({
    code: "CEP1064",
    slug: "comma-before-up-to",
    level: "error",
    text: `a comma stands before \`up to\``,
    hint: `write \`timed by at, up to 5 seconds late\``,
  }),
  /** CEP1065: this type is optional already */
  optionalTwice: (): Message => ({
    code: "CEP1065",
    slug: "optional-twice",
    level: "error",
    text: `this type is optional already`,
    hint: `write one \`?\``,
  }),
  /** CEP1066: `partitioned by` stands twice */
  partitionedTwice: (): Message => ({
    code: "CEP1066",
    slug: "partitioned-twice",
    level: "error",
    text: `\`partitioned by\` stands twice`,
    hint: `leave one of them`,
  }),
  /** CEP1067: a feature has no written type */
  typedFeature: (): Message => ({
    code: "CEP1067",
    slug: "typed-feature",
    level: "error",
    text: `a feature has no written type`,
    hint: `remove it: the aggregate gives the type`,
  }),
  /** CEP1068: field names have no quotes */
  quotedField: (holes: { name: Hole }): Message => ({
    code: "CEP1068",
    slug: "quoted-field",
    level: "error",
    text: `field names have no quotes`,
    hint: `write \`${holes.name}:\``,
  }),
  /** CEP1069: a field is written with `:` */
  equalsInRecord: (holes: { name: Hole }): Message => ({
    code: "CEP1069",
    slug: "equals-in-record",
    level: "error",
    text: `a field is written with \`:\``,
    hint: `write \`${holes.name}: value\``,
  }),
  /** CEP1070: `let` comes before `when` */
  letAfterTrigger: (): Message => ({
    code: "CEP1070",
    slug: "let-after-trigger",
    level: "error",
    text: `\`let\` comes before \`when\``,
    hint: `move it to the top of the rule`,
  }),
  /** CEP1071: a rule has one `when` */
  secondTrigger: (): Message => ({
    code: "CEP1071",
    slug: "second-trigger",
    level: "error",
    text: `a rule has one \`when\``,
    hint: `join the patterns with \`then\`, or write a second rule`,
  }),
  /** CEP1072: `when` comes before the clauses */
  triggerFirst: (): Message => ({
    code: "CEP1072",
    slug: "trigger-first",
    level: "error",
    text: `\`when\` comes before the clauses`,
    hint: `move it to the top of the rule`,
  }),
  /** CEP1073: `%clause%` comes before `%output%` */
  clauseAfterOutput: (holes: { clause: Hole; output: Hole }): Message => ({
    code: "CEP1073",
    slug: "clause-after-output",
    level: "error",
    text: `\`${holes.clause}\` comes before \`${holes.output}\``,
    hint: `move the clause up, behind the pattern`,
  }),
  /** CEP1074: the rule `%rule%` has no `when` */
  ruleWithoutTrigger: (holes: { rule: Hole }): Message => ({
    code: "CEP1074",
    slug: "rule-without-trigger",
    level: "error",
    text: `the rule \`${holes.rule}\` has no \`when\``,
    hint: `say what it waits for: \`when Event as e where condition\``,
  }),
  /** CEP1075: the rule `%rule%` has no `alert` and no `emit` */
  ruleWithoutOutput: (holes: { rule: Hole }): Message => ({
    code: "CEP1075",
    slug: "rule-without-output",
    level: "error",
    text: `the rule \`${holes.rule}\` has no \`alert\` and no \`emit\``,
    hint: `say what happens then: \`alert "message"\``,
  }),
  /** CEP1076: `%severity%` is no severity */
  unknownSeverity: (holes: { severity: Hole }): Message => ({
    code: "CEP1076",
    slug: "unknown-severity",
    level: "error",
    text: `\`${holes.severity}\` is no severity`,
    hint: `write \`info\`, \`low\`, \`medium\`, \`high\` or \`critical\``,
  }),
  /** CEP1077: `until` is the last line of a test */
  afterUntil: (): Message => ({
    code: "CEP1077",
    slug: "after-until",
    level: "error",
    text: `\`until\` is the last line of a test`,
    hint: `move it to the end`,
  }),
  /** CEP1078: a record as a value is written only in tests */
  recordOutsideTest: (): Message => ({
    code: "CEP1078",
    slug: "record-outside-test",
    level: "error",
    text: `a record as a value is written only in tests`,
    hint: `give its fields one by one`,
  }),
  /** CEP1079: a colon is missing after `%name%` */
  missingColon: (holes: { name: Hole }): Message => ({
    code: "CEP1079",
    slug: "missing-colon",
    level: "error",
    text: `a colon is missing after \`${holes.name}\``,
    hint: `write \`${holes.name}: type\``,
  }),
  /** CEP1080: a number has no commas: `%number%` */
  groupedNumber: (holes: { number: Hole; right: Hole }): Message => ({
    code: "CEP1080",
    slug: "grouped-number",
    level: "error",
    text: `a number has no commas: \`${holes.number}\``,
    hint: `write \`${holes.right}\``,
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
  /** CEP2019: a source from %connector% cannot be `partitioned by` a field */
  partitionedConnector: (holes: { connector: Hole }): Message => ({
    code: "CEP2019",
    slug: "partitioned-connector",
    level: "error",
    text: `a source from ${holes.connector} cannot be \`partitioned by\` a field`,
  }),
  /** CEP2020: `%field%` is %found%, and no partition is chosen by that */
  partitionType: (holes: { field: Hole; found: Hole }): Message => ({
    code: "CEP2020",
    slug: "partition-type",
    level: "error",
    text: `\`${holes.field}\` is ${holes.found}, and no partition is chosen by that`,
    hint: `name a field that a rule can have as its key`,
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
    hint: `write it without going back to itself`,
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
    hint: `take the old rule away, or take \`was\` away`,
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
  /** CEP2101: %what% is %expected%, but this is %found% */
  wrongType: (holes: { what: Hole; expected: Hole; found: Hole }): Message => ({
    code: "CEP2101",
    slug: "wrong-type",
    level: "error",
    text: `${holes.what} is ${holes.expected}, but this is ${holes.found}`,
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
  /** CEP2117: a number is not exact enough for %what%, which is %type% */
  numberToDecimal: (holes: { what: Hole; type: Hole }): Message => ({
    code: "CEP2117",
    slug: "number-to-decimal",
    level: "error",
    text: `a number is not exact enough for ${holes.what}, which is ${holes.type}`,
    hint: `declare both as decimals, or the target as \`number\``,
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
  /** CEP2124: %what% is always there (%type%), but this may be missing */
  mayBeMissing: (holes: { what: Hole; type: Hole }): Message => ({
    code: "CEP2124",
    slug: "may-be-missing",
    level: "error",
    text: `${holes.what} is always there (${holes.type}), but this may be missing`,
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
  /** CEP2136: several values in brackets stand only before `is new` and `in` a table */
  tupleOutsideNew: (): Message => ({
    code: "CEP2136",
    slug: "tuple-outside-new",
    level: "error",
    text: `several values in brackets stand only before \`is new\` and \`in\` a table`,
    hint: `a list has square brackets: \`in ["a", "b"]\``,
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
  /** CEP2150: %problem% */
  impossibleArgument: (holes: { problem: Hole }): Message => ({
    code: "CEP2150",
    slug: "impossible-argument",
    level: "error",
    text: `${holes.problem}`,
  }),
  /** CEP2160: `%aggregate%` of past events needs a window */
  aggregateWithoutWindow: (holes: { aggregate: Hole }): Message => ({
    code: "CEP2160",
    slug: "aggregate-without-window",
    level: "error",
    text: `\`${holes.aggregate}\` of past events needs a window`,
  }),
  /** CEP2161: `%name%` is not an aggregate, so no window belongs to it */
  overNeedsAggregate: (holes: { name: Hole }): Message => ({
    code: "CEP2161",
    slug: "over-needs-aggregate",
    level: "error",
    text: `\`${holes.name}\` is not an aggregate, so no window belongs to it`,
    hint: `the aggregates: \`count\`, \`sum\`, \`avg\`, \`min\`, \`max\`, \`stddev\`, \`median\`, \`percentile\`, \`distinct\`, \`list\`, \`first\`, \`last\``,
  }),
  /** CEP2162: an aggregate over past events cannot stand inside the brackets of another */
  nestedAggregate: (): Message => ({
    code: "CEP2162",
    slug: "nested-aggregate",
    level: "error",
    text: `an aggregate over past events cannot stand inside the brackets of another`,
    hint: `compare the two outside of the brackets`,
  }),
  /** CEP2163: %what% is over events of one type, and here the event may be %events% */
  aggregateOfSeveralTypes: (holes: { what: Hole; events: Hole; first: Hole }): Message => ({
    code: "CEP2163",
    slug: "aggregate-of-several-types",
    level: "error",
    text: `${holes.what} is over events of one type, and here the event may be ${holes.events}`,
    hint: `declare a \`feature\`, which names the type: \`feature habit = avg(${holes.first}.amount) per … over 30 days\``,
  }),
  /** CEP2164: there is no event here at which %what% could be taken */
  aggregateWithoutEvent: (holes: { what: Hole }): Message => ({
    code: "CEP2164",
    slug: "aggregate-without-event",
    level: "error",
    text: `there is no event here at which ${holes.what} could be taken`,
  }),
  /** CEP2165: `%aggregate%` takes %expected% */
  aggregateArguments: (holes: { aggregate: Hole; expected: Hole }): Message => ({
    code: "CEP2165",
    slug: "aggregate-arguments",
    level: "error",
    text: `\`${holes.aggregate}\` takes ${holes.expected}`,
  }),
  /** CEP2166: the share of a `percentile` is a written number from 0 to 1 */
  percentileFraction: (): Message => ({
    code: "CEP2166",
    slug: "percentile-fraction",
    level: "error",
    text: `the share of a \`percentile\` is a written number from 0 to 1`,
    hint: `write it as in \`percentile(amount, 0.95)\``,
  }),
  /** CEP2167: `count(…)` counts the events that have the value, whether it is true or false */
  countOfCondition: (): Message => ({
    code: "CEP2167",
    slug: "count-of-condition",
    level: "error",
    text: `\`count(…)\` counts the events that have the value, whether it is true or false`,
    hint: `to count those for which it is true, write \`count(where …)\``,
  }),
  /** CEP2168: `%aggregate%` over forever would have to keep every value for ever */
  foreverGrows: (holes: { aggregate: Hole }): Message => ({
    code: "CEP2168",
    slug: "forever-grows",
    level: "error",
    text: `\`${holes.aggregate}\` over forever would have to keep every value for ever`,
    hint: `give it a time or a number of events, as in \`over 90 days\``,
  }),
  /** CEP2169: a window holds at most %max% events */
  windowTooMany: (holes: { max: Hole }): Message => ({
    code: "CEP2169",
    slug: "window-too-many",
    level: "error",
    text: `a window holds at most ${holes.max} events`,
    hint: `give a time instead, as in \`over 30 days\``,
  }),
  /** CEP2170: `is new` needs a window */
  newWithoutWindow: (): Message => ({
    code: "CEP2170",
    slug: "new-without-window",
    level: "error",
    text: `\`is new\` needs a window`,
    hint: `say how long a value is remembered, as in \`is new over 90 days\`, or \`is new over forever\``,
  }),
  /** CEP2171: `is new` asks about the fields of the event itself */
  newOfOther: (): Message => ({
    code: "CEP2171",
    slug: "new-of-other",
    level: "error",
    text: `\`is new\` asks about the fields of the event itself`,
  }),
  /** CEP2172: the value in the brackets is the same for all past events */
  valueOfOneEvent: (): Message => ({
    code: "CEP2172",
    slug: "value-of-one-event",
    level: "error",
    text: `the value in the brackets is the same for all past events`,
  }),
  /** CEP2173: a feature is one aggregate over a window */
  featureForm: (): Message => ({
    code: "CEP2173",
    slug: "feature-form",
    level: "error",
    text: `a feature is one aggregate over a window`,
    hint: `write it as in \`feature habit = avg(Payment.amount) per account over 30 days\``,
  }),
  /** CEP2174: the feature does not say of which events it is */
  featureEvent: (): Message => ({
    code: "CEP2174",
    slug: "feature-event",
    level: "error",
    text: `the feature does not say of which events it is`,
    hint: `name one event type in the brackets, as in \`count(Login where ok == false)\` or \`avg(Payment.amount)\``,
  }),
  /** CEP2175: the feature `%feature%` is per `%key%`, and %problem% */
  featureKey: (holes: { feature: Hole; key: Hole; problem: Hole }): Message => ({
    code: "CEP2175",
    slug: "feature-key",
    level: "error",
    text: `the feature \`${holes.feature}\` is per \`${holes.key}\`, and ${holes.problem}`,
  }),
  /** CEP2176: the feature `%feature%` has %keys%, but %given% in the square brackets */
  featureKeyCount: (holes: { feature: Hole; keys: Hole; given: Hole }): Message => ({
    code: "CEP2176",
    slug: "feature-key-count",
    level: "error",
    text: `the feature \`${holes.feature}\` has ${holes.keys}, but ${holes.given} in the square brackets`,
  }),
  /** CEP2177: `%function%` takes aggregates at its event, so it needs an event of the rule by its name */
  eventArgument: (holes: { function: Hole }): Message => ({
    code: "CEP2177",
    slug: "event-argument",
    level: "error",
    text: `\`${holes.function}\` takes aggregates at its event, so it needs an event of the rule by its name`,
    hint: `give it a step, as in \`${holes.function}(p, …)\`, or \`first(s)\`, \`last(s)\`, \`s[0]\` where the step can hold several`,
  }),
  /** CEP2178: `%aggregate%` with a `where` gives a field, not a whole event */
  eventWhere: (holes: { aggregate: Hole }): Message => ({
    code: "CEP2178",
    slug: "event-where",
    level: "error",
    text: `\`${holes.aggregate}\` with a \`where\` gives a field, not a whole event`,
  }),
  /** CEP2179: `%name%` is a field of %type% and also a parameter of this function */
  hiddenParameter: (holes: { name: Hole; type: Hole }): Message => ({
    code: "CEP2179",
    slug: "hidden-parameter",
    level: "error",
    text: `\`${holes.name}\` is a field of ${holes.type} and also a parameter of this function`,
    hint: `give the parameter another name`,
  }),
  /** CEP2180: with `%name%` the expression becomes too large */
  tooLarge: (holes: { name: Hole }): Message => ({
    code: "CEP2180",
    slug: "too-large",
    level: "error",
    text: `with \`${holes.name}\` the expression becomes too large`,
    hint: `give values that are used several times to a function as parameters`,
  }),
  /** CEP2181: the condition in the brackets is the same for all past events: all of them count, or none */
  filterOfOneEvent: (): Message => ({
    code: "CEP2181",
    slug: "filter-of-one-event",
    level: "warning",
    text: `the condition in the brackets is the same for all past events: all of them count, or none`,
    hint: `a field of the past events stands alone, without the name of a step`,
  }),
  /** CEP2201: more than one index */
  severalIndexes: (): Message => ({
    code: "CEP2201",
    slug: "several-indexes",
    level: "error",
    text: `more than one index`,
  }),
  /** CEP2202: the key `%key%` of a table cannot be missing */
  tableKeyMissing: (holes: { key: Hole }): Message => ({
    code: "CEP2202",
    slug: "table-key-missing",
    level: "error",
    text: `the key \`${holes.key}\` of a table cannot be missing`,
    hint: `take the \`?\` away from its type`,
  }),
  /** CEP2203: `%field%` is of type %type%, and what a table is `timed by` is a `time` */
  tableTimeType: (holes: { field: Hole; type: Hole }): Message => ({
    code: "CEP2203",
    slug: "table-time-type",
    level: "error",
    text: `\`${holes.field}\` is of type ${holes.type}, and what a table is \`timed by\` is a \`time\``,
  }),
  /** CEP2204: %table% is looked up by %keys%, and %given% given */
  tableKeyCount: (holes: { table: Hole; keys: Hole; given: Hole }): Message => ({
    code: "CEP2204",
    slug: "table-key-count",
    level: "error",
    text: `${holes.table} is looked up by ${holes.keys}, and ${holes.given} given`,
  }),
  /** CEP2205: %table% cannot be read here */
  tableInConstant: (holes: { table: Hole }): Message => ({
    code: "CEP2205",
    slug: "table-in-constant",
    level: "error",
    text: `${holes.table} cannot be read here`,
    hint: `read it in a rule, or in a function: \`fn tierOf(id: string): string? = ${holes.table}[id].…\``,
  }),
  /** CEP2206: %table% has a time, and there is no event here at whose time it could be read */
  tableTimeNowhere: (holes: { table: Hole }): Message => ({
    code: "CEP2206",
    slug: "table-time-nowhere",
    level: "error",
    text: `${holes.table} has a time, and there is no event here at whose time it could be read`,
    hint: `look the row up where the function is called, and pass what is needed`,
  }),
  /** CEP2207: the time between two refreshes cannot be the param `%param%` */
  refreshOfParam: (holes: { param: Hole }): Message => ({
    code: "CEP2207",
    slug: "refresh-of-param",
    level: "error",
    text: `the time between two refreshes cannot be the param \`${holes.param}\``,
    hint: `write the duration itself, or make it a \`let\``,
  }),
  /** CEP2208: there is no table `%name%` */
  unknownTable: (holes: { name: Hole }): Message => ({
    code: "CEP2208",
    slug: "unknown-table",
    level: "error",
    text: `there is no table \`${holes.name}\``,
  }),
  /** CEP2301: `%name%` waits for its result, so it can be given only what one event says; this is %found% */
  awaitedArgument: (holes: { name: Hole; found: Hole }): Message => ({
    code: "CEP2301",
    slug: "awaited-argument",
    level: "error",
    text: `\`${holes.name}\` waits for its result, so it can be given only what one event says; this is ${holes.found}`,
  }),
  /** CEP2302: the arguments of `%name%` come from two events, and its result is worked out before the second of them is there */
  awaitedOfTwoEvents: (holes: { name: Hole }): Message => ({
    code: "CEP2302",
    slug: "awaited-of-two-events",
    level: "error",
    text: `the arguments of \`${holes.name}\` come from two events, and its result is worked out before the second of them is there`,
    hint: `give it one event's fields; take the results of two calls together in the rule, or write a function that does not wait`,
  }),
  /** CEP2303: `%name%` waits for its result, and an event of type %event% is made by a rule: the rules that read it judge it at once */
  awaitedOfDerived: (holes: { name: Hole; event: Hole }): Message => ({
    code: "CEP2303",
    slug: "awaited-of-derived",
    level: "error",
    text: `\`${holes.name}\` waits for its result, and an event of type ${holes.event} is made by a rule: the rules that read it judge it at once`,
    hint: `call the function on the event that leads to it, and put the result into the \`emit\``,
  }),
  /** CEP2304: `%name%` waits for its result, and there is no event here for which it would be called */
  awaitedWithoutEvent: (holes: { name: Hole }): Message => ({
    code: "CEP2304",
    slug: "awaited-without-event",
    level: "error",
    text: `\`${holes.name}\` waits for its result, and there is no event here for which it would be called`,
    hint: `give it a field of an event, as in \`${holes.name}(login.address)\``,
  }),
  /** CEP2311: the parameter `%name%` of a model is a %type%, and models take numbers and booleans */
  modelParameter: (holes: { name: Hole; type: Hole }): Message => ({
    code: "CEP2311",
    slug: "model-parameter",
    level: "error",
    text: `the parameter \`${holes.name}\` of a model is a ${holes.type}, and models take numbers and booleans`,
    hint: `turn it into a number first: \`1 if channel == "web" else 0\``,
  }),
  /** CEP2312: a model's result is a number, not a %type% */
  modelResult: (holes: { type: Hole }): Message => ({
    code: "CEP2312",
    slug: "model-result",
    level: "error",
    text: `a model's result is a number, not a ${holes.type}`,
  }),
  /** CEP2313: the model `%name%` has no parameters */
  modelWithoutParameters: (holes: { name: Hole }): Message => ({
    code: "CEP2313",
    slug: "model-without-parameters",
    level: "error",
    text: `the model \`${holes.name}\` has no parameters`,
    hint: `name what goes into it, in the model's order: \`${holes.name}(amount: number, count: number)\``,
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
  /** CEP3022: this goes round in a circle: %path% */
  emitCycle: (holes: { path: Hole }): Message => ({
    code: "CEP3022",
    slug: "emit-cycle",
    level: "error",
    text: `this goes round in a circle: ${holes.path}`,
    hint: `let one of them read another event type`,
  }),
  /** CEP3023: `%event%` is made here %difference%, unlike elsewhere */
  emitFieldsDiffer: (holes: { event: Hole; difference: Hole }): Message => ({
    code: "CEP3023",
    slug: "emit-fields-differ",
    level: "error",
    text: `\`${holes.event}\` is made here ${holes.difference}, unlike elsewhere`,
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
    hint: `declare both with the same type`,
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
  /** CEP3030: `no` takes an event, or one of several as in `(A | B)`, not a group */
  noOfGroup: (): Message => ({
    code: "CEP3030",
    slug: "no-of-group",
    level: "error",
    text: `\`no\` takes an event, or one of several as in \`(A | B)\`, not a group`,
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
  /** CEP3034: a branch begins with a step that takes an event, and this one can be left out */
  branchBeginsOptional: (): Message => ({
    code: "CEP3034",
    slug: "branch-begins-optional",
    level: "error",
    text: `a branch begins with a step that takes an event, and this one can be left out`,
    hint: `write the pattern without the step as a branch of its own`,
  }),
  /** CEP3035: a group ends with `no` only at the end of the pattern, where it comes once */
  groupEndsWithNo: (): Message => ({
    code: "CEP3035",
    slug: "group-ends-with-no",
    level: "error",
    text: `a group ends with \`no\` only at the end of the pattern, where it comes once`,
    hint: `put the \`no\` before the step that follows it`,
  }),
  /** CEP3036: %count% branches in any order are too many: at most %max% */
  tooManyInAnyOrder: (holes: { count: Hole; max: Hole }): Message => ({
    code: "CEP3036",
    slug: "too-many-in-any-order",
    level: "error",
    text: `${holes.count} branches in any order are too many: at most ${holes.max}`,
  }),
  /** CEP3037: `%k% of` %count% branches cannot be */
  kOfCount: (holes: { k: Hole; count: Hole }): Message => ({
    code: "CEP3037",
    slug: "k-of-count",
    level: "error",
    text: `\`${holes.k} of\` ${holes.count} branches cannot be`,
  }),
  /** CEP3038: `%name%` would be a second name for the event: the whole `( … | … )` is one step */
  memberName: (holes: { name: Hole }): Message => ({
    code: "CEP3038",
    slug: "member-name",
    level: "error",
    text: `\`${holes.name}\` would be a second name for the event: the whole \`( … | … )\` is one step`,
    hint: `take away the name inside the brackets, or the one after them`,
  }),
  /** CEP3039: `next no` asks about the very next event, so it has no `for` */
  nextNoFor: (): Message => ({
    code: "CEP3039",
    slug: "next-no-for",
    level: "error",
    text: `\`next no\` asks about the very next event, so it has no \`for\``,
    hint: `write \`then no … for …\`, which forbids the event for that long`,
  }),
  /** CEP3040: `%clause%` belongs to a pattern; `when no … for …` has a time of its own */
  clauseOfPattern: (holes: { clause: Hole }): Message => ({
    code: "CEP3040",
    slug: "clause-of-pattern",
    level: "error",
    text: `\`${holes.clause}\` belongs to a pattern; \`when no … for …\` has a time of its own`,
  }),
  /** CEP3060: no rule's alerts can be read here */
  noAlertsToRead: (): Message => ({
    code: "CEP3060",
    slug: "no-alerts-to-read",
    level: "error",
    text: `no rule's alerts can be read here`,
    hint: `\`Alert\` stands for the alerts of the other rules; shadow rules and rules that read \`Alert\` themselves are left out`,
  }),
  /** CEP3061: only shadow rules emit %event%, so this rule never sees one */
  onlyShadowEmits: (holes: { event: Hole }): Message => ({
    code: "CEP3061",
    slug: "only-shadow-emits",
    level: "warning",
    text: `only shadow rules emit ${holes.event}, so this rule never sees one`,
    hint: `take \`shadow\` away where the event shall be seen`,
  }),
  /** CEP3062: the tag `%tag%` stands here twice */
  duplicateTag: (holes: { tag: Hole }): Message => ({
    code: "CEP3062",
    slug: "duplicate-tag",
    level: "error",
    text: `the tag \`${holes.tag}\` stands here twice`,
  }),
  /** CEP3063: a tag is a word, this one is empty */
  emptyTag: (): Message => ({
    code: "CEP3063",
    slug: "empty-tag",
    level: "error",
    text: `a tag is a word, this one is empty`,
  }),
  /** CEP3064: tags stand in alerts, and this rule makes none */
  tagsWithoutAlert: (): Message => ({
    code: "CEP3064",
    slug: "tags-without-alert",
    level: "warning",
    text: `tags stand in alerts, and this rule makes none`,
    hint: `give the rule an \`alert\`, or put a field into the record of \`emit\``,
  }),
  /** CEP3065: `%rule%` is no shadow rule, and only those are compared with another */
  ofWithoutShadow: (holes: { rule: Hole }): Message => ({
    code: "CEP3065",
    slug: "of-without-shadow",
    level: "error",
    text: `\`${holes.rule}\` is no shadow rule, and only those are compared with another`,
    hint: `write \`shadow rule ${holes.rule} of …\`, or take \`of …\` away`,
  }),
  /** CEP3066: there is no rule `%name%` to compare with */
  unknownShadowed: (holes: { name: Hole }): Message => ({
    code: "CEP3066",
    slug: "unknown-shadowed",
    level: "error",
    text: `there is no rule \`${holes.name}\` to compare with`,
    hint: `name a rule that is there, or take \`of ${holes.name}\` away: then the alerts are only counted`,
  }),
  /** CEP3067: `%name%` is a shadow rule itself */
  shadowOfShadow: (holes: { name: Hole }): Message => ({
    code: "CEP3067",
    slug: "shadow-of-shadow",
    level: "error",
    text: `\`${holes.name}\` is a shadow rule itself`,
    hint: `compare with the rule whose alerts count`,
  }),
  /** CEP3068: `%rule%` has no `alert`, so there is nothing to compare */
  comparedWithoutAlert: (holes: { rule: Hole }): Message => ({
    code: "CEP3068",
    slug: "compared-without-alert",
    level: "error",
    text: `\`${holes.rule}\` has no \`alert\`, so there is nothing to compare`,
    hint: `give it an \`alert\`, or take \`of …\` away`,
  }),
  /** CEP3069: the alerts of `%name%` are those of %others%, and of this rule of %keys%: none can be the same */
  comparedKeysDiffer: (holes: { name: Hole; others: Hole; keys: Hole }): Message => ({
    code: "CEP3069",
    slug: "compared-keys-differ",
    level: "error",
    text: `the alerts of \`${holes.name}\` are those of ${holes.others}, and of this rule of ${holes.keys}: none can be the same`,
    hint: `write the same keys in the same order behind \`per\``,
  }),
  /** CEP3070: `%clause%` belongs to a pattern; a window has an end of its own */
  clauseInWindow: (holes: { clause: Hole }): Message => ({
    code: "CEP3070",
    slug: "clause-in-window",
    level: "error",
    text: `\`${holes.clause}\` belongs to a pattern; a window has an end of its own`,
  }),
  /** CEP3071: a window holds a whole number of events, at least 1 */
  windowCount: (): Message => ({
    code: "CEP3071",
    slug: "window-count",
    level: "error",
    text: `a window holds a whole number of events, at least 1`,
  }),
  /** CEP3072: each event would be in %count% windows at the same time; at most 1,000 are possible */
  windowOverlap: (holes: { count: Hole }): Message => ({
    code: "CEP3072",
    slug: "window-overlap",
    level: "error",
    text: `each event would be in ${holes.count} windows at the same time; at most 1,000 are possible`,
    hint: `move the window in longer steps: write a longer time after \`every\``,
  }),
  /** CEP3073: in a time zone a window is whole days, or a part of one day */
  windowOfCalendar: (): Message => ({
    code: "CEP3073",
    slug: "window-of-calendar",
    level: "error",
    text: `in a time zone a window is whole days, or a part of one day`,
    hint: `write whole days, such as \`2 days\`, or less than a day, such as \`6 hours\``,
  }),
  /** CEP3074: `%field%` is a field of each %event% of the window, and there can be many */
  fieldOfWindow: (holes: { field: Hole; event: Hole }): Message => ({
    code: "CEP3074",
    slug: "field-of-window",
    level: "error",
    text: `\`${holes.field}\` is a field of each ${holes.event} of the window, and there can be many`,
    hint: `say which: \`last(${holes.field})\`, \`max(${holes.field})\`, \`list(${holes.field})\`, …; or make it a key with \`per ${holes.field}\`, then it is the same in all of them`,
  }),
  /** CEP3075: `%name%` is not one event here: a window holds many %event% */
  eventOfWindow: (holes: { name: Hole; event: Hole }): Message => ({
    code: "CEP3075",
    slug: "event-of-window",
    level: "error",
    text: `\`${holes.name}\` is not one event here: a window holds many ${holes.event}`,
  }),
  /** CEP3076: a window has a `start` and an `end` */
  windowMember: (): Message => ({
    code: "CEP3076",
    slug: "window-member",
    level: "error",
    text: `a window has a \`start\` and an \`end\``,
    hint: `write \`window.start\` or \`window.end\``,
  }),
  /** CEP3077: an aggregate cannot stand inside the brackets of another */
  measureInMeasure: (): Message => ({
    code: "CEP3077",
    slug: "measure-in-measure",
    level: "error",
    text: `an aggregate cannot stand inside the brackets of another`,
  }),
  /** CEP3078: %what% is taken at an event, and a window has ended when its output is made */
  historyInWindow: (holes: { what: Hole }): Message => ({
    code: "CEP3078",
    slug: "history-in-window",
    level: "error",
    text: `${holes.what} is taken at an event, and a window has ended when its output is made`,
    hint: `take it in the trigger's \`where\`, at the events that go into the window; or \`emit\` the window's values and aggregate those in another rule`,
  }),
  /** CEP3079: `window` cannot be read inside the brackets of an aggregate */
  windowInside: (): Message => ({
    code: "CEP3079",
    slug: "window-inside",
    level: "error",
    text: `\`window\` cannot be read inside the brackets of an aggregate`,
    hint: `compare outside of the brackets, as in \`last(at) < window.end - 1 minute\``,
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
    hint: `take the step out, or the part of its condition that is always false`,
  }),
  /** CEP4105: rule `%rule%` keeps the events of this repetition for as long as they keep coming: `between events` ends it only after a pause */
  movingDeadline: (holes: { rule: Hole }): Message => ({
    code: "CEP4105",
    slug: "moving-deadline",
    level: "warning",
    text: `rule \`${holes.rule}\` keeps the events of this repetition for as long as they keep coming: \`between events\` ends it only after a pause`,
    hint: `give a greatest number, for example \`1..100\`, or use \`within\` without \`between events\``,
  }),
  /** CEP4106: an aggregate over forever cannot compare each past event with the one at hand */
  foreverWithComparison: (): Message => ({
    code: "CEP4106",
    slug: "forever-with-comparison",
    level: "error",
    text: `an aggregate over forever cannot compare each past event with the one at hand`,
    hint: `give it a time or a number of events, as in \`over 90 days\`, or leave out what is not a field of the past event`,
  }),
  /** CEP4107: an aggregate over forever is known for the newest event alone, and here it is asked at an earlier one */
  foreverAtEarlierEvent: (): Message => ({
    code: "CEP4107",
    slug: "forever-at-earlier-event",
    level: "error",
    text: `an aggregate over forever is known for the newest event alone, and here it is asked at an earlier one`,
    hint: `give it a time or a number of events, as in \`over 90 days\`, or ask it in the \`where\` of the step that takes the event`,
  }),
  /** CEP4108: rule `%rule%` asks this aggregate at an event that is past by then, and nothing says how long ago it was */
  unboundedLookback: (holes: { rule: Hole }): Message => ({
    code: "CEP4108",
    slug: "unbounded-lookback",
    level: "error",
    text: `rule \`${holes.rule}\` asks this aggregate at an event that is past by then, and nothing says how long ago it was`,
    hint: `say how long the whole pattern may take, for example \`within 1 hour\``,
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
  /** CEP5201: `%specifier%` is not a file beside the rules: a file with functions for rules imports nothing but such files */
  typescriptPackageImport: (holes: { specifier: Hole }): Message => ({
    code: "CEP5201",
    slug: "typescript-package-import",
    level: "error",
    text: `\`${holes.specifier}\` is not a file beside the rules: a file with functions for rules imports nothing but such files`,
    hint: `write what is needed in a \`.ts\` file of your own and import it with a path that begins with \`./\` or \`../\``,
  }),
  /** CEP5202: no file `%specifier%` */
  typescriptMissingImport: (holes: { specifier: Hole }): Message => ({
    code: "CEP5202",
    slug: "typescript-missing-import",
    level: "error",
    text: `no file \`${holes.specifier}\``,
  }),
  /** CEP5203: `%word%` cannot be used in functions for rules */
  typescriptDynamicImport: (holes: { word: Hole }): Message => ({
    code: "CEP5203",
    slug: "typescript-dynamic-import",
    level: "error",
    text: `\`${holes.word}\` cannot be used in functions for rules`,
    hint: `write \`import { … } from "./file.ts"\` at the top of the file, and \`export\` before what others use`,
  }),
  /** CEP5204: rules do not wait: `await` cannot stand outside of functions */
  typescriptTopLevelAwait: (): Message => ({
    code: "CEP5204",
    slug: "typescript-top-level-await",
    level: "error",
    text: `rules do not wait: \`await\` cannot stand outside of functions`,
    hint: `compute the value directly, or write it into the file`,
  }),
  /** CEP5205: %problem% */
  typescriptError: (holes: { problem: Hole }): Message => ({
    code: "CEP5205",
    slug: "typescript-error",
    level: "error",
    text: `${holes.problem}`,
  }),
  /** CEP5206: `%call%` gives another value each time: the same events will not give the same alerts */
  typescriptNotRepeatable: (holes: { call: Hole }): Message => ({
    code: "CEP5206",
    slug: "typescript-not-repeatable",
    level: "warning",
    text: `\`${holes.call}\` gives another value each time: the same events will not give the same alerts`,
    hint: `give the function what it needs as an argument, for example the event's time`,
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
  /** CEP6005: the field `%field%` and the time after the event differ */
  testTimeTwice: (holes: { field: Hole }): Message => ({
    code: "CEP6005",
    slug: "test-time-twice",
    level: "error",
    text: `the field \`${holes.field}\` and the time after the event differ`,
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
  /** CEP6007: %what% is %type%, not a record */
  recordForOther: (holes: { what: Hole; type: Hole }): Message => ({
    code: "CEP6007",
    slug: "record-for-other",
    level: "error",
    text: `${holes.what} is ${holes.type}, not a record`,
  }),
  /** CEP6008: `given` sets a row of a table, a feature or a model, and `%name%` is none of them */
  unknownGiven: (holes: { name: Hole }): Message => ({
    code: "CEP6008",
    slug: "unknown-given",
    level: "error",
    text: `\`given\` sets a row of a table, a feature or a model, and \`${holes.name}\` is none of them`,
  }),
  /** CEP6009: this is nothing that `given` can set */
  givenForm: (): Message => ({
    code: "CEP6009",
    slug: "given-form",
    level: "error",
    text: `this is nothing that \`given\` can set`,
  }),
  /** CEP6010: a row of %table% is a record */
  givenRow: (holes: { table: Hole; field: Hole }): Message => ({
    code: "CEP6010",
    slug: "given-row",
    level: "error",
    text: `a row of ${holes.table} is a record`,
    hint: `write the fields: \`given ${holes.table}[…] = { ${holes.field}: … }\``,
  }),
  /** CEP6011: `%key%` is the key: it stands between the brackets */
  givenKeyTwice: (holes: { key: Hole }): Message => ({
    code: "CEP6011",
    slug: "given-key-twice",
    level: "error",
    text: `\`${holes.key}\` is the key: it stands between the brackets`,
  }),
  /** CEP6012: `expect late` stands below no event */
  lateWithoutEvent: (): Message => ({
    code: "CEP6012",
    slug: "late-without-event",
    level: "error",
    text: `\`expect late\` stands below no event`,
    hint: `write it below the event that comes too late`,
  }),
  /** CEP7001: %what%: %why% */
  contradiction: (holes: { what: Hole; why: Hole }): Message => ({
    code: "CEP7001",
    slug: "contradiction",
    level: "warning",
    text: `${holes.what}: ${holes.why}`,
    hint: `change one of the conditions, or take out what can never be`,
  }),
  /** CEP7002: rule `%rule%` tells nothing that rule `%other%` does not tell too */
  coveredRule: (holes: { rule: Hole; other: Hole }): Message => ({
    code: "CEP7002",
    slug: "covered-rule",
    level: "warning",
    text: `rule \`${holes.rule}\` tells nothing that rule \`${holes.other}\` does not tell too`,
    hint: `take one of them out, or let this one say more: a higher severity, a sink or a tag of its own, or an \`emit\``,
  }),
  /** CEP7003: rule `%rule%` looks at %window%, but each %event% waits %lateness% before it is judged */
  windowShorterThanLateness: (holes: { rule: Hole; window: Hole; event: Hole; lateness: Hole }): Message => ({
    code: "CEP7003",
    slug: "window-shorter-than-lateness",
    level: "warning",
    text: `rule \`${holes.rule}\` looks at ${holes.window}, but each ${holes.event} waits ${holes.lateness} before it is judged`,
    hint: `lower the lateness of ${holes.event} if its events come sooner, or give the rule the window that is meant`,
  }),
  /** CEP7004: this is false where %field% is missing, and nothing asks whether it is there */
  missingComparison: (holes: { field: Hole; question: Hole }): Message => ({
    code: "CEP7004",
    slug: "missing-comparison",
    level: "warning",
    text: `this is false where ${holes.field} is missing, and nothing asks whether it is there`,
    hint: `ask first, as in \`${holes.question}\`, or say with \`??\` what to take instead`,
  }),
  /** CEP7005: the %what% `%name%` is never used */
  unusedDeclaration: (holes: { what: Hole; name: Hole }): Message => ({
    code: "CEP7005",
    slug: "unused-declaration",
    level: "warning",
    text: `the ${holes.what} \`${holes.name}\` is never used`,
  }),
  /** CEP7006: the key `%key%` of rule `%rule%` is always %value%: it divides nothing */
  singleValueKey: (holes: { key: Hole; rule: Hole; value: Hole }): Message => ({
    code: "CEP7006",
    slug: "single-value-key",
    level: "warning",
    text: `the key \`${holes.key}\` of rule \`${holes.rule}\` is always ${holes.value}: it divides nothing`,
    hint: `take it out of \`per\`, or name what the events are counted for, such as a card; take the condition out if all values are meant`,
  }),
  /** CEP7007: there is no %code% here to ignore */
  unusedSilencer: (holes: { code: Hole }): Message => ({
    code: "CEP7007",
    slug: "unused-silencer",
    level: "warning",
    text: `there is no ${holes.code} here to ignore`,
    hint: `take it out`,
  }),
  /** CEP7008: %why% */
  badSilencer: (holes: { why: Hole }): Message => ({
    code: "CEP7008",
    slug: "bad-silencer",
    level: "warning",
    text: `${holes.why}`,
    hint: `write the code of a warning and a reason: \`// cep-ignore CEP7004: old terminals send no device\``,
  }),
}

/** All messages, sorted by code. */
export const catalogue: readonly { code: string; slug: string; level: "error" | "warning" }[] = [
  { code: "CEP1001", slug: "unexpected-text", level: "error" },
  { code: "CEP1002", slug: "unclosed-bracket", level: "error" },
  { code: "CEP1003", slug: "stray-closer", level: "error" },
  { code: "CEP1004", slug: "unknown-declaration", level: "error" },
  { code: "CEP1005", slug: "long-expression", level: "error" },
  { code: "CEP1006", slug: "too-many-problems", level: "error" },
  { code: "CEP1007", slug: "odd-character", level: "error" },
  { code: "CEP1008", slug: "odd-quotes", level: "error" },
  { code: "CEP1009", slug: "invisible-character", level: "error" },
  { code: "CEP1010", slug: "unclosed-text", level: "error" },
  { code: "CEP1011", slug: "single-quotes", level: "error" },
  { code: "CEP1012", slug: "unclosed-comment", level: "error" },
  { code: "CEP1013", slug: "unclosed-regex", level: "error" },
  { code: "CEP1014", slug: "bad-regex", level: "error" },
  { code: "CEP1015", slug: "text-for-regex", level: "error" },
  { code: "CEP1016", slug: "unknown-escape", level: "error" },
  { code: "CEP1017", slug: "empty-interpolation", level: "error" },
  { code: "CEP1018", slug: "open-brace-in-text", level: "error" },
  { code: "CEP1019", slug: "comment-in-text", level: "error" },
  { code: "CEP1020", slug: "bad-quoted-name", level: "error" },
  { code: "CEP1021", slug: "semicolon", level: "error" },
  { code: "CEP1022", slug: "leading-zero", level: "error" },
  { code: "CEP1023", slug: "bad-number", level: "error" },
  { code: "CEP1024", slug: "whole-number", level: "error" },
  { code: "CEP1025", slug: "missing-unit", level: "error" },
  { code: "CEP1026", slug: "unknown-unit", level: "error" },
  { code: "CEP1027", slug: "calendar-unit", level: "error" },
  { code: "CEP1028", slug: "compound-duration", level: "error" },
  { code: "CEP1029", slug: "broken-milliseconds", level: "error" },
  { code: "CEP1030", slug: "long-duration", level: "error" },
  { code: "CEP1031", slug: "no-such-time", level: "error" },
  { code: "CEP1032", slug: "time-without-zone", level: "error" },
  { code: "CEP1033", slug: "clock-outside-test", level: "error" },
  { code: "CEP1034", slug: "capital-name", level: "error" },
  { code: "CEP1035", slug: "small-name", level: "error" },
  { code: "CEP1036", slug: "single-equals", level: "error" },
  { code: "CEP1037", slug: "other-operator", level: "error" },
  { code: "CEP1038", slug: "chained-comparison", level: "error" },
  { code: "CEP1039", slug: "between", level: "error" },
  { code: "CEP1040", slug: "compared-with-null", level: "error" },
  { code: "CEP1041", slug: "is-with-value", level: "error" },
  { code: "CEP1042", slug: "not-needs-brackets", level: "error" },
  { code: "CEP1043", slug: "if-without-else", level: "error" },
  { code: "CEP1044", slug: "else-without-if", level: "error" },
  { code: "CEP1045", slug: "else-if", level: "error" },
  { code: "CEP1046", slug: "ternary", level: "error" },
  { code: "CEP1047", slug: "method-call", level: "error" },
  { code: "CEP1048", slug: "count-window", level: "error" },
  { code: "CEP1049", slug: "last-duration", level: "error" },
  { code: "CEP1050", slug: "missing-ago", level: "error" },
  { code: "CEP1051", slug: "key-override", level: "error" },
  { code: "CEP1052", slug: "alternatives-need-brackets", level: "error" },
  { code: "CEP1053", slug: "comma-in-pattern", level: "error" },
  { code: "CEP1054", slug: "other-separator", level: "error" },
  { code: "CEP1055", slug: "mixed-separators", level: "error" },
  { code: "CEP1056", slug: "other-follow", level: "error" },
  { code: "CEP1057", slug: "next-any", level: "error" },
  { code: "CEP1058", slug: "not-in-pattern", level: "error" },
  { code: "CEP1059", slug: "k-of-needs-two", level: "error" },
  { code: "CEP1060", slug: "twice-in-step", level: "error" },
  { code: "CEP1061", slug: "order-in-step", level: "error" },
  { code: "CEP1062", slug: "timed-by", level: "error" },
  { code: "CEP1063", slug: "missing-late", level: "error" },
  { code: "CEP1064", slug: "comma-before-up-to", level: "error" },
  { code: "CEP1065", slug: "optional-twice", level: "error" },
  { code: "CEP1066", slug: "partitioned-twice", level: "error" },
  { code: "CEP1067", slug: "typed-feature", level: "error" },
  { code: "CEP1068", slug: "quoted-field", level: "error" },
  { code: "CEP1069", slug: "equals-in-record", level: "error" },
  { code: "CEP1070", slug: "let-after-trigger", level: "error" },
  { code: "CEP1071", slug: "second-trigger", level: "error" },
  { code: "CEP1072", slug: "trigger-first", level: "error" },
  { code: "CEP1073", slug: "clause-after-output", level: "error" },
  { code: "CEP1074", slug: "rule-without-trigger", level: "error" },
  { code: "CEP1075", slug: "rule-without-output", level: "error" },
  { code: "CEP1076", slug: "unknown-severity", level: "error" },
  { code: "CEP1077", slug: "after-until", level: "error" },
  { code: "CEP1078", slug: "record-outside-test", level: "error" },
  { code: "CEP1079", slug: "missing-colon", level: "error" },
  { code: "CEP1080", slug: "grouped-number", level: "error" },
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
  { code: "CEP2019", slug: "partitioned-connector", level: "error" },
  { code: "CEP2020", slug: "partition-type", level: "error" },
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
  { code: "CEP2150", slug: "impossible-argument", level: "error" },
  { code: "CEP2160", slug: "aggregate-without-window", level: "error" },
  { code: "CEP2161", slug: "over-needs-aggregate", level: "error" },
  { code: "CEP2162", slug: "nested-aggregate", level: "error" },
  { code: "CEP2163", slug: "aggregate-of-several-types", level: "error" },
  { code: "CEP2164", slug: "aggregate-without-event", level: "error" },
  { code: "CEP2165", slug: "aggregate-arguments", level: "error" },
  { code: "CEP2166", slug: "percentile-fraction", level: "error" },
  { code: "CEP2167", slug: "count-of-condition", level: "error" },
  { code: "CEP2168", slug: "forever-grows", level: "error" },
  { code: "CEP2169", slug: "window-too-many", level: "error" },
  { code: "CEP2170", slug: "new-without-window", level: "error" },
  { code: "CEP2171", slug: "new-of-other", level: "error" },
  { code: "CEP2172", slug: "value-of-one-event", level: "error" },
  { code: "CEP2173", slug: "feature-form", level: "error" },
  { code: "CEP2174", slug: "feature-event", level: "error" },
  { code: "CEP2175", slug: "feature-key", level: "error" },
  { code: "CEP2176", slug: "feature-key-count", level: "error" },
  { code: "CEP2177", slug: "event-argument", level: "error" },
  { code: "CEP2178", slug: "event-where", level: "error" },
  { code: "CEP2179", slug: "hidden-parameter", level: "error" },
  { code: "CEP2180", slug: "too-large", level: "error" },
  { code: "CEP2181", slug: "filter-of-one-event", level: "warning" },
  { code: "CEP2201", slug: "several-indexes", level: "error" },
  { code: "CEP2202", slug: "table-key-missing", level: "error" },
  { code: "CEP2203", slug: "table-time-type", level: "error" },
  { code: "CEP2204", slug: "table-key-count", level: "error" },
  { code: "CEP2205", slug: "table-in-constant", level: "error" },
  { code: "CEP2206", slug: "table-time-nowhere", level: "error" },
  { code: "CEP2207", slug: "refresh-of-param", level: "error" },
  { code: "CEP2208", slug: "unknown-table", level: "error" },
  { code: "CEP2301", slug: "awaited-argument", level: "error" },
  { code: "CEP2302", slug: "awaited-of-two-events", level: "error" },
  { code: "CEP2303", slug: "awaited-of-derived", level: "error" },
  { code: "CEP2304", slug: "awaited-without-event", level: "error" },
  { code: "CEP2311", slug: "model-parameter", level: "error" },
  { code: "CEP2312", slug: "model-result", level: "error" },
  { code: "CEP2313", slug: "model-without-parameters", level: "error" },
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
  { code: "CEP3034", slug: "branch-begins-optional", level: "error" },
  { code: "CEP3035", slug: "group-ends-with-no", level: "error" },
  { code: "CEP3036", slug: "too-many-in-any-order", level: "error" },
  { code: "CEP3037", slug: "k-of-count", level: "error" },
  { code: "CEP3038", slug: "member-name", level: "error" },
  { code: "CEP3039", slug: "next-no-for", level: "error" },
  { code: "CEP3040", slug: "clause-of-pattern", level: "error" },
  { code: "CEP3060", slug: "no-alerts-to-read", level: "error" },
  { code: "CEP3061", slug: "only-shadow-emits", level: "warning" },
  { code: "CEP3062", slug: "duplicate-tag", level: "error" },
  { code: "CEP3063", slug: "empty-tag", level: "error" },
  { code: "CEP3064", slug: "tags-without-alert", level: "warning" },
  { code: "CEP3065", slug: "of-without-shadow", level: "error" },
  { code: "CEP3066", slug: "unknown-shadowed", level: "error" },
  { code: "CEP3067", slug: "shadow-of-shadow", level: "error" },
  { code: "CEP3068", slug: "compared-without-alert", level: "error" },
  { code: "CEP3069", slug: "compared-keys-differ", level: "error" },
  { code: "CEP3070", slug: "clause-in-window", level: "error" },
  { code: "CEP3071", slug: "window-count", level: "error" },
  { code: "CEP3072", slug: "window-overlap", level: "error" },
  { code: "CEP3073", slug: "window-of-calendar", level: "error" },
  { code: "CEP3074", slug: "field-of-window", level: "error" },
  { code: "CEP3075", slug: "event-of-window", level: "error" },
  { code: "CEP3076", slug: "window-member", level: "error" },
  { code: "CEP3077", slug: "measure-in-measure", level: "error" },
  { code: "CEP3078", slug: "history-in-window", level: "error" },
  { code: "CEP3079", slug: "window-inside", level: "error" },
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
  { code: "CEP4106", slug: "forever-with-comparison", level: "error" },
  { code: "CEP4107", slug: "forever-at-earlier-event", level: "error" },
  { code: "CEP4108", slug: "unbounded-lookback", level: "error" },
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
  { code: "CEP5201", slug: "typescript-package-import", level: "error" },
  { code: "CEP5202", slug: "typescript-missing-import", level: "error" },
  { code: "CEP5203", slug: "typescript-dynamic-import", level: "error" },
  { code: "CEP5204", slug: "typescript-top-level-await", level: "error" },
  { code: "CEP5205", slug: "typescript-error", level: "error" },
  { code: "CEP5206", slug: "typescript-not-repeatable", level: "warning" },
  { code: "CEP6001", slug: "unknown-rule", level: "error" },
  { code: "CEP6002", slug: "unknown-param", level: "error" },
  { code: "CEP6003", slug: "unknown-output-field", level: "error" },
  { code: "CEP6004", slug: "test-of-derived", level: "error" },
  { code: "CEP6005", slug: "test-time-twice", level: "error" },
  { code: "CEP6006", slug: "test-without-expectation", level: "error" },
  { code: "CEP6007", slug: "record-for-other", level: "error" },
  { code: "CEP6008", slug: "unknown-given", level: "error" },
  { code: "CEP6009", slug: "given-form", level: "error" },
  { code: "CEP6010", slug: "given-row", level: "error" },
  { code: "CEP6011", slug: "given-key-twice", level: "error" },
  { code: "CEP6012", slug: "late-without-event", level: "error" },
  { code: "CEP7001", slug: "contradiction", level: "warning" },
  { code: "CEP7002", slug: "covered-rule", level: "warning" },
  { code: "CEP7003", slug: "window-shorter-than-lateness", level: "warning" },
  { code: "CEP7004", slug: "missing-comparison", level: "warning" },
  { code: "CEP7005", slug: "unused-declaration", level: "warning" },
  { code: "CEP7006", slug: "single-value-key", level: "warning" },
  { code: "CEP7007", slug: "unused-silencer", level: "warning" },
  { code: "CEP7008", slug: "bad-silencer", level: "warning" },
]
