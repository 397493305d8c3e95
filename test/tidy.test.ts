import { describe, expect, test } from "vitest"
import { generateAll, outdated } from "../docs/generate.ts"
import { catalogueOf } from "../lang/messages/generate.ts"
import { contentsProblems, isDocument } from "../tools/site/contents.ts"
import { brokenLinks, prose, titleProblems } from "./tidy/documents.ts"
import { readFacts } from "./tidy/facts.ts"
import { ratchet } from "./tidy/ratchet.ts"
import * as rules from "./tidy/rules.ts"
import { listFiles, readText, root } from "./tidy/source-files.ts"

const paths = listFiles()
const scripts = paths.filter((path) => /\.tsx?$/.test(path) && !/^test\/(cases|golden)\//.test(path))
const facts = scripts.map((path) => readFacts(path, readText(path)))
const documents = paths.filter((path) => path.endsWith(".md") && !/^test\/(cases|golden)\//.test(path))
const texts = paths.filter(
  (path) => /\.(tsx?|js|mjs|css|md|json|ya?ml|cep|txt|html)$|^\.ci\//.test(path) && path !== "package-lock.json",
)

/** Fails with all complaints below the rule's name. */
function none(rule: string, complaints: readonly string[]): void {
  if (complaints.length > 0) expect.fail(`${rule}\n  ${complaints.join("\n  ")}`)
}

/** Compares offenders with the list of old ones. */
function onlyOld(rule: string, found: readonly string[], name: keyof typeof ratchet, wayOut: string): void {
  const old = ratchet[name]
  none(rule, [
    ...found.filter((one) => !old.includes(one)).map((one) => `${one}: ${wayOut}`),
    ...old
      .filter((one) => !found.includes(one))
      .map((one) => `${one}: offends no more; remove it from ${name} in test/tidy/ratchet.ts`),
  ])
}

/** Lines of a file that match, as complaints. */
function linesWith(path: string, pattern: RegExp, wayOut: string): string[] {
  return readText(path)
    .split("\n")
    .flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}: ${line.trim().slice(0, 80)}: ${wayOut}`] : []))
}

describe("imports", () => {
  test("follow the table", () => none("imports point one way", rules.forbiddenImports(facts)))
  test("make no cycle", () => none("no cycles of value imports", rules.importCycles(facts)))
  test("reach every file of the product", () => {
    const { exports, bin = {} } = JSON.parse(readText("package.json"))
    const entries = [...Object.values(exports), ...Object.values(bin)].map((path) => String(path).replace("./", ""))
    const makers = scripts.filter((path) => path.endsWith("/generate.ts"))
    const started = [
      "compiler/cli/main.ts",
      "compiler/cli/quick-main.ts",
      "compiler/cli/worker-thread.ts",
      "runtime/main.ts",
      "runtime/models/worker.ts",
    ]
    none("no file without a use", rules.unusedFiles(facts, new Set([...entries, ...makers, ...started])))
  })
})

describe("code", () => {
  test("is pure where the table says so", () => none("decide in pure code, act at the edge", rules.impureUses(facts)))
  test("keeps no state in modules", () => {
    onlyOld(
      "no module-level mutable state",
      rules.mutableModules(facts),
      "moduleState",
      "two users would share it: keep it in an object",
    )
  })
  test("has files of at most 500 lines", () => {
    onlyOld("files ≤ 500 lines", rules.longFiles(facts), "longFiles", "split it by what its parts are about")
  })
  test("has functions of at most 70 lines", () => {
    onlyOld("functions ≤ 70 lines", rules.longFunctions(facts), "longFunctions", "take steps out into named functions")
  })
  test("documents what it exports", () => {
    const wayOut = "say in a doc comment what it does, its shapes and units, its errors"
    onlyOld("exported functions have doc comments", rules.undocumented(facts), "undocumented", wayOut)
  })
  test("uses no any", () => {
    const found = facts.filter(({ path }) => !rules.isGenerated(path))
    none(
      "no any",
      found.flatMap(({ path, anys }) =>
        anys.map((line) => `${path}:${line}: name the type, or take unknown and test it`),
      ),
    )
  })
  test("prints only where printing is its work", () => {
    const may = /^(compiler\/cli|samples|bench|docs|test|tools)\//
    const found = facts.filter(({ path }) => !may.test(path))
    none(
      "console only in the command line, samples, bench and tools",
      found.flatMap(({ path, uses }) =>
        uses
          .filter(({ what }) => what.startsWith("console."))
          .map(({ what, line }) => `${path}:${line}: ${what}: return it, or take a log`),
      ),
    )
  })
  test("runs all tests", () => {
    const only = (what: string) => /^(test|it|describe)\.only$/.test(what)
    none(
      "no test stands in for the others",
      facts.flatMap(({ path, uses }) =>
        uses.filter(({ what }) => only(what)).map(({ what, line }) => `${path}:${line}: remove ${what}`),
      ),
    )
  })
  test("waits in tests for what comes, however long that takes", () => {
    const own = scripts.filter((path) => /^test\//.test(path) && path !== "test/support/eventually.ts")
    const wayOut = "use eventually: a busy machine is slow, and no test depends on being quick"
    const waits = /\bvi\.wait(For|Until)\(|\bexpect\.poll\(/
    // A limit of less than 900 seconds for one test.
    const limits = /^\s*\}, [1-8]?\d?\d_?\d{3}\)$|\{ timeout: [1-8]?\d?\d_?\d{3} \}, (async )?\(/
    none(
      "no test waits on the wall clock",
      own.flatMap((path) => [
        ...linesWith(path, waits, wayOut),
        ...linesWith(path, limits, "leave the limit to vitest.config.ts: no test depends on being quick"),
      ]),
    )
  })
  test("promises nothing without an issue", () => {
    const pattern = new RegExp(
      `\\b(${["TO", "FIX", "XX"].map((start, at) => start + ["DO", "ME", "X"][at]).join("|")})\\b(?! \\(issue \\d+\\))`,
    )
    none(
      "open work names its issue",
      texts.flatMap((path) => linesWith(path, pattern, 'write the issue\'s number after it: "(issue 12)"')),
    )
  })
})

describe("cases", () => {
  const cases = paths.filter((path) => path.startsWith("test/cases/"))
  const expectations = cases.filter((path) => /^test\/cases\/[^/]+\/[^/]+\/expected\.\w+$/.test(path))

  test("all expect something", () => {
    const folders = new Set(cases.map((path) => path.split("/").slice(0, 4).join("/")))
    const expecting = new Set(expectations.map((path) => path.split("/").slice(0, 4).join("/")))
    none(
      "every case has an expectation",
      [...folders]
        .filter((folder) => !expecting.has(folder))
        .map((folder) => `${folder}: has no expected file: run it with UPDATE=1, read the result`),
    )
  })

  test("show every message", () => {
    const shown = new Set(expectations.flatMap((path) => readText(path).match(/\bCEP\d{4}\b/g) ?? []))
    const missing = catalogueOf(root)
      .entries.map((entry) => entry.code)
      .filter((code) => !shown.has(code))
    onlyOld(
      "every message has a case",
      missing,
      "codesWithoutCase",
      "add a folder to test/cases/diagnostics that shows it",
    )
  })
})

describe("documents", () => {
  test("have one title", () =>
    none(
      "one title per document",
      documents.flatMap((path) => titleProblems(path, readText(path))),
    ))
  test("have links that lead somewhere", () => {
    none(
      "relative links resolve",
      documents.flatMap((path) => brokenLinks(path, readText(path), readText)),
    )
  })
  test("have a place in the contents of their site", () => {
    none("every document can be found", contentsProblems(documents.filter(isDocument)))
  })
  test("speak of this repository alone", () => {
    const pattern =
      /(?<![\w.])\/(work|tmp)(?![\w-])|\.\.\/shared\b|(?<![\w/.-])shared\/(spec|design|golden|data|services|research|peers|hooks)/
    const own = texts.filter((path) => path !== "test/tidy.test.ts")
    none(
      "no paths of a machine",
      own.flatMap((path) => linesWith(path, pattern, "say it without a path outside the repository")),
    )
  })
  test("are seen without their code", () => {
    expect(prose("a\n```md\n# b\n```\nc")).toEqual(["a", "", "", "", "c"])
  })
})

test("generated files are up to date", () => {
  const { files, problems } = generateAll(root)
  none("the generators' input is right", problems)
  none("run `npm run generate` and commit the result", outdated(root, files))
})
