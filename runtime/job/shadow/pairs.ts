/** Which rules on trial are compared with which others, and how near in time alerts of both must be to be the same. */
import type { DurationRef, Manifest, RuleManifest } from "../../abi/rule-set.ts"
import { decoderOf } from "../../engine/decode.ts"

/** A rule on trial and the one that it is compared with. */
export interface ShadowPair {
  readonly shadow: string
  readonly rule: string
  /** What both say: another text, and they are to be compared anew. */
  readonly says: string
  /** Of which the longest is how far alerts of both may be apart. */
  readonly spans: readonly DurationRef[]
}

/** The pairs of rules that are compared. */
export function shadowPairs({ rules }: Pick<Manifest, "rules">): ShadowPair[] {
  return rules.flatMap((shadow) => {
    const rule = shadow.of === undefined ? undefined : rules.find(({ name }) => name === shadow.of)
    if (rule === undefined) return []
    const says = JSON.stringify([rule, shadow].map(textOf))
    return [{ shadow: shadow.name, rule: rule.name, says, spans: [rule, shadow].flatMap(spansOf) }]
  })
}

/** Without where it stands and what it is called beside its name. */
function textOf({ name, keys, within, skip, durations, oncePer, window, words }: RuleManifest): unknown {
  return [name, keys.map((key) => key.name), within, skip, durations, oncePer, window?.shape, words]
}

/** Within these, events belong to one case: what a match may take, how long a rule is silent after it, how long it waits for what does not come. */
function spansOf({ within, durations, oncePer, window }: RuleManifest): DurationRef[] {
  const whole = within.kind === "none" ? [] : [within.duration]
  const lengths = window === undefined ? [] : lengthsOf(window.shape)
  return [...whole, ...durations, ...(oncePer === undefined ? [] : [oncePer]), ...lengths]
}

function lengthsOf(shape: NonNullable<RuleManifest["window"]>["shape"]): DurationRef[] {
  if (shape.kind === "count") return []
  return [shape.kind === "time" ? shape.size : shape.gap]
}

/** How far alerts may be apart in event time, in ms. `values`: of parameters, in JSON form. */
export function toleranceOf(
  { spans }: ShadowPair,
  { params }: Pick<Manifest, "params">,
  values: Readonly<Record<string, unknown>>,
): number {
  const lengths = spans.map((span) => {
    if (span.kind === "fixed") return span.ms
    const schema = params.find(({ name }) => name === span.name)!
    const value = values[span.name]
    return Number(value === undefined ? schema.value : decoderOf(schema.type, "json")(value, span.name))
  })
  return Math.max(0, ...lengths)
}
