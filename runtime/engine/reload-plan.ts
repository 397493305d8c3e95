import type { DroppedState } from "../abi/engine.ts"
import type { Holding, ReloadFrom, ReloadPlan, RuleVerdict } from "../abi/reload.ts"
import type { Manifest, RuleManifest, RuleSet } from "../abi/rule-set.ts"
import { type Convertible, canConvert } from "../operator/conversion/inventory.ts"
import { keepsTexts } from "../operator/lanes/pattern-lane.ts"
import { ruleForms } from "./dropped.ts"
import { messageOf } from "./refusal.ts"
import { aggregateVerdicts, removedAggregates, type SeriesFindings } from "./reload-aggregates.ts"
import { type Difference, differencesOf, type RulesVersion } from "./reload-differences.ts"
import { eventChanges, eventWarning } from "./reload-events.ts"
import { type ReloadedParams, reloadedParams } from "./reload-params.ts"
import { type Takeover, tryTakeover } from "./reload-probe.ts"
import { missingSources, refusalsOf } from "./reload-refusals.ts"
import { withReturns } from "./reload-returns.ts"
import { isOfSeries } from "./series-operators.ts"

/**
 * What would become of all that a running job holds if it went on with other rules. It is what a restore says of the state of an engine that has seen nothing; the two rule sets are compared
 * only to say why. Pure: nothing is done. Where the next rules cannot be run at all there are refusals, and no verdicts.
 */
export function planReload(running: RuleSet, next: RuleSet, from: ReloadFrom): ReloadPlan {
  const [old, now] = [running.manifest, next.manifest]
  const refusals = refusalsOf(old, now, from)
  const missing = missingSources(old, now, from)
  const warnings = [
    ...eventChanges(old, now).map(eventWarning),
    ...goneTypes(old, now).map(
      (name) => `event ${name} is gone: events of it that wait become dead letters (\`unreadable\`)`,
    ),
    ...missing.map(
      (name) =>
        `no open source brings events of ${name}: rules that read it wait for nothing until the job is started with one`,
    ),
  ]
  const common = { from: old.version, to: now.version, warnings }
  try {
    const params = reloadedParams(old, now, from)
    const planned = new Planned(old, now, params, tryTakeover(running, next, params), from)
    return { ...common, rules: withReturns(planned.rules(), now, from.frozen), params: params.changes, refusals }
  } catch (thrown) {
    const reason = `these rules cannot take over from the running ones: ${messageOf(thrown)}`
    return { ...common, rules: [], params: [], refusals: [...refusals, reason] }
  }
}

function goneTypes(running: Manifest, next: Manifest): string[] {
  const kept = new Set(next.events.map(({ name }) => name))
  return running.events.filter(({ name, derived }) => !derived && !kept.has(name)).map(({ name }) => name)
}

/** The name under which a rule's state is kept. */
function storedName({ name, was = name }: RuleManifest): string {
  return was
}

class Planned {
  private readonly running: RulesVersion
  private readonly next: RulesVersion
  private readonly takeover: Takeover
  private readonly from: ReloadFrom
  private readonly series: SeriesFindings
  /** Event types of which events may be wrong by now. */
  private readonly broken: ReadonlySet<string>

  constructor(running: Manifest, next: Manifest, params: ReloadedParams, takeover: Takeover, from: ReloadFrom) {
    this.running = { manifest: running, params: params.before }
    this.next = { manifest: next, params: params.after }
    this.takeover = takeover
    this.from = from
    const changes = eventChanges(running, next).filter(({ mayBreak }) => mayBreak)
    this.broken = new Set(changes.map(({ event }) => event))
    const { before, after } = takeover
    const { stats } = from
    this.series = {
      running: this.running,
      next: this.next,
      isKept: (series) => {
        const operators = [...after.keys()].filter((each) => isOfSeries(each, series))
        return operators.length > 0 && operators.every((operator) => before.has(operator))
      },
      watermark: stats !== undefined && Number.isFinite(stats.watermark) ? stats.watermark : undefined,
      completeAfter: (series) =>
        stats?.series.find(({ name }) => name === series)?.completeAfter ?? Number.NEGATIVE_INFINITY,
    }
  }

  rules(): RuleVerdict[] {
    const old = this.running.manifest.rules
    const taken = new Set<RuleManifest>()
    const verdicts = this.next.manifest.rules.map((rule): RuleVerdict => {
      const former = old.find((each) => storedName(each) === storedName(rule))
      if (former !== undefined) {
        taken.add(former)
        return this.known(former, rule)
      }
      const left = old.find(({ name }) => name === rule.name || name === rule.was)
      if (left === undefined || this.isTakenOver(left)) return this.added(rule)
      taken.add(left)
      return this.left(left, rule)
    })
    return [...verdicts, ...old.filter((rule) => !taken.has(rule)).map((rule) => this.removed(rule))]
  }

  private isTakenOver(old: RuleManifest): boolean {
    return this.next.manifest.rules.some((rule) => storedName(rule) === storedName(old))
  }

  private added(rule: RuleManifest): RuleVerdict {
    const { was } = rule
    const whose = was === undefined ? "" : `, since no running rule is called ${was}`
    const why = `it begins with the events that come from now on${whose}`
    return { rule: rule.name, verdict: "added", why, aggregates: this.aggregates(undefined, rule) }
  }

  private removed(rule: RuleManifest): RuleVerdict {
    const holds = this.holdsState(storedName(rule))
    const why = holds
      ? "the new rules do not have it: what it holds goes, without outputs"
      : "the new rules do not have it; it holds nothing"
    const aggregates = removedAggregates(rule, this.series)
    return { rule: rule.name, verdict: "removed", why, ...(holds && { loses: this.holding(rule) }), aggregates }
  }

  /** Its state stands under a name that the next rules do not ask for. */
  private left(old: RuleManifest, rule: RuleManifest): RuleVerdict {
    const stored = storedName(old)
    const repair =
      stored === rule.name
        ? `what it holds is kept under its own name, and \`was ${rule.was}\` asks for that of another rule: take it away`
        : `what it holds is kept under its former name ${stored}: write \`rule ${rule.name} was ${stored}\` to keep it`
    return {
      rule: rule.name,
      ...(old.name !== rule.name && { was: old.name }),
      verdict: "restarted",
      why: repair,
      loses: this.holding(old),
      aggregates: this.aggregates(old, rule),
    }
  }

  private known(old: RuleManifest, rule: RuleManifest): RuleVerdict {
    const differences = differencesOf({ ...this.running, rule: old }, { ...this.next, rule })
    const aggregates = this.aggregates(old, rule)
    const common = { rule: rule.name, ...(old.name !== rule.name && { was: old.name }), aggregates }
    const dropped = this.takeover.dropped.find((each) => each.rule === rule.name && each.series === undefined)
    if (dropped !== undefined) {
      return { ...common, verdict: "restarted", why: whyDropped(dropped, differences), loses: this.lost(old) }
    }
    if (!this.holdsForm(storedName(old)) && this.holdsForm(storedName(rule), this.takeover.after)) {
      const why = `it held nothing of events before, and begins with those that come from now on: ${textOf(differences)}`
      return { ...common, verdict: "restarted", why }
    }
    const risk = this.risk(old)
    const silent = old.oncePer !== undefined && rule.oncePer === undefined
    const migrations = this.migrations(old, rule, differences)
    if (risk === undefined && !silent && migrations.length === 0) {
      if (differences.length > 0) return { ...common, verdict: "kept", why: textOf(differences) }
      if (aggregates.length > 0) return { ...common, verdict: "kept", why: unchanged }
      return { ...common, verdict: "unchanged", why: "nothing changed" }
    }
    const loses = { keys: 0, partialMatches: 0, silences: this.holding(old).silences }
    const why = [...migrations, ...(differences.length === 0 ? [] : [textOf(differences)])].join("; ")
    return {
      ...common,
      verdict: "migrated",
      why: why === "" ? unchanged : why,
      ...(silent && { loses }),
      ...(risk !== undefined && { risk }),
    }
  }

  /** How what a rule holds is taken over, where it does not simply stay. */
  private migrations(old: RuleManifest, rule: RuleManifest, differences: readonly Difference[]): string[] {
    const found: string[] = []
    if (old.name !== rule.name) found.push("its state is handed over to the new name")
    const conversion = this.conversion(old)
    if (conversion?.kind === "converted") found.push(`what it holds is converted, and stays: ${conversion.how}`)
    return differences.some(({ kind }) => kind === "length") && found.length === 0 ? ["what it holds stays"] : found
  }

  /** What becomes of what a rule holds for its matches; undefined: it is kept as it was, or one of both rules holds nothing. */
  private conversion(old: RuleManifest): Convertible | undefined {
    const { before, after } = this.takeover
    const [former, now] = [before, after].map((all) => {
      const operator = ruleForms.map((form) => `${form} ${storedName(old)}`).find((each) => all.has(each))
      return operator === undefined ? undefined : { operator, fingerprint: all.get(operator)! }
    })
    if (former === undefined || now === undefined) return undefined
    const isSame =
      former.operator === now.operator && withoutNumbers(former.fingerprint) === withoutNumbers(now.fingerprint)
    return isSame ? undefined : canConvert(former, now)
  }

  private aggregates(old: RuleManifest | undefined, rule: RuleManifest): RuleVerdict["aggregates"] {
    const dropped = this.takeover.dropped.filter((each) => each.rule === rule.name && each.series !== undefined)
    return aggregateVerdicts(old, rule, dropped, this.series)
  }

  /** What only the state itself can tell. */
  private risk(old: RuleManifest): string | undefined {
    const conversion = this.conversion(old)
    const inexact =
      conversion?.kind === "converted" && conversion.unless !== undefined
        ? [`if ${conversion.unless}, the rule begins empty`]
        : []
    const risks = [this.unreadable(old) ?? [], inexact].flat()
    return risks.length === 0 ? undefined : risks.join("; ")
  }

  private unreadable(old: RuleManifest): string | undefined {
    const { events } = this.running.manifest
    const read = old.inputs.map((input) => events[input]!.name).filter((name) => this.broken.has(name))
    if (read.length === 0 || !this.holdsForm(storedName(old)) || !keepsWholeEvents(old)) return undefined
    return `the events of ${read.join(" and ")} that it holds are read again by the new declaration: if one of them does not fit it, the rule begins empty`
  }

  private holdsForm(stored: string, all = this.takeover.before): boolean {
    return ruleForms.some((form) => all.has(`${form} ${stored}`))
  }

  private holdsState(stored: string): boolean {
    return this.holdsForm(stored) || this.takeover.before.has(`silence ${stored}`)
  }

  /** What goes of a rule that begins empty: silences may stay. */
  private lost(old: RuleManifest): Holding {
    const { before, after } = this.takeover
    const silence = `silence ${storedName(old)}`
    const holding = this.holding(old)
    return before.get(silence) === after.get(silence) ? { ...holding, silences: 0 } : holding
  }

  private holding({ name, oncePer }: RuleManifest): Holding {
    const found = this.from.stats?.rules.find((each) => each.name === name)
    const silences = oncePer === undefined ? 0 : (found?.silences ?? null)
    return { keys: found?.keys ?? null, partialMatches: found?.partialMatches ?? null, silences }
  }
}

/** Which conditions are equal, and so have one number, says nothing of what is held. */
function withoutNumbers(fingerprint: string): string {
  return fingerprint.replaceAll(/"condition":\d+/g, "")
}

const unchanged = "nothing changed in the rule itself"

function textOf(differences: readonly Difference[]): string {
  return differences.map(({ text }) => text).join("; ")
}

function whyDropped({ reason, why }: DroppedState, differences: readonly Difference[]): string {
  const decisive = differences.filter(({ kind }) => kind === "shape")
  if (decisive.length > 0) return textOf(decisive)
  if (reason === "unreadable-events") return "events that it holds cannot be read by the new declarations"
  const changes = differences.length === 0 ? "" : ` (${textOf(differences)})`
  return `${why ?? "what has to be kept of its events is something else now"}${changes}`
}

/** Whether what a rule holds of events are their texts, which are read again when they are restored. */
function keepsWholeEvents(rule: RuleManifest): boolean {
  const { rows, form } = rule
  if (rows === undefined) return true
  if (form?.kind === "ring") return rows.captures[form.first.step]?.whole === true
  if (form?.kind === "combination") {
    return form.steps.slice(0, -1).some(({ step }) => rows.captures[step]?.whole === true)
  }
  return rows.registers === undefined ? rows.reads !== undefined && keepsTexts(rule) : rows.registers.events
}
