import fc from "fast-check"
import { expect, test } from "vitest"
import type { TestResult } from "../../../compiler/testing/index.ts"
import { type JunitFile, junitXml } from "../../../compiler/testing/junit.ts"

const span = { path: "a.cep", start: 0, end: 1 }
const words = { position: () => ({ line: 3, column: 5 }), details: () => "what came: <none>" }

function result(name: string, ...texts: string[]): TestResult {
  const info = { name, path: "a.cep", params: {}, tables: {}, features: {}, models: {}, calls: {} }
  const test = { ...info, timeline: [], expectations: [], until: null, span }
  return { test, failures: texts.map((text) => ({ text, span })), outputs: [], ms: 1500 }
}

test("suites, cases, failures and files with errors", () => {
  const files: JunitFile[] = [
    { path: "a.cep", results: [result("good"), result('bad & "worse"', "expected <1>\nof R", "and more")] },
    { path: "b.cep", results: [], error: "1 error\n  here" },
    { path: "empty.cep", results: [] },
  ]
  expect(junitXml(files, words)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cep test" tests="3" failures="1" errors="1" time="3.000">
  <testsuite name="a.cep" tests="2" failures="1" errors="0" time="3.000" file="a.cep">
    <testcase name="good" classname="a.cep" time="1.500"/>
    <testcase name="bad &amp; &quot;worse&quot;" classname="a.cep" time="1.500">
      <failure message="expected &lt;1&gt;&#10;of R" type="event">expected &lt;1&gt;
of R
  at a.cep:3:5
what came: &lt;none&gt;
and more
  at a.cep:3:5
what came: &lt;none&gt;</failure>
    </testcase>
  </testsuite>
  <testsuite name="b.cep" tests="1" failures="0" errors="1" time="0.000" file="b.cep">
    <testcase name="the rules can be compiled" classname="b.cep" time="0.000">
      <error message="1 error" type="rules">1 error
  here</error>
    </testcase>
  </testsuite>
</testsuites>
`)
})

/** What a reader of XML makes of an attribute. */
function read(text: string): string {
  const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, number, name) =>
    number ? String.fromCharCode(number) : entities[name]!,
  )
}

const unit = fc.oneof(fc.nat(0x7f), fc.integer({ min: 0xd7f0, max: 0xe010 }), fc.nat(0xffff))

test("a name that holds anything comes out again, or as what XML can hold", () => {
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 20 }), (units) => {
      for (const name of [String.fromCharCode(...units), "\ud800", "\ufffe"]) {
        const xml = junitXml([{ path: "a.cep", results: [result(name)] }], words)
        expect(/^[\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(xml)).toBe(true)
        const [, written] = /<testcase name="([^"<]*)"/.exec(xml)!
        const [wanted, found] = [name, read(written!)].map((text) =>
          text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd"),
        )
        expect(found).toBe(wanted)
      }
    }),
    { seed: 7, numRuns: 200 },
  )
})
