/** Functions of rules can say where they were called from: stack traces name the lines of `.cep` files, whatever brought the rules and whatever judges. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { afterAll, expect, test } from "vitest"
import { finish, makeFolder, startCep, told } from "./cep.ts"

const code = `export function seen(n: number): boolean {
  throw new Error("seen " + n + " " + new Error("here").stack + " end")
}
`
/** The condition stands in this line. */
const rulesAt = (line: number, severity = "high") => `use { seen } from "./seen.ts"
event E { key: string, n: number, at: time } timed by at${"\n".repeat(line - 4)}
rule R {
  when E as e where seen(e.n) per key alert ${severity} "{e.n}" without events
}
`
const token = "a-token-of-20-signs!"
const { folder, remove } = makeFolder({ "rules.cep": rulesAt(5), "seen.ts": code, token })
afterAll(remove)
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }

test.each([
  "1",
  "2",
])("also of rules that came by a reload or a rollback, and not of those that were only looked at: parallelism %s", async (parallelism) => {
  const source = [
    "--source",
    "E=-?live=true",
    "--sink",
    `alerts=file:${parallelism}.jsonl`,
    "--parallelism",
    parallelism,
  ]
  const control = [
    "--listen",
    "127.0.0.1:0",
    "--token-file",
    "token",
    "--log",
    "json",
    "--idle-after",
    "100ms",
    "--dead-letter",
    `file:dead-${parallelism}.jsonl`,
  ]
  const child = startCep(["run", join(folder, "rules.cep"), ...source, ...control], folder)
  const url = await told(child, /"url":"([^"]+)"/)
  let said = ""
  child.stderr.on("data", (text) => {
    said += text
  })
  const ended = finish(child)
  const post = async (path: string, body: unknown = {}) => {
    const answer = await fetch(url + path, { headers, method: "POST", body: JSON.stringify(body) })
    return (await answer.json()) as { outcome: string }
  }
  const files = (line: number, severity: string) => [
    { path: join(folder, "rules.cep"), text: rulesAt(line, severity) },
    { path: join(folder, "seen.ts"), text: code },
  ]
  /** The line that the trace of an event names. */
  const lineOf = async (n: number) => {
    child.stdin.write(`${JSON.stringify({ key: "k", n, at: Date.now() })}\n`)
    const letters = join(folder, `dead-${parallelism}.jsonl`)
    for (;;) {
      const text = existsSync(letters) ? readFileSync(letters, "utf8") : ""
      const [, trace] = new RegExp(`seen ${n} (.*?) end`).exec(text) ?? []
      const [, line] = /r_where_e \(.*?rules\.cep:(\d+):/.exec(trace ?? "") ?? []
      if (line !== undefined) return Number(line)
      if (child.exitCode !== null) throw new Error(said)
      await setTimeout(20)
    }
  }
  while ((await fetch(`${url}/rules`, { headers })).status !== 200) await setTimeout(200)
  expect(await lineOf(1)).toBe(5)
  expect(await post("/plan", { files: files(20, "critical") })).toMatchObject({ outcome: "planned" })
  expect(await lineOf(2)).toBe(5)
  expect(await post("/reload", { files: files(9, "low") })).toMatchObject({ outcome: "applied" })
  expect(await lineOf(3)).toBe(9)
  expect(await post("/plan", { files: files(20, "critical") })).toMatchObject({ outcome: "planned" })
  expect(await lineOf(4)).toBe(9)
  expect(await post("/rollback")).toMatchObject({ outcome: "applied" })
  expect(await lineOf(5)).toBe(5)
  child.stdin.end()
  const { code: exitCode, stderr } = await ended
  expect(exitCode, stderr).toBe(0)
})
