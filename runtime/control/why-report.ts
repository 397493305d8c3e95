/** What `/why` says of a rule and a key: what the job holds now. What is over is not kept; a replay tells it. */
import type { KeyLook, LookPartial } from "../abi/look.ts"
import type { JobStatus } from "../job/status.ts"
import { isoTime } from "../observe/numbers.ts"
import { ControlError } from "./error.ts"
import type { ControlHost } from "./host.ts"

/** The answer to `GET /why`. */
export type WhyNow = Awaited<ReturnType<typeof whyNow>>

const mostAlerts = 1000

/** Asks the job. Throws `ControlError` for a rule or a key that cannot be. */
export async function whyNow(host: ControlHost, rule: string, key: readonly string[], limit: number) {
  if (host.looks === undefined) {
    throw new ControlError(501, "impossible", "this process judges no rules: ask where they judge")
  }
  const statuses = await host.statuses()
  const own = statuses.flatMap(({ engine }) => engine.rules.filter(({ name }) => name === rule))
  if (own.length === 0) throw new ControlError(404, "not-found", `there is no rule ${rule}`)
  const looks = await host.looks(rule, key, limit)
  const wrong = looks.find(({ problem }) => problem !== undefined)
  if (wrong !== undefined) throw new ControlError(400, "wrong-key", wrong.problem!)
  const sum = (of: (each: (typeof own)[number]) => number): number => own.reduce((total, each) => total + of(each), 0)
  const look = looks.find(({ notLookedAt }) => notLookedAt === undefined)
  const notLookedAt = look === undefined ? looks.reduce((sum, each) => sum + (each.notLookedAt ?? 0), 0) : 0
  const watermark = Math.min(...statuses.map((status) => status.watermark))
  return {
    rule,
    key,
    text: sentence(
      rule,
      key,
      look,
      statuses,
      sum(({ late }) => late),
      notLookedAt,
    ),
    watermark: isoTime(watermark),
    heldBackBy: heldBackBy(statuses),
    partialMatches: looks.flatMap(({ partials }) => partials.map(partialOf)),
    partialMatchCount: looks.reduce((total, { partialCount }) => total + partialCount, 0),
    heldBack: looks.reduce((total, each) => total + each.heldBack, 0),
    windows: looks.flatMap(({ windows }) =>
      windows.map(({ start, end, events }) => ({
        start: isoTime(start),
        end: end === null ? null : isoTime(end),
        events,
      })),
    ),
    silences: looks.flatMap(({ silences }) =>
      silences
        .filter(({ until }) => until > watermark)
        .map(({ timeout, until, suppressed }) => ({ timeout, until: isoTime(until), suppressed })),
    ),
    ofAllKeys: {
      matches: sum(({ matches }) => matches),
      timeouts: sum(({ timeouts }) => timeouts),
      filtered: sum(({ filtered }) => filtered),
      suppressed: sum(({ suppressed }) => suppressed),
      late: sum(({ late }) => late),
      dropped: sum(({ dropped }) => dropped),
      failed: sum(({ failed }) => failed),
      waiting: statuses.reduce((total, { engine }) => total + engine.waiting, 0),
      deadLetters: statuses.reduce((total, { counts }) => total + counts.deadLetters, 0),
    },
    alerts: alertsOf(host, rule, key),
    replay: replayCommand(host, statuses, rule, key),
  }
}

function partialOf({ began, last, ends, waitsFor, missing, events }: LookPartial) {
  return {
    began: isoTime(began),
    last: isoTime(last),
    ends: ends === null ? null : isoTime(ends),
    waitsFor,
    missing,
    events: events.map(({ at, ...event }) => ({ ...event, at: at === null ? null : isoTime(at) })),
  }
}

function heldBackBy(statuses: readonly JobStatus[]) {
  const held = statuses.flatMap((status) => status.heldBackBy ?? [])[0]
  return held === undefined ? null : { source: held.source, partition: held.partition, why: held.why }
}

/** The command that tells what is over, as far as the job knows its parts: what it cannot know stands in capitals. */
function replayCommand(
  host: ControlHost,
  statuses: readonly JobStatus[],
  rule: string,
  key: readonly string[],
): string {
  const files = host.actions?.rules().files.filter(({ path }) => path.endsWith(".cep")) ?? []
  const rules = files.length === 0 ? ["RULES"] : files.map(({ path }) => path)
  const specs = new Map<string, string>()
  for (const { source, position } of statuses.flatMap(({ partitions }) => partitions)) {
    const { file, topic } = position
    if (topic !== undefined) specs.set(source, `kafka:${topic}?brokers=HOST:9092&until=end`)
    else if (file !== undefined && file !== "-") specs.set(source, `file:${file}`)
    else if (!specs.has(source)) specs.set(source, "SPEC")
  }
  const sources = [...specs].flatMap(([source, spec]) => ["--source", `${source}=${spec}`])
  const words = [...rules, ...sources, "--rule", rule, ...key.flatMap((part) => ["--key", part])]
  return `cep why ${words.map(shellWord).join(" ")}`
}

/** As a shell reads it back. */
function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** Of the last outputs that the job keeps those of the key. */
function alertsOf(host: ControlHost, rule: string, key: readonly string[]): readonly unknown[] {
  return (host.recent?.(mostAlerts) ?? []).filter((output) => {
    const { rule: name, key: own = {} } = output as { readonly rule?: string; readonly key?: Record<string, unknown> }
    return name === rule && Object.values(own).map(String).join("\n") === key.join("\n")
  })
}

function sentence(
  rule: string,
  key: readonly string[],
  look: KeyLook | undefined,
  statuses: readonly JobStatus[],
  late: number,
  notLookedAt: number,
) {
  const whom = key.length === 0 ? rule : `${rule} for ${key.join(", ")}`
  const held = heldBackBy(statuses)
  const time = held === null ? "" : `; time waits for ${held.source} ${held.partition}`
  const silent = look?.silences.find(({ until }) => statuses.every(({ watermark }) => until > watermark))
  if (silent !== undefined) {
    const kept = silent.suppressed === 0 ? "" : `, and kept ${silent.suppressed} silent`
    return `${whom} is silent until ${isoTime(silent.until)} (once per)${kept}${time}`
  }
  const [first] = look?.partials ?? []
  if (first !== undefined) {
    const waits =
      first.waitsFor.length === 0 ? "only waits for time to pass" : `waits for ${first.waitsFor.join(" or ")}`
    const until = first.ends === null ? "" : ` until ${isoTime(first.ends)}`
    const others = look!.partialCount === 1 ? "1 partial match" : `${look!.partialCount} partial matches`
    return `${whom} holds ${others}; the furthest began ${isoTime(first.began)} and ${waits}${until}${time}`
  }
  if (look !== undefined && look.heldBack > 0) {
    return `${whom} is complete, and its skip strategy holds it back while an earlier partial match lives${time}`
  }
  if (look !== undefined && look.windows.length > 0) {
    const [window] = look.windows
    const end = window!.end === null ? "when it is full" : `at ${isoTime(window!.end)}`
    return `${whom} has an open window with ${window!.events} events, which ends ${end}${time}`
  }
  if (notLookedAt > 0) {
    const keys = notLookedAt === 1 ? "1 key" : `${notLookedAt} keys`
    return `${whom} holds nothing in memory; what ${keys} hold is on disk, where nobody looked: it may be one of them, and the command below tells${time}`
  }
  const came = late === 0 ? "" : `; ${late} events that the rule reads, of all keys, came late`
  return `${whom} holds nothing now: no event began a match that still lives${came}${time}`
}
