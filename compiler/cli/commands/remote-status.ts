import type { PartReport, StatusReport } from "../../../runtime/control/report.ts"
import { shadowWords } from "../../../runtime/observe/shadows.ts"
import { finish, openRemote, type RemoteOptions } from "../remote.ts"
import { tableOf } from "../text-table.ts"

/** `cep status`: how a running job stands. */
export async function status(url: string, options: RemoteOptions): Promise<number> {
  const remote = await openRemote(url, options)
  return finish(await remote.ask("GET", "/status"), options, (body) => showStatus(body as unknown as StatusReport))
}

/** For people; what is worth looking at stands first. */
export function showStatus({ job, version, phase, startedAt, ready, notReady, wanted, parts }: StatusReport): string {
  const state = ready ? phase : `${phase}, and not ready: ${notReady.join("; ")}`
  const head = `${job}: ${state}\nversion ${version}, started ${startedAt ?? "at an unknown time"}\n`
  return head + wantedLine(wanted) + parts.map((part) => showPart(part, version)).join("")
}

function wantedLine(wanted: StatusReport["wanted"]): string {
  if (wanted === null || wanted === undefined) return ""
  const { version, reason } = wanted
  const how = reason === null ? "it is being taken over" : `it is not taken over here: ${reason}`
  return `another process of the job was asked for version ${version}: ${how}\n`
}

/** `version`: of the job. */
function showPart(part: PartReport, version: string): string {
  const { slice, reader, watermark, watermarkLagSeconds: lag, heldBackBy } = part
  const { events, waiting, late, deadLetters, alerts } = part
  const words = reader ?? (slice === undefined ? undefined : `slice ${slice}`)
  const other =
    part.version === undefined || part.version === version ? "" : `, with version ${part.version} of the rules`
  const name = words === undefined ? "" : `\n${words}${other}\n`
  const time =
    watermark === null
      ? "watermark: none yet, or all sources have ended"
      : `watermark ${watermark}, ${seconds(lag)} behind the clock`
  const held =
    heldBackBy === null ? "" : `; all wait for ${heldBackBy.source} ${heldBackBy.partition}: ${heldBackBy.reason}`
  const counts = [
    [events, "events"],
    [waiting, "waiting"],
    [late, "late"],
    [deadLetters, "dead letters"],
    [alerts, "alerts"],
  ] as const
  return [
    name,
    `${time}${held}\n`,
    `${counts.map(([count, what]) => `${number(count)} ${what}`).join(", ")}\n`,
    section("sources", sourceRows(part)),
    section("rules", ruleRows(part)),
    returnedLines(part),
    part.shadows.length === 0
      ? ""
      : `rules on trial\n${part.shadows.map((each) => `  ${shadowWords(each)}\n`).join("")}`,
    section("tables", tableRows(part)),
    checkpointLines(part),
  ].join("")
}

function section(name: string, rows: readonly (readonly string[])[]): string {
  return rows.length < 2 ? "" : `${name}\n${tableOf(rows, "  ")}`
}

function sourceRows({ sources }: PartReport): string[][] {
  const rows = sources.map(({ source, partition, state, read, behind, watermarkLagSeconds: lag }) => [
    source,
    partition,
    state,
    number(read),
    behind === null ? "?" : number(behind),
    seconds(lag),
  ])
  return [["source", "partition", "", "read", "unread", "lag"], ...rows]
}

function ruleRows({ rules }: PartReport): string[][] {
  const rows = rules.map((rule) => [
    rule.name,
    number(rule.outputs),
    number(rule.matches),
    number(rule.suppressed),
    number(rule.partialMatches),
    number(rule.keys),
    remarks(rule),
  ])
  return [["rule", "outputs", "matches", "suppressed", "partial", "keys", ""], ...rows]
}

function remarks({ shadow, incomplete, dropped, failed }: PartReport["rules"][number]): string {
  return [
    shadow ? "shadow" : "",
    incomplete ? `answers may be wrong: ${number(dropped)} partial matches dropped at the limit` : "",
    failed > 0 ? `failed on ${number(failed)} events` : "",
  ]
    .filter((text) => text !== "")
    .join("; ")
}

/** What rules have not seen that came back behind a change. */
function returnedLines({ returned }: PartReport): string {
  if (returned === undefined || returned.until === null) return ""
  const from = returned.after === null ? "" : `from ${returned.after} `
  const rows = returned.rules.map(({ rule, why }) => `  ${rule}: ${why}\n`)
  return `came back, without what came ${from}to ${returned.until}\n${rows.join("")}`
}

function tableRows({ tables }: PartReport): string[][] {
  const rows = tables.map(({ name, rows, staleSince, error }) => [
    name,
    number(rows),
    staleSince === null ? "" : `old since ${staleSince}: ${error ?? "its source cannot be read"}`,
  ])
  return [["table", "rows", ""], ...rows]
}

function checkpointLines({ checkpoints }: PartReport): string {
  if (checkpoints === null) return "checkpoints: none, the job was started without --checkpoint-dir\n"
  const { newest, ageSeconds, bytes, pendingBytes, publishers } = checkpoints
  const made = newest === null ? "none yet" : `${newest}, ${seconds(ageSeconds)} ago, ${number(bytes ?? 0)} bytes`
  const waits = pendingBytes === 0 ? "" : `; ${number(pendingBytes)} bytes of outputs wait for their sinks`
  const failing = publishers.filter(({ failing }) => failing).map(({ sinks }) => sinks)
  const away = failing.length === 0 ? "" : `; not reached at the last try: ${failing.join(", ")}`
  return `checkpoints: ${made}${waits}${away}\n`
}

function number(value: number): string {
  return value.toLocaleString("en-US")
}

const units = [
  ["days", 86_400],
  ["h", 3600],
  ["min", 60],
] as const

/** In the largest unit of which there are two. */
function seconds(value: number | null): string {
  if (value === null) return "?"
  const [name, size] = units.find(([, size]) => Math.abs(value) >= 2 * size) ?? ["s", 1]
  return `${number(Math.round((value / size) * 10) / 10)} ${name}`
}
