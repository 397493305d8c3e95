/** A return to rules of before: they go on with what was kept of them when others took their place. */
import type { EngineOptions } from "../abi/engine.ts"
import type { BroughtBack, FrozenState } from "../abi/frozen.ts"
import type { Manifest, RuleManifest } from "../abi/rule-set.ts"
import { formKinds } from "../operator/conversion/take-over.ts"
import { type CutOperator, readCuts } from "../state/cut-reader.ts"
import type { MemoryBackend } from "../state/memory.ts"
import { readParts } from "../state/regroup.ts"
import { wrongBehindGap } from "./gap.ts"
import { regroupingOf } from "./shares.ts"

/** From when to when, in epoch ms of event time, events were judged that what was thawed has not seen. */
export interface Gap {
  /** -Infinity: nothing was judged before. */
  readonly after: number
  readonly until: number
}

/**
 * Gives a backend what was kept for its rules, before any operator of them is opened. `watermark`: up to where all is judged by now. Returns the gap; undefined: there is none. Throws where pieces are missing or
 * damaged.
 */
export function thawInto(
  backend: MemoryBackend,
  manifest: Manifest,
  { thaws, share }: Pick<EngineOptions, "thaws" | "share">,
  watermark: number,
): Gap | undefined {
  if (thaws === undefined) return undefined
  const { after, operators: dropped, converted, cut, parts = [] } = thaws
  const gap = gapOf(after, watermark)
  const taken = new Set(gap === undefined ? [...dropped, ...converted] : safeOf(manifest, dropped))
  const insteadOf = [...taken].flatMap((name) => alike(name, manifest))
  const kept: ReadonlyMap<string, CutOperator | readonly CutOperator[]> =
    cut === undefined ? readParts(parts) : readCuts(cut)
  const operators = new Map([...kept].filter(([name]) => taken.has(name)))
  backend.thaw(operators, insteadOf, cut === undefined ? regroupingOf(manifest, parts, share) : undefined)
  return gap
}

/** What rules have not seen of which the state was kept up to `after`; undefined: nothing. */
export function gapOf(after: number, watermark: number): Gap | undefined {
  return watermark > after ? { after, until: watermark } : undefined
}

/** What becomes of the rules of which state was dropped, where their version runs again. */
export function broughtBack(
  manifest: Manifest,
  { operators }: Pick<FrozenState, "operators">,
  hasGap: boolean,
): BroughtBack[] {
  const all = new Set(operators)
  return manifest.rules.flatMap((rule): BroughtBack | readonly [] => {
    const { name } = rule
    const ofMatches = formsOf(rule).some((each) => all.has(each))
    const silence = all.has(`silence ${storedName(rule)}`)
    const series = seriesOf(rule, manifest).filter((each) => keepsSeries({ operators }, each))
    if (!ofMatches && !silence && series.length === 0) return []
    if (!hasGap) return { rule: name, how: "all", why: "nothing was judged in between: it has all that it had" }
    const wrong = ofMatches ? wrongBehindGap(rule) : undefined
    const aggregates = series.length === 0 ? [] : ["its aggregates lack what came in between"]
    if (wrong === undefined) {
      const said = "what it held goes on, but for what has passed its time"
      return { rule: name, how: "part", why: [said, ...aggregates].join("; ") }
    }
    const rest = [...(silence ? ["its silences go on"] : []), ...aggregates]
    const why = [`what it held for its matches ends without output, since ${wrong}`, ...rest].join("; ")
    return { rule: name, how: rest.length === 0 ? "none" : "part", why }
  })
}

/** Which operators go on with what was kept although events have passed since. */
function safeOf(manifest: Manifest, operators: readonly string[]): string[] {
  const wrong = new Set(manifest.rules.filter((rule) => wrongBehindGap(rule) !== undefined).flatMap(formsOf))
  return operators.filter((name) => !wrong.has(name))
}

/** All names under which the same thing may stand. */
function alike(operator: string, { rules }: Manifest): readonly string[] {
  return rules.map(formsOf).find((forms) => forms.includes(operator)) ?? [operator]
}

function formsOf(rule: RuleManifest): string[] {
  return formKinds.map((kind) => `${kind} ${storedName(rule)}`)
}

function storedName({ name, was = name }: RuleManifest): string {
  return was
}

/** The names of what is kept of past events for a rule. */
function seriesOf({ asks = [] }: RuleManifest, { measures, series }: Manifest): string[] {
  return [...new Set(asks.map((measure) => series[measures[measure]!.series]!.name))]
}

/** Whether what was kept of past events under that name was dropped. */
export function keepsSeries({ operators }: Pick<FrozenState, "operators">, series: string): boolean {
  return operators.some((each) => each === `series ${series}` || each.startsWith(`series ${series} | `))
}
