/** Finds the reason: what an analyst would want to read first. */
import type { Alert, Emitted } from "../../runtime/abi/engine.ts"
import type { Case } from "./case.ts"
import { conditionWords } from "./explain-condition.ts"
import { furthest } from "./furthest.ts"
import { neverBegan } from "./misses.ts"
import type { StoryOutcome, Verdict } from "./model.ts"
import { deadVerdict, unseen, waits } from "./unseen.ts"
import { windowVerdict } from "./windows.ts"
import { counted, duration, moment } from "./words.ts"

/** Why the rule fired or did not. Runs the rules again where only that tells whether a reason is the true one. */
export async function findReason(asked: Case): Promise<Verdict> {
  const outputs = asked.isMore ? undefined : fired(asked)
  if (outputs === undefined) return notFired(asked)
  if (asked.fires(asked.run)) return outputs
  // It told of timeouts alone: why was there no match?
  const { sentence, ...rest } = await notFired(asked)
  return { ...rest, reason: "timed-out", fired: true, sentence: `${outputs.sentence}; it did not match: ${sentence}` }
}

async function notFired(asked: Case): Promise<Verdict> {
  return (
    wrongUnit(asked) ?? unseen(asked) ?? silent(asked) ?? failed(asked) ?? (await started(asked)) ?? neverBegan(asked)
  )
}

async function started(asked: Case): Promise<Verdict | undefined> {
  if (!asked.run.recorder.hasPartials) return asked.rule.window === undefined ? undefined : windowVerdict(asked)
  return (await furthest(asked)) ?? waits(asked)
}

// ---------------------------------------------------------------- it fired

function fired(asked: Case): Verdict | undefined {
  const written = asked.outcomes().flatMap((outcome) => (outcome.kind === "written" ? [outcome] : []))
  const outputs = written.flatMap((outcome) => outcome.outputs.map((output) => ({ output, at: outcome.at })))
  const [first] = outputs
  if (first === undefined) return undefined
  const count = `${counted(outputs.length, outputs.every(({ output }) => "rule" in output) ? "alert" : "output")}`
  const shadow = asked.rule.shadow ? "; it is a shadow rule, whose outputs go to the sink shadow alone" : ""
  const timeout = "timeout" in first.output ? " (on timeout)" : ""
  const which = outputs.length === 1 ? "" : ", the first"
  const sentence = `${count}${which} at ${moment(first.at)}${timeout}${messageOf(first.output)}${shadow}`
  return { reason: asked.rule.shadow ? "fired-in-shadow" : "fired", sentence, fired: true }
}

function messageOf(output: Alert | Emitted): string {
  const text = "message" in output ? output.message : undefined
  return text === undefined ? "" : `: ${text}`
}

// ---------------------------------------------------------------- times in another unit

/** Epoch seconds of 2000 to 2050, taken for milliseconds, are of January 1970. */
const secondsAsMs = [946_684_800, 2_524_608_000] as const
/** Microseconds of these years, taken for milliseconds, are of the year 31969 and later. */
const earliestMicroseconds = 946_684_800_000_000

/** Times that can only be meant in another unit than they were read in. */
function wrongUnit({ run, rule, plan }: Case): Verdict | undefined {
  const events = run.recorder.events
  const seconds = events.filter(({ at }) => at >= secondsAsMs[0] && at <= secondsAsMs[1])
  const micro = events.filter(({ at }) => at >= earliestMicroseconds)
  const [event] = seconds.length > 0 ? seconds : micro
  if (event === undefined) return undefined
  const schema = plan.events[rule.inputs.find((id) => plan.events[id]!.name === event.type)!]!
  const isSeconds = seconds.length > 0
  const meant = isSeconds ? event.at * 1000 : event.at / 1000
  const unit = isSeconds ? "seconds" : "microseconds"
  const repair = isSeconds ? `declare \`${schema.timeField}: time(seconds)\`` : "give milliseconds, or ISO 8601"
  const words = `${event.type} at ${event.place} is dated ${moment(event.at)}; read as ${unit} it would be ${moment(meant)}: ${repair}`
  return {
    reason: "time-unit",
    sentence: `the times look like ${unit} that were read as milliseconds: ${words}`,
    events: [event],
  }
}

// ---------------------------------------------------------------- a match that says nothing

function silent(asked: Case): Verdict | undefined {
  const isAsked = (outcome: StoryOutcome): boolean => outcome.kind !== "written" || !(outcome.timeout || asked.isMore)
  const outcomes = asked.outcomes().filter(isAsked)
  const last = (kind: StoryOutcome["kind"]): StoryOutcome | undefined =>
    outcomes.findLast((outcome) => outcome.kind === kind)
  const failure = last("failed")
  if (failure?.kind === "failed") {
    const sentence = `it matched at ${moment(failure.at)}, and making its output failed: ${failure.reason}`
    return { reason: "output-failed", sentence }
  }
  const suppressed = last("suppressed")
  if (suppressed !== undefined) return suppressedVerdict(asked, suppressed.at)
  const filtered = last("filtered")
  if (filtered?.kind === "filtered") return filteredVerdict(asked, filtered)
  if (outcomes.length === 0) return undefined
  const only = "it has outputs for timeouts alone"
  return {
    reason: "no-output",
    sentence: `it matched at ${moment(outcomes.at(-1)!.at)}, and says nothing then: ${only}`,
  }
}

function suppressedVerdict({ run, oncePer = 0 }: Case, at: number): Verdict {
  const before = run.recorder.results.findLast((each) => each.kind === "written" && each.at <= at)
  const until =
    before === undefined
      ? ""
      : `: its last output was at ${moment(before.at)}, and it is silent until ${moment(before.at + oncePer)}`
  const sentence = `it matched at ${moment(at)}, and \`once per ${duration(oncePer)}\` kept it silent${until}`
  return { reason: "suppressed", sentence }
}

function filteredVerdict({ rule, explainer }: Case, { at, values }: StoryOutcome & { kind: "filtered" }): Verdict {
  const conditions = explainer.decided(rule.having!, values)
  const words = conditions.map(conditionWords).join("; ")
  return { reason: "having", sentence: `it matched at ${moment(at)}, and \`having\` was false: ${words}`, conditions }
}

/** A condition that failed on an event: the event did nothing. */
function failed({ run }: Case): Verdict | undefined {
  const own = run.recorder.refused.filter(({ isOfKey, code }) => isOfKey === true && code === "condition-failed")
  return own[0] === undefined ? undefined : deadVerdict(own[0], own.length)
}
