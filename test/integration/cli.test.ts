import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { gzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cep, finish, jsonLines, makeFolder, startCep } from "./cep.ts"

// Each test starts processes; how long that takes is the machine's affair.

const rules = `event Payment { id: string, amount: number, at: time } timed by at
rule Large {
  when Payment as p where amount > 500
  alert { id: p.id } without events
}

test "large" {
  Payment { amount: 501 } at 10:00:00
  expect 1 Large
}
`
const failing = `${rules}
rule Never { when Payment as first where amount < 0 then Payment as second where amount > 1 within 1 hour alert }
test "wrong" {
  Payment { id: "a", amount: 700 } at 10:00:00
  expect no Large
  expect 2 Large { id: "b" }
}
`
const payments = Array.from({ length: 10 }, (_, n) => ({
  id: `p${n}`,
  amount: n * 100,
  at: 1_700_000_000_000 + n * 1000,
}))
const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("")

let folder: string
let remove: () => void
beforeAll(() => {
  ;({ folder, remove } = makeFolder({
    "rules.cep": rules,
    "failing.cep": failing,
    "wrong.cep": rules.replace("amount > 500", "ammount > 500"),
    "main.cep":
      'import "./parts/*.cep"\nuse { twice } from "./twice.ts"\nrule Twice { when Item as i where twice(n) > 9 alert }\n',
    "twice.ts": 'import { two } from "./two.ts"\nexport function twice(n: number): number { return n * two }\n',
    "two.ts": "export const two = 2\n",
    "events.jsonl": lines(payments),
    "events.csv": `amount;id;at\n${payments.map(({ id, amount, at }) => `${amount};${id};${at}\n`).join("")}`,
  }))
  mkdirSync(join(folder, "parts"))
  writeFileSync(join(folder, "parts/item.cep"), "event Item { n: number, at: time } timed by at\n")
  payments.forEach((payment, n) => {
    writeFileSync(join(folder, `part-${n}.jsonl.gz`), gzipSync(lines([payment])))
  })
})
afterAll(() => remove())

const ids = (stdout: string) => jsonLines(stdout).map(({ data }) => (data as { id: string }).id)
const large = ["p6", "p7", "p8", "p9"]

describe("cep run", () => {
  test.each([
    ["a file", ["Payment=file:events.jsonl"]],
    ["CSV", ["Payment=events.csv?delimiter=;"]],
    ["files by wildcards", ["Payment=file:part-*.jsonl.gz"]],
  ])("reads %s", async (_, [source]) => {
    const { code, stdout, stderr } = await cep(["run", "rules.cep", "--source", source!, "--json"], folder)
    expect(code, stderr).toBe(0)
    expect(ids(stdout)).toEqual(large)
    expect(jsonLines(stderr).at(-1)).toMatchObject({
      read: 10,
      events: 10,
      alerts: 4,
      rules: [{ name: "Large", outputs: 4 }],
    })
  })

  test("reads standard input, with parameters, sinks and several types in one stream", async () => {
    const param = rules.replace("amount > 500", "amount > limit").replace("rule Large", "param limit = 500\nrule Large")
    writeFileSync(join(folder, "param.cep"), param)
    const mixed = lines([...payments.map((each) => ({ kind: "Payment", ...each })), { kind: "Other" }, { kind: 5 }])
    const args = ["run", "param.cep", "--source", "*=-?type=kind", "--sink", "alerts=file:out/alerts.jsonl"]
    const more = ["--param", "limit=750", "--dead-letter", "bad.jsonl", "--log", "text"]
    const { code, stdout, stderr } = await cep([...args, ...more], folder, mixed)
    expect(code, stderr).toBe(0)
    expect(stdout).toBe("")
    expect(ids(readFileSync(join(folder, "out/alerts.jsonl"), "utf8"))).toEqual(["p8", "p9"])
    expect(jsonLines(readFileSync(join(folder, "bad.jsonl"), "utf8"))).toMatchObject([{ source: "*", code: "no-type" }])
    expect(stderr).toContain("12 records")
    expect(stderr).toContain("1 of types that no rule names (Other)")
  })

  test.each([
    ["run", ["--source", "Payment=events.jsonl", "--sink", "alerts=rules.cep/alerts.jsonl"]],
    ["compile", ["-o", "rules.cep"]],
  ])("%s names a place that cannot be written", async (command, args) => {
    const { code, stderr } = await cep([command, "rules.cep", ...args], folder)
    expect(stderr).toMatch(/^error: cannot write (into )?rules\.cep.*: a part of the path is no folder$/m)
    expect(code).toBe(2)
  })

  test("goes on when a function leaves a promise behind that is rejected", async () => {
    writeFileSync(
      join(folder, "loose.cep"),
      `use { score } from "./loose.ts"
      event Payment { id: string, amount: number, at: time } timed by at
      rule Scored { when Payment as p where score(p.amount) > 500 alert { id: p.id } }`,
    )
    writeFileSync(
      join(folder, "loose.ts"),
      `async function ask(amount: number): Promise<number> { throw new Error("service away") }
      export async function score(amount: number): Promise<number> {
        const answer = ask(amount)
        await new Promise((ready) => setTimeout(ready, 5))
        return amount < 800 ? amount : answer
      }`,
    )
    const { code, stdout, stderr } = await cep(["run", "loose.cep", "--source", "Payment=events.jsonl"], folder)
    expect(code, stderr).toBe(0)
    expect(ids(stdout)).toEqual(["p6", "p7"])
    // Node adds a line of its own.
    const logged = stderr.split("\n").filter((line) => line.startsWith("{"))
    const loose = jsonLines(logged.join("\n")).filter(({ functions }) => functions !== undefined)
    expect(loose).toMatchObject([{ level: "warn", functions: ["score"], reason: "service away" }])
  })

  test("ends cleanly when it is told to stop while its input is open", async () => {
    const child = startCep(["run", "rules.cep", "--source", "Payment=-", "--json"], folder)
    const finished = finish(child)
    child.stdin.on("error", () => {})
    child.stdin.write(lines(payments))
    // The last event waits for the watermark: the one before it is the last alert.
    await new Promise<void>((resolve) => {
      let seen = ""
      child.stdout.on("data", (text) => {
        seen += text
        if (seen.includes('"p8"')) resolve()
      })
    })
    child.kill("SIGTERM")
    const { code, stdout, stderr } = await finished
    expect(code, stderr).toBe(0)
    expect(ids(stdout)).toEqual(large.slice(0, 3))
    expect(jsonLines(stderr).at(-1)).toMatchObject({ ending: "stopped", read: 10, waiting: 1 })
  })

  test("ends quietly when the reader of its output goes away", async () => {
    const child = startCep(["run", "rules.cep", "--source", "Payment=-", "--json"], folder)
    const finished = finish(child)
    child.stdin.on("error", () => {})
    child.stdout.once("data", () => child.stdout.destroy())
    child.stdin.write(lines(payments))
    let at = payments.at(-1)!.at
    const feed = (error?: Error | null): void => {
      if (!error) child.stdin.write(lines([{ id: "more", amount: 900, at: (at += 1000) }]), feed)
    }
    feed()
    const { code, stderr } = await finished
    expect(code, stderr).toBe(0)
    expect(jsonLines(stderr).at(-1)).toMatchObject({ ending: "output-closed" })
  })

  test.each<[string, string[], number, RegExp]>([
    ["a missing file", ["--source", "Payment=none.jsonl"], 2, /none\.jsonl: there is no such file/],
    ["no source", [], 2, /nothing to read/],
    ["an unknown option", ["--sorce", "x"], 2, /Did you mean --source/],
    ["no address", ["--source", "Payment=-", "--listen", "8080"], 2, /--listen wants an address and a port/],
    ["a port that is none", ["--source", "Payment=-", "--listen", "127.0.0.1:70000"], 2, /wants an address and a port/],
    ["an open door", ["--source", "Payment=-", "--listen", "0.0.0.0:0"], 2, /other machines: give --token-file/],
    [
      "a foreign address",
      ["--source", "Payment=-", "--listen", "192.0.2.1:0", "--token-file", "t"],
      2,
      /cannot be read/,
    ],
    ["a secret for nobody", ["--source", "Payment=-", "--token-file", "t"], 2, /--token-file is for --listen/],
    ["a warm-up without changes", ["--source", "Payment=-", "--warm-up"], 2, /--warm-up is for rules that change/],
    ["no workers", ["--source", "Payment=-", "--parallelism", "0"], 2, /a whole number from 1 to 128/],
    ["too many workers", ["--source", "Payment=-", "--parallelism", "129"], 2, /a whole number from 1 to 128/],
    [
      "checkpoints of a pipe",
      ["--source", "Payment=-", "--checkpoint-dir", "x"],
      2,
      /cannot be read again after a crash/,
    ],
    ["what needs checkpoints", ["--source", "Payment=-", "--fresh"], 2, /--fresh is for jobs with checkpoints/],
    [
      "a member of a job that is not divided",
      ["--source", "Payment=rules.cep", "--checkpoint-dir", "x", "--member", "1/2"],
      2,
      /--member is for jobs that are divided.*partitionedBy/,
    ],
    ["a wrong job name", ["--source", "Payment=-", "--checkpoint-dir", "x", "--job", "a/b"], 2, /--job wants a name/],
    [
      "a wrong interval",
      ["--source", "Payment=-", "--checkpoint-dir", "x", "--checkpoint-interval", "soon"],
      2,
      /--checkpoint-interval wants a duration/,
    ],
    [
      "a savepoint that is not there",
      ["--source", "Payment=rules.cep", "--checkpoint-dir", "x", "--from-savepoint", "none"],
      2,
      /there is no savepoint in .*none/,
    ],
    ["a wrong parameter", ["--source", "Payment=-", "--param", "x=1"], 2, /no param is called x/],
    ["a bad event, when strict", ["--source", "Payment=-", "--strict"], 3, /line 1: not JSON.*--strict/],
    ["a file that is cut off", ["--source", "Payment=cut.jsonl.gz"], 3, /cut\.jsonl\.gz.*at byte 60/],
  ])("says what is wrong: %s", async (_, args, wanted, words) => {
    writeFileSync(join(folder, "cut.jsonl.gz"), gzipSync(lines(payments)).subarray(0, 60))
    const { code, stderr, stdout } = await cep(["run", "rules.cep", ...args], folder, "nonsense\n")
    expect(stderr).toMatch(words)
    expect(code).toBe(wanted)
    expect(stdout).toBe("")
    expect(stderr).not.toMatch(/^ {4}at /m)
  })
})

describe("cep", () => {
  test("check shows what is wrong, for people and for tools", async () => {
    const people = await cep(["check", "wrong.cep"], folder)
    expect(people.code).toBe(1)
    expect(people.stderr).toMatch(/CEP2013.*ammount[\s\S]*wrong\.cep:3:[\s\S]*\^\^\^/)
    const tools = await cep(["check", "wrong.cep", "--json"], folder)
    expect(tools.code).toBe(1)
    expect(JSON.parse(tools.stdout)).toMatchObject([
      { code: "CEP2013", span: { path: "wrong.cep", from: { line: 3 } } },
    ])
    const imports = await cep(["check", "main.cep"], folder)
    expect(imports.stderr).toBe("4 files: no problems\n")
    expect(imports.code).toBe(0)
    expect((await cep(["run", "wrong.cep", "--source", "Payment=-"], folder)).code).toBe(1)
  })

  test("check warns of rules that are right; as many warnings as are allowed are no failure", async () => {
    writeFileSync(
      join(folder, "odd.cep"),
      `event Payment { card: string, amount: number, at: time } timed by at
param limit = 1000
rule Odd {
  when Payment as p where amount > 1000 and amount < 500
  per card
  alert
}
// cep-ignore CEP4103: all cards together
rule All { when 3 Payment within 1 minute alert }
`,
    )
    const said = await cep(["check", "odd.cep"], folder)
    expect(said.code).toBe(0)
    expect(said.stderr).toMatch(/CEP7005.*limit[\s\S]*CEP7001[\s\S]*odd\.cep:4:[\s\S]*1 file: 2 warnings\n$/)
    expect((await cep(["check", "odd.cep", "--max-warnings", "2"], folder)).code).toBe(0)
    const refused = await cep(["check", "odd.cep", "--max-warnings", "1"], folder)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/2 warnings\nmore warnings than --max-warnings 1 allows\n$/)
    expect((await cep(["check", "odd.cep", "--max-warnings", "few"], folder)).code).toBe(2)
    // What runs them is not asked for its opinion.
    const input = await cep(["test", "odd.cep"], folder)
    expect(input.stderr + input.stdout).not.toMatch(/CEP7|CEP4103/)
  })

  test("test says what was expected, what came, and what no test took", async () => {
    const good = await cep(["test", "rules.cep"], folder)
    expect(good.code, good.stderr).toBe(0)
    expect(good.stdout).toMatch(/✓ rules\.cep \(1 test\)\n {2}✓ large[\s\S]*1 passed/)
    const bad = await cep(["test", "failing.cep"], folder)
    expect(bad.code).toBe(4)
    expect(bad.stdout).toMatch(/✗ failing\.cep \(2 tests, 1 failed\)/)
    expect(bad.stdout).toMatch(/expected none of Large, and 1 output came\n +--> failing\.cep:15:3/)
    expect(bad.stdout).toMatch(/Large {2}1970-01-01T10:00:00\.000Z.*\{"id":"a"\}/)
    expect(bad.stdout).toMatch(/Never {2}never taken: first, second/)
    expect(bad.stdout).toMatch(/1 failed, 1 passed \(2\)/)
  })

  test("compile writes a module that runs, with and without the engine", async () => {
    const { code, stderr } = await cep(["compile", "rules.cep", "-o", "dist"], folder)
    expect(code, stderr).toBe(0)
    const map = JSON.parse(readFileSync(join(folder, "dist/rules.js.map"), "utf8"))
    expect(map.sources).toEqual(["../rules.cep"])
    expect(readFileSync(join(folder, "dist/rules.d.ts"), "utf8")).toContain("Payment")
    const module = await import(pathToFileURL(join(folder, "dist/rules.js")).href)
    expect(module.rules.manifest.rules[0].name).toBe("Large")
    expect((await cep(["compile", "rules.cep", "-o", "one", "--bundle"], folder)).code).toBe(0)
    const bundle = await import(pathToFileURL(join(folder, "one/rules.js")).href)
    const alerts: { data: unknown }[] = []
    const engine = bundle.createEngine(bundle.rules, { onAlert: (alert: { data: unknown }) => alerts.push(alert) })
    for (const payment of payments) engine.push("Payment", payment)
    engine.end()
    expect(alerts.map(({ data }) => data)).toEqual(large.map((id) => ({ id })))
    expect(await cep(["compile", "rules.cep", "-o", "x", "--target", "flink"], folder)).toMatchObject({ code: 2 })
  })

  test("fmt lays files out, says which are not, and leaves broken ones alone", async () => {
    const untidy = rules.replaceAll("  ", " ")
    writeFileSync(join(folder, "untidy.cep"), untidy)
    writeFileSync(join(folder, "broken.cep"), "rule {{{")
    const checked = await cep(["fmt", "--check", "untidy.cep"], folder)
    expect(checked).toMatchObject({ code: 1, stderr: "would be formatted: untidy.cep\n" })
    expect(readFileSync(join(folder, "untidy.cep"), "utf8")).toBe(untidy)
    expect((await cep(["fmt", "untidy.cep"], folder)).code).toBe(0)
    expect((await cep(["fmt", "--check", "untidy.cep"], folder)).code).toBe(0)
    expect(await cep(["fmt", "broken.cep"], folder)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("broken.cep:1:"),
    })
    expect(readFileSync(join(folder, "broken.cep"), "utf8")).toBe("rule {{{")
  })

  test("explain shows a rule, and names it when it is misspelt", async () => {
    const { code, stdout, stderr } = await cep(["explain", "rules.cep", "Large"], folder)
    expect(code, stderr).toBe(0)
    expect(stdout).toContain("Large")
    expect((await cep(["explain", "rules.cep", "Large", "--dot"], folder)).stdout).toContain("digraph")
    expect((await cep(["explain", "rules.cep", "Large", "--svg"], folder)).stdout).toContain("<svg")
    const wrong = await cep(["explain", "rules.cep", "Lagre"], folder)
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("did you mean Large?") })
  })

  test("init makes a project whose tests pass and whose events fire", async () => {
    expect((await cep(["init", "project"], folder)).code).toBe(0)
    expect((await cep(["test", "project"], folder)).stdout).toContain("2 passed")
    const run = await cep(["run", "project/rules.cep", "-s", "Payment=project/events.jsonl"], folder)
    expect(jsonLines(run.stdout)).toMatchObject([{ rule: "CardTesting" }])
    const again = await cep(["init", "project"], folder)
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("not empty") })
  })

  test("knows its commands", async () => {
    const remote = ["status", "reload", "rollback", "params", "stop"]
    const commands = [
      "run",
      "check",
      "fmt",
      "test",
      "explain",
      "compile",
      "init",
      "checkpoints",
      "savepoint",
      "why",
    ].concat(remote)
    const helps = await Promise.all(commands.map((command) => cep([command, "--help"], folder)))
    for (const { code, stdout } of helps) {
      expect(code).toBe(0)
      expect(stdout).toContain("Examples:\n  ")
    }
    expect(await cep(["chekc", "x"], folder)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Did you mean check?"),
    })
    expect(await cep(["check", "nothing.cep"], folder)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("there is no file"),
    })
  })
})
