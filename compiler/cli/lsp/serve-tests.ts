import type { MessagePort } from "node:worker_threads"
import { createEngine, createEnricher } from "../../../runtime/index.ts"
import { compile } from "../../index.ts"
import { runTests } from "../../testing/index.ts"
import { modelsFor } from "../test-run.ts"
import type { TestAnswer, TestMessage, TestStart } from "./test-messages.ts"

/** Runs the tests that a thread was started for, and says what became of them. */
export async function serveTests(port: MessagePort, start: TestStart): Promise<void> {
  const post = (message: TestMessage) => port.postMessage(message)
  try {
    post(await answerTo(start, () => post({ outcome: "begun" })))
  } catch (error) {
    post({ outcome: "failed", reason: error instanceof Error ? error.message : String(error) })
  }
}

async function answerTo({ sources, path, name }: TestStart, onBegin: () => void): Promise<TestAnswer> {
  const { rules, diagnostics, checked } = await compile(sources, { entries: [path] })
  const error = diagnostics.find(({ level }) => level === "error")
  if (rules === undefined) return { outcome: "failed", reason: `the rules have errors: ${error?.text ?? ""}` }
  const tests = checked.tests.filter((test) => test.path === path && (name === undefined || test.name === name))
  if (tests.length === 0) return { outcome: "failed", reason: "there is no such test" }
  onBegin()
  const models = await modelsFor(rules.manifest, tests)
  try {
    const results = await runTests(rules, tests, createEngine, { createEnricher, models: models.runners })
    const verdicts = results.map(({ test, failures }) => ({
      name: test.name,
      failures: failures.map(({ text, span }) => ({ text, span })),
    }))
    return { outcome: "run", verdicts }
  } finally {
    await models.close()
  }
}
