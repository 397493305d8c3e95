/** Results of tests as JUnit's XML, as CI servers read it: valid by the schema `junit-10.xsd` of Jenkins' xUnit plugin, where a test case has no place. */
import type { Position } from "../../lang/source.ts"
import type { TestFailure, TestResult } from "./result.ts"

/** What became of one file. */
export interface JunitFile {
  readonly path: string
  readonly results: readonly TestResult[]
  /** Why its tests could not be run. */
  readonly error?: string
}

export interface JunitWords {
  /** Line and column of a place. */
  position(span: TestFailure["span"]): Position
  /** All that is to be said of a failure, as text. */
  details(failure: TestFailure, result: TestResult): string
}

/** The XML document, with a line break at its end. Texts may hold anything: what XML cannot hold stands in it as U+FFFD. */
export function junitXml(files: readonly JunitFile[], words: JunitWords): string {
  const suites = files.filter(({ results, error }) => results.length > 0 || error !== undefined)
  const lines = [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites ${attributes({ name: "cep test", ...sumOf(suites) })}>`,
  ]
  for (const suite of suites) lines.push(...suiteLines(suite, words))
  return `${[...lines, "</testsuites>"].join("\n")}\n`
}

function sumOf(files: readonly JunitFile[]) {
  const results = files.flatMap((file) => file.results)
  const errors = files.filter(({ error }) => error !== undefined).length
  return {
    tests: results.length + errors,
    failures: results.filter(({ failures }) => failures.length > 0).length,
    errors,
    time: seconds(results.reduce((sum, { ms }) => sum + ms, 0)),
  }
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

function suiteLines(suite: JunitFile, words: JunitWords): string[] {
  const { path, results, error } = suite
  const lines = [`  <testsuite ${attributes({ name: path, ...sumOf([suite]), file: path })}>`]
  if (error !== undefined) {
    lines.push(
      `    <testcase ${attributes({ name: "the rules can be compiled", classname: path, time: seconds(0) })}>`,
      `      <error ${attributes({ message: firstLine(error), type: "rules" })}>${escaped(error)}</error>`,
      "    </testcase>",
    )
  }
  for (const result of results) lines.push(...caseLines(path, result, words))
  return [...lines, "  </testsuite>"]
}

function caseLines(path: string, result: TestResult, words: JunitWords): string[] {
  const { test, failures, ms } = result
  const head = attributes({ name: test.name, classname: path, time: seconds(ms) })
  const [first] = failures
  if (first === undefined) return [`    <testcase ${head}/>`]
  // The schema has room for several, but most readers show the first alone.
  const texts = failures.map((failure) => {
    const place = words.position(failure.span)
    const details = words.details(failure, result)
    const at = `  at ${failure.span.path}:${place.line}:${place.column}`
    return [failure.text, at, ...(details === "" ? [] : [details])].join("\n")
  })
  const body = escaped(texts.join("\n"))
  return [
    `    <testcase ${head}>`,
    `      <failure ${attributes({ message: first.text, type: first.expected === undefined ? "event" : "expectation" })}>${body}</failure>`,
    "    </testcase>",
  ]
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        `${name}="${escaped(String(value)).replace(/[\n\r\t]/g, (each) => `&#${each.charCodeAt(0)};`)}"`,
    )
    .join(" ")
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
}

function escaped(text: string): string {
  return legal(text).replace(/[&<>"']/g, (each) => entities[each]!)
}

/** Control characters, halves of surrogate pairs and the two that are no characters are none in XML 1.0. */
function legal(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
}
