import { afterAll, describe, expect, test } from "vitest"
import type { CompileAnswer, CompileMessage, CompilerRequest } from "../../../compiler/cli/compile-messages.ts"
import { CompileThread, type StartedCompiler, startCompiler } from "../../../compiler/cli/compile-thread.ts"
import { instantiateModule } from "../../../compiler/instantiate.ts"
import { settle, TestClock } from "../../support/job.ts"

/** A thread that does nothing by itself. */
class TestThread implements StartedCompiler {
  readonly requests: CompilerRequest[] = []
  stopped = false
  say: (message: CompileMessage) => void = () => {}
  end: (reason: string) => void = () => {}

  post(request: CompilerRequest) {
    this.requests.push(request)
  }

  onMessage(take: TestThread["say"]) {
    this.say = take
  }

  onEnd(take: TestThread["end"]) {
    this.end = take
  }

  async stop() {
    this.stopped = true
    this.end("it was stopped")
  }

  answer(outcome: CompileAnswer) {
    this.say({ kind: "answer", answer: outcome })
  }
}

const files = (text: string) => [{ path: "a.cep", text }]
const errors: CompileAnswer = { outcome: "errors", text: "no", diagnostics: [] }

function bench() {
  const clock = new TestClock()
  const threads: TestThread[] = []
  const start = () => {
    const thread = new TestThread()
    threads.push(thread)
    return thread
  }
  return { clock, threads, compiler: new CompileThread({ clock, start }) }
}

describe("a thread that compiles", () => {
  test("is started when it is needed, takes one request after the other, and ends after a minute of quiet", async () => {
    const { clock, threads, compiler } = bench()
    expect(threads).toHaveLength(0)
    const answers = [compiler.compile(files("1")), compiler.compile(files("2"))]
    await settle()
    expect(threads.map(({ requests }) => requests)).toEqual([[{ files: files("1") }]])
    threads[0]!.answer(errors)
    expect(await answers[0]).toEqual(errors)
    await settle()
    expect(threads[0]!.requests).toHaveLength(2)
    threads[0]!.answer(errors)
    await answers[1]
    clock.pass(59_000)
    expect(threads[0]!.stopped).toBe(false)
    const third = compiler.compile(files("3"))
    await settle()
    clock.pass(59_000)
    threads[0]!.answer(errors)
    await third
    clock.pass(60_000)
    expect(threads[0]!.stopped).toBe(true)
    const fourth = compiler.compile(files("4"))
    await settle()
    expect(threads).toHaveLength(2)
    threads[1]!.answer(errors)
    expect(await fourth).toEqual(errors)
  })

  test("has limits of time, and is given up where it passes them; the next request gets another", async () => {
    const { clock, threads, compiler } = bench()
    const slow = compiler.compile(files("slow"))
    await settle()
    clock.pass(120_000)
    expect(await slow).toMatchObject({ outcome: "failed", reason: expect.stringContaining("within 120 seconds") })
    expect(threads[0]!.stopped).toBe(true)
    const hanging = compiler.compile(files("hanging"))
    await settle()
    clock.pass(59_000)
    threads[1]!.say({ kind: "loading" })
    clock.pass(19_000)
    // What the former one says too late is nobody's answer.
    threads[0]!.answer(errors)
    clock.pass(1_000)
    expect(await hanging).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("did not come to an end within 20 seconds"),
    })
    const next = compiler.compile(files("next"))
    await settle()
    threads[2]!.answer(errors)
    expect(await next).toEqual(errors)
  })

  test("that ends by itself, or cannot be started, is told", async () => {
    const { threads, compiler } = bench()
    const lost = compiler.compile(files("lost"))
    await settle()
    threads[0]!.end("out of memory")
    expect(await lost).toEqual({ outcome: "failed", reason: "the rules were not compiled: out of memory" })
    const broken = new CompileThread({
      clock: new TestClock(),
      start: () => {
        throw new Error("no threads left")
      },
    })
    expect(await broken.compile(files("a"))).toMatchObject({ outcome: "failed", reason: /no threads left/ })
  })

  test("has a short queue, and what waits at the end is told so", async () => {
    const { threads, compiler } = bench()
    const waiting = Array.from({ length: 20 }, (_, at) => compiler.compile(files(String(at))))
    expect(await Promise.all(waiting.slice(16))).toEqual(
      Array.from({ length: 4 }, () => ({
        outcome: "failed",
        reason: expect.stringContaining("16 other sets of rules"),
      })),
    )
    await settle()
    await compiler.close()
    const reasons = (await Promise.all(waiting.slice(0, 16))).map((each) => each.outcome === "failed" && each.reason)
    expect(new Set(reasons)).toEqual(new Set(["the rules were not compiled: the job ends", "the job ends"]))
    expect(threads.map(({ stopped }) => stopped)).toEqual([true])
  })
})

const rules =
  'event E { a: integer, at: time } timed by at\nrule R { when E as e where twice(e.a) > 2 alert "{e.a}" }\n'
const withCode = (code: string) => [
  { path: "rules.cep", text: `use { twice } from "./twice.ts"\n${rules}` },
  { path: "twice.ts", text: `${code}\nexport function twice(a: number): number { return 2 * a }\n` },
]

describe("the real thread", () => {
  // No limit of time: a busy machine is slow.
  const clock = { after: () => () => {} }
  const own = new CompileThread({ clock })
  afterAll(() => own.close())

  test("makes a module that can be run, and says what is wrong as `cep check` does", async () => {
    const made = await own.compile(withCode("(globalThis as any).console.log('nobody hears this')"))
    expect(made).toMatchObject({ outcome: "compiled", text: "", diagnostics: [] })
    if (made.outcome !== "compiled") return
    const set = instantiateModule(made.module)!
    expect(set.manifest.version).toBe(made.version)
    expect(set.manifest.format).toBe(made.format)
    const wrong = await own.compile(files("rule ?"))
    expect(wrong).toMatchObject({
      outcome: "errors",
      text: expect.stringMatching(/^error.*a\.cep:1:6/s),
      diagnostics: [expect.objectContaining({ level: "error", span: expect.objectContaining({ path: "a.cep" }) })],
    })
  })

  test("plans changes and explains rules, so that the job's own thread need not", async () => {
    const text = (least: number) =>
      `event A { n: number, at: time } timed by at\nrule R { when A as a where n > ${least} then A as b within 1 hour alert }`
    const [running, next] = await Promise.all([1, 2].map((least) => own.compile(files(text(least)))))
    if (running?.outcome !== "compiled" || next?.outcome !== "compiled") throw new Error("these have no errors")
    const modules = { running: running.module, next: next.module }
    expect(await own.plan({ ...modules, from: { params: {} } })).toMatchObject({
      outcome: "planned",
      plan: { from: running.version, to: next.version, rules: [{ rule: "R", verdict: "kept" }] },
    })
    expect(await own.plan({ ...modules, next: "no module", from: { params: {} } })).toMatchObject({
      outcome: "failed",
    })
    const shown = await own.explain({ files: files(text(1)), explain: "R" })
    expect(shown).toMatchObject({ outcome: "explained", text: expect.stringContaining("rule R") })
    expect(await own.explain({ files: files(text(1)), explain: "S" })).toEqual({
      outcome: "unknown",
      reason: 'no rule is called "S"; did you mean R?',
    })
  })

  test("reads no file: what is imported and not among the sources is an error that names it", async () => {
    const imports = 'import "./samples/none.cep"\nimport "../../../../etc/passwd.cep"\n'
    expect(await own.compile(files(imports))).toMatchObject({
      outcome: "errors",
      text: expect.stringMatching(/no file .*none\.cep.*no file .*passwd\.cep/s),
    })
    const code = [withCode("")[0]!]
    expect(await own.compile(code)).toMatchObject({ outcome: "errors", text: expect.stringContaining("twice.ts") })
    const deeper = withCode(
      'import { readFileSync } from "node:fs"\nimport { x } from "./x.ts"\nexport const y = [readFileSync, x]',
    )
    expect(await own.compile(deeper)).toMatchObject({ outcome: "errors", text: expect.stringContaining("./x.ts") })
  })

  test.each([
    ["throws", "throw new Error('not today')", "the rules cannot be loaded: not today"],
    ["ends the process", "(globalThis as any).process.exit(7)", "their thread has ended by itself (code 7)"],
  ])("code that %s when it is loaded ends nothing but its thread", async (_, code, reason) => {
    expect(await own.compile(withCode(code))).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining(reason),
    })
    expect((await own.compile(withCode(""))).outcome).toBe("compiled")
  })

  test("code that never ends when it is loaded ends nothing but its thread", async () => {
    // The limit for compiling is never reached, that for loading at once.
    const hastyClock = {
      after: (milliseconds: number, act: () => void) => {
        const timer = milliseconds > 20_000 ? undefined : setImmediate(act)
        return () => clearImmediate(timer)
      },
    }
    const hasty = new CompileThread({ clock: hastyClock })
    expect(await hasty.compile(withCode("for (;;);"))).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("did not come to an end within 20 seconds"),
    })
    await hasty.close()
  })

  test("what takes more memory than there is for compiling ends nothing but its thread", async () => {
    const small = new CompileThread({ clock, start: () => startCompiler(32) })
    expect(await small.compile(withCode(""))).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("memory"),
    })
    await small.close()
  })
})
