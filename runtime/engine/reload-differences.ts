import type { DurationRef, KeySchema, Manifest, OutputSchema, RuleManifest } from "../abi/rule-set.ts"
import type { ValueType } from "../abi/value.ts"
import { withoutConditions } from "../operator/conversion/stored-form.ts"
import { durationWords } from "../time/duration-words.ts"

/** A rule set with the values that its parameters have. */
export interface RulesVersion {
  readonly manifest: Manifest
  /** The inside values. */
  readonly params: Readonly<Record<string, unknown>>
}

/** One of its rules. */
export interface RuleVersion extends RulesVersion {
  readonly rule: RuleManifest
}

/**
 * What is another one in a rule, in words. `shape`: state of the one says nothing to the other. `length`: of a window, so that for a while things are as by the former one. `detail`: nothing that is held depends on it.
 */
export interface Difference {
  readonly kind: "shape" | "length" | "detail"
  readonly text: string
}

/** What differs between two versions of a rule, the weightiest first. Empty: they are the same rule. */
export function differencesOf(old: RuleVersion, now: RuleVersion): Difference[] {
  const all = [
    ...nameDifferences(old.rule, now.rule),
    ...keyDifferences(old, now),
    ...patternDifferences(old, now),
    ...windowDifferences(old, now),
    ...measureDifferences(old.rule, now.rule),
    ...conditionDifferences(old.rule, now.rule),
    ...silenceDifferences(old, now),
    ...outputDifferences(old.rule, now.rule),
    ...restDifferences(old.rule, now.rule),
  ]
  // Mostly conditions or outputs say so.
  if (all.length === 0 && !isSame(askedBy(old), askedBy(now))) all.push(detail("it asks for other aggregates"))
  return (["shape", "length", "detail"] as const).flatMap((kind) => all.filter((each) => each.kind === kind))
}

function nameDifferences({ name: before }: RuleManifest, { name }: RuleManifest): Difference[] {
  return before === name ? [] : [detail(`it was called ${before}`)]
}

function keyDifferences(old: RuleVersion, now: RuleVersion): Difference[] {
  const inputs = [old, now].map(({ rule, manifest }) => rule.inputs.map((input) => manifest.events[input]!.name))
  const keys = [old, now].map(({ rule }) => rule.keys.map(keyText).join(", "))
  const types = [old, now].map(({ rule }) => rule.keys.map(({ type }) => typeText(type)).join(", "))
  const paths = [old, now].map(({ rule, manifest }) => rule.keys.map((key) => pathText(key, manifest)).join(", "))
  const found: Difference[] = []
  if (!isSame(inputs[0], inputs[1])) {
    found.push(shape(`it read ${inputs[0]!.join(" and ")} and now reads ${inputs[1]!.join(" and ")}`))
  }
  if (keys[0] !== keys[1]) found.push(shape(`its key was ${keys[0] || "none"} and is now ${keys[1] || "none"}`))
  else if (types[0] !== types[1]) found.push(shape(`the type of its key was ${types[0]} and is now ${types[1]}`))
  else if (found.length === 0 && paths[0] !== paths[1]) {
    found.push(shape(`its key was read from ${paths[0]} and is now read from ${paths[1]}`))
  }
  return found
}

function keyText({ name }: KeySchema): string {
  return name
}

function pathText({ paths }: KeySchema, { events }: Manifest): string {
  return Object.entries(paths)
    .map(([type, path]) => `${events[Number(type)]!.name}.${path.join(".")}`)
    .sort()
    .join(" and ")
}

function patternDifferences({ rule: old }: RuleVersion, { rule: now }: RuleVersion): Difference[] {
  const isOther =
    !isSame(withoutConditions(old.automaton), withoutConditions(now.automaton)) || old.steps.length !== now.steps.length
  const [before, after] = [old.words?.pattern ?? "", now.words?.pattern ?? ""]
  if ((old.window === undefined) !== (now.window === undefined)) {
    return [shape(`it was \`${before}\` and is now \`${after}\``)]
  }
  if (now.window !== undefined) return []
  if (isOther) {
    return [
      shape(
        `its steps were \`${before}\` and are now \`${after}\`: partial matches of the old pattern say nothing about the new one`,
      ),
    ]
  }
  const skip = isSame(old.skip, now.skip)
    ? []
    : [detail(`after a match it goes on by \`${skipText(now)}\` in place of \`${skipText(old)}\``)]
  return before === after ? skip : [detail(`its steps \`${before}\` are now \`${after}\``), ...skip]
}

function skipText({ skip, steps }: RuleManifest): string {
  if (skip.kind === "default") return "the default"
  return "step" in skip
    ? `skip ${skip.kind.replace("-", " ")} ${steps[skip.step]?.name}`
    : `skip ${skip.kind.replace("-", " ")}`
}

function windowDifferences(old: RuleVersion, now: RuleVersion): Difference[] {
  const [before, after] = [old.rule.within, now.rule.within]
  if (before.kind !== after.kind) {
    const names = {
      none: "no window",
      whole: "a window for the whole match",
      "between-events": "a window between events",
    }
    return [shape(`it had ${names[before.kind]} and now has ${names[after.kind]}`)]
  }
  if (before.kind === "none" || after.kind === "none") return []
  const lengths = [lengthOf(before.duration, old), lengthOf(after.duration, now)] as const
  if (lengths[0] === lengths[1]) return []
  const text = `its window was ${durationWords(lengths[0])} and is now ${durationWords(lengths[1])}`
  if (lengths[1] < lengths[0]) return [length(`${text}: what began longer ago ends now`)]
  const rest = `what the shorter window ended is gone, so it lacks nothing from ${durationWords(lengths[1])} after the change on`
  return [length(`${text}: ${rest}`)]
}

/** Of an `each` rule. */
function measureDifferences(old: RuleManifest, now: RuleManifest): Difference[] {
  if (old.window === undefined || now.window === undefined) return []
  const [before, after] = [old.window, now.window]
  const kinds = [before, after].map(({ shape }) => [shape.kind, shape.kind === "time" && shape.every !== undefined])
  const found: Difference[] = []
  const texts = [old.words?.pattern.split(",")[0], now.words?.pattern.split(",")[0]]
  if (!isSame(kinds[0], kinds[1])) found.push(shape(`its windows were \`${texts[0]}\` and are now \`${texts[1]}\``))
  else if (!isSame(before.shape, after.shape)) {
    found.push(length(`its windows were \`${texts[0]}\` and are now \`${texts[1]}\`: open windows keep their ends`))
  }
  const measures = [before, after].map(({ measures }) => measures.map(({ name, type, code }) => [name, type, code]))
  if (!isSame(measures[0], measures[1])) {
    const names = [before, after].map(({ measures }) => measures.map(({ name }) => name).join(", ") || "nothing")
    found.push(
      shape(`it worked out ${names[0]} of its windows and now works out ${names[1]}, which open windows did not count`),
    )
  }
  return found
}

function conditionDifferences({ words: old }: RuleManifest, { words: now }: RuleManifest): Difference[] {
  const [before, after] = [old?.conditions ?? [], now?.conditions ?? []]
  const gone = before.filter((each) => !after.includes(each))
  const come = after.filter((each) => !before.includes(each))
  const having = old?.having === now?.having ? [] : [detail("what `having` lets out is another")]
  if (gone.length === 0 && come.length === 0) return having
  if (gone.length === 1 && come.length === 1) {
    return [detail(`its condition \`${plain(gone[0]!)}\` is now \`${plain(come[0]!)}\``), ...having]
  }
  return [detail("its conditions are others"), ...having]
}

function silenceDifferences(old: RuleVersion, now: RuleVersion): Difference[] {
  const [before, after] = [old.rule.oncePer, now.rule.oncePer]
  if (before === undefined && after === undefined) return []
  if (after === undefined) return [detail("it has no `once per` any more: what that kept goes")]
  if (before === undefined) return [detail("it has `once per` now, which begins with the next output")]
  const lengths = [lengthOf(before, old), lengthOf(after, now)] as const
  if (lengths[0] === lengths[1]) return []
  const text = `its silence was ${durationWords(lengths[0])} and is now ${durationWords(lengths[1])}`
  return [detail(`${text}, which counts for silences that run, too`)]
}

/** A condition as the author would write it, about. */
function plain(text: string): string {
  return text.replaceAll(/\b(?:event|each)\./g, "").replace(/ where \((.*)\)$/, (whole, inner: string) => {
    return /^[^()]*$/.test(inner) ? ` where ${inner}` : whole
  })
}

const outputParts: readonly [name: string, of: (output: OutputSchema) => unknown][] = [
  ["severity", ({ severity }) => severity],
  ["sink", ({ sink }) => sink],
  ["events shown", ({ withEvents }) => withEvents],
  ["kind", ({ kind, onTimeout }) => [kind, onTimeout]],
]

function outputDifferences(old: RuleManifest, now: RuleManifest): Difference[] {
  const parts = outputParts.flatMap(([name, of]) => (isSame(old.outputs.map(of), now.outputs.map(of)) ? [] : [name]))
  if (isSame(old.outputs.length, now.outputs.length) && parts.length > 0) {
    return [detail(`its outputs are others (${parts.join(", ")})`)]
  }
  return isSame(old.words?.outputs, now.words?.outputs) ? [] : [detail("what its outputs say or show is another")]
}

function restDifferences(before: RuleManifest, after: RuleManifest): Difference[] {
  const found: Difference[] = []
  if (before.shadow !== after.shadow) {
    found.push(
      detail(after.shadow === true ? "it is on trial now" : "it is not on trial any more: its outputs go to its sinks"),
    )
  }
  if (before.shadow === true && after.shadow === true && before.of !== after.of) {
    const pair = after.of === undefined ? "no rule any more" : `${after.of} now`
    found.push(detail(`it is compared with ${pair}`))
  }
  if (before.words?.definitions !== after.words?.definitions)
    found.push(detail("constants or functions that it uses are others"))
  if (!isSame([before.title, before.doc, before.tags], [after.title, after.doc, after.tags])) {
    found.push(detail("its title, description or tags are others"))
  }
  return found
}

function askedBy({ rule, manifest }: RuleVersion): unknown {
  return (rule.asks ?? []).map((number) => {
    const { series, window, ...measure } = manifest.measures[number]!
    const { name, windows } = manifest.series[series]!
    return [name, windows[window], measure]
  })
}

/** The present length of a duration, in ms. */
export function lengthOf(duration: DurationRef, { params }: Pick<RuleVersion, "params">): number {
  return duration.kind === "fixed" ? duration.ms : Number(params[duration.name])
}

/** A type as rules write it. */
export function typeText(type: ValueType): string {
  switch (type.kind) {
    case "decimal":
      return `decimal(${type.scale})`
    case "enum":
      return type.values.map((value) => JSON.stringify(value)).join(" | ")
    case "list":
      return `${typeText(type.of)}[]`
    case "record":
      return `{ ${type.fields.map((each) => `${each.name}: ${typeText(each.type)}${each.optional ? "?" : ""}`).join(", ")} }`
    default:
      return type.kind
  }
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

function detail(text: string): Difference {
  return { kind: "detail", text }
}

function length(text: string): Difference {
  return { kind: "length", text }
}

function shape(text: string): Difference {
  return { kind: "shape", text }
}
