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
  /** CEP2013: no field `%field%` on %type% */
  unknownField: (holes: { field: Hole; type: Hole }): Message => ({
    code: "CEP2013",
    slug: "unknown-field",
    level: "error",
    text: `no field \`${holes.field}\` on ${holes.type}`,
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
}

/** All messages, sorted by code. */
export const catalogue: readonly { code: string; slug: string; level: "error" | "warning" }[] = [
  { code: "CEP1001", slug: "unexpected-text", level: "error" },
  { code: "CEP2013", slug: "unknown-field", level: "error" },
  { code: "CEP4101", slug: "unbounded-wait", level: "error" },
  { code: "CEP4102", slug: "unbounded-repetition", level: "error" },
  { code: "CEP4103", slug: "state-without-key", level: "warning" },
  { code: "CEP4104", slug: "dead-step", level: "warning" },
  { code: "CEP4105", slug: "moving-deadline", level: "warning" },
]
