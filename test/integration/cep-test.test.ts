/** `cep test` as a process: what it writes, its exit codes, and how it watches. */
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { cep, makeFolder, startCep } from "./cep.ts"

const rules = `event Payment { id: string, amount: number, at: time } timed by at
rule Large {
  when Payment as payment where amount > 100
  per id
  alert { amount: payment.amount }
}
`
const good = `import "./rules.cep"
test "large" {
  Payment { amount: 101 } at 10:00:00
  expect 1 Large { amount: 101 }
}
test "small" {
  Payment { amount: 100 } at 10:00:00
  expect nothing
}
`
let folder: string
let remove: () => void

beforeAll(() => {
  const made = makeFolder({
    "rules.cep": rules,
    "good.cep": good,
    "bad.cep": good.replace("amount: 101 }\n}", "amount: 102 }\n}").replace("large", "a <large> one"),
    "wrong.cep": 'import "./rules.cep"\ntest "x" { expect Lagre }',
  })
  folder = made.folder
  remove = made.remove
})
afterAll(() => remove())

test("reports are written for CI servers, beside what people see", async () => {
  const found = await cep(
    ["test", "good.cep", "bad.cep", "--coverage", "--junit", "out/results.xml", "--lcov", "out/lcov.info"],
    folder,
  )
  expect(found).toMatchObject({ code: 4, stderr: "" })
  expect(found.stdout).toContain("coverage of rules.cep: 100 % (4 of 4)")
  expect(found.stdout).toContain(`      expected 1 output of Large with {"amount":102}, and none came`)
  expect(found.stdout).toContain("        - amount  102\n        + amount  101\n")
  expect(readFileSync(join(folder, "out/lcov.info"), "utf8")).toMatch(
    /^TN:\nSF:rules\.cep\nFN:2,Large\n[\s\S]*LH:2\nend_of_record\n$/,
  )
  const xml = readFileSync(join(folder, "out/results.xml"), "utf8")
  expect(xml).toMatch(/<testsuites name="cep test" tests="4" failures="1" errors="0" time="[\d.]+">/)
  expect(xml).toMatch(/<testcase name="a &lt;large&gt; one" classname="bad\.cep" time="[\d.]+">/)
})

test("a threshold, a part of a name, and JSON", async () => {
  const low = await cep(["test", "good.cep", "--only", "SMALL", "--coverage-threshold", "90"], folder)
  expect(low.code).toBe(4)
  expect(low.stdout).toMatch(/Tests {2}1 passed, 1 left out \(1\)/)
  expect(low.stdout).toContain("coverage 25 % (1 of 4) is below the 90 % that --coverage-threshold wants\n")
  const high = await cep(["test", "good.cep", "--coverage-threshold", "100%", "--json"], folder)
  expect(high.code).toBe(0)
  expect(JSON.parse(high.stdout)).toMatchObject({
    files: [{ path: "good.cep", tests: [{ name: "large", line: 2, passed: true }, { name: "small" }] }],
    coverage: { taken: 4, all: 4, percent: 100 },
  })
  expect(await cep(["test", "good.cep", "-t", "lagre"], folder)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no test has "lagre" in its name'),
  })
  expect(await cep(["test", "good.cep", "--coverage-threshold", "many"], folder)).toMatchObject({ code: 2 })
})

test("a file with errors does not keep the others from being tested", async () => {
  const found = await cep(["test", "wrong.cep", "good.cep", "--junit", "errors.xml"], folder)
  expect(found.code).toBe(1)
  expect(found.stderr).toContain("CEP6001")
  expect(found.stdout).toMatch(/✗ wrong\.cep \(1 error\)[\s\S]*✓ good\.cep[\s\S]*1 file with errors, 2 passed \(2\)/)
  expect(readFileSync(join(folder, "errors.xml"), "utf8")).toMatch(
    /<error message="wrong\.cep: 1 error" type="rules">[\s\S]*CEP6001/,
  )
})

test.skipIf(process.platform === "win32")(
  "--watch runs what is concerned, lives on with errors, and ends with Ctrl-C",
  async () => {
    const { folder: watched, remove: removeIt } = makeFolder({
      "rules.cep": rules,
      "good.cep": good,
      "other.cep":
        'event X { at: time } timed by at\nrule R { when X as x alert }\ntest "other" { X {} at 10:00:00 expect R }',
    })
    const child = startCep(["test", ".", "--watch"], watched)
    /** By pipe: which of them brings its text first is up to the system. */
    const said = { stderr: "", stdout: "" }
    const heard = new Set<() => void>()
    for (const name of ["stderr", "stdout"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        said[name] += text
        for (const each of heard) each()
      })
    }
    /** What is said until it waits for changes once more, and what is wanted has come. */
    const round = (wanted: RegExp) =>
      new Promise<string>((resolve, reject) => {
        const look = () => {
          const text = said.stderr + said.stdout
          if (!said.stderr.includes("waiting for changes; Ctrl-C ends it\n") || !wanted.test(text)) return
          heard.delete(look)
          Object.assign(said, { stderr: "", stdout: "" })
          resolve(text)
        }
        child.once("close", () => reject(new Error(said.stderr + said.stdout)))
        heard.add(look)
        look()
      })
    try {
      const ended = new Promise((resolve) => child.once("close", (code) => resolve(code)))
      expect(await round(/✓ \.?\/?good\.cep[\s\S]*✓ \.?\/?other\.cep[\s\S]*3 passed/)).toMatch(
        /✓ \.?\/?good\.cep[\s\S]*✓ \.?\/?other\.cep[\s\S]*3 passed/,
      )
      writeFileSync(join(watched, "rules.cep"), rules.replace("> 100", "> 101"))
      const failing = /✗ \.?\/?good\.cep \(2 tests, 1 failed\)[\s\S]*1 failed, 2 passed \(3\)/
      const changed = await round(failing)
      expect(changed).toMatch(failing)
      expect(changed).not.toMatch(/other\.cep/)
      writeFileSync(join(watched, "rules.cep"), "rule {")
      expect(await round(/CEP1001[\s\S]*files with errors/)).toMatch(/CEP1001[\s\S]*files with errors/)
      writeFileSync(join(watched, "rules.cep"), rules)
      expect(await round(/3 passed \(3\)/)).toMatch(/3 passed \(3\)/)
      rmSync(join(watched, "other.cep"))
      writeFileSync(join(watched, "good.cep"), good.replace("small", "tiny"))
      expect(await round(/✓ tiny[\s\S]*2 passed \(2\)/)).toMatch(/✓ tiny[\s\S]*2 passed \(2\)/)
      child.kill("SIGINT")
      expect(await ended).toBe(0)
    } finally {
      child.kill("SIGKILL")
      removeIt()
    }
  },
)

test("what the tests of several files take of a rule is shown once, below them", async () => {
  const { folder: shared, remove: removeIt } = makeFolder({
    "rules.cep": rules,
    "large.cep": good.replace(/test "small"[\s\S]*/, ""),
    "small.cep": good.replace(/test "large"[\s\S]*?\n}\n/, ""),
  })
  try {
    const one = await cep(["test", "large.cep"], shared)
    expect(one.stdout).toMatch(/✓ large\n\ncoverage of rules\.cep\n {2}Large {2}`where` never false: payment\n\nTests/)
    const all = await cep(["test", "./large.cep", "."], shared)
    expect(all.stdout.match(/coverage of/g)).toHaveLength(1)
    expect(all.stdout).toMatch(
      /\n\ncoverage of rules\.cep\n {2}Large {2}every step taken, every condition seen both ways\n\nTests {2}2 passed/,
    )
  } finally {
    removeIt()
  }
})
