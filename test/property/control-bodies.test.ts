/** Whatever is sent to the control interface: no answer says that something failed, and what was not taken changed nothing. */
import { type Arbitrary, assert, asyncProperty, constantFrom, dictionary, jsonValue, oneof, string } from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Control } from "../../runtime/control/server.ts"
import { FakeJob, hostOf, openFor, send } from "../unit/control/fake-job.ts"

const job = new FakeJob()
let control: Control

beforeAll(async () => {
  control = await openFor(hostOf(job), { requestsPerMinute: 1e6, changesPerMinute: 1e6 })
})
afterAll(() => control.close())

const names = constantFrom("files", "path", "text", "refuseLoss", "note", "values", "limit", "dir", "savepoint", "x")
const odd = constantFrom("__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "")
const file = { path: "a.cep", text: "rule R {}" }
/** What could be meant, nearly. */
const near: Arbitrary<unknown> = dictionary(
  oneof({ weight: 4, arbitrary: names }, odd),
  oneof(
    jsonValue({ maxDepth: 3 }),
    constantFrom<unknown>(
      [file],
      [file, file],
      [{ ...file, path: "a.ts" }],
      { limit: 5 },
      { limit: "5" },
      {},
      true,
      "wrong",
    ),
  ),
)
const bodies = oneof(
  near.map((value) => JSON.stringify(value)),
  jsonValue().map((value) => JSON.stringify(value)),
  string({ unit: "binary", maxLength: 50 }),
)
const routes = constantFrom(
  ["POST", "/plan"],
  ["POST", "/reload"],
  ["POST", "/rollback"],
  ["PUT", "/params"],
  ["POST", "/savepoint"],
  ["POST", "/stop"],
)

test("bodies of any kind", async () => {
  let taken = 0
  await assert(
    asyncProperty(routes, bodies, async ([method, path], body) => {
      const before = JSON.stringify([job.rules(), job.params(), job.done])
      const { code, body: answer } = await send(control.url + path!, method!, body)
      expect(code).toBeLessThan(500)
      if (code === 200) taken++
      else {
        expect(answer).toMatchObject({ error: expect.any(String), message: expect.stringMatching(/./) })
        expect(JSON.stringify([job.rules(), job.params(), job.done])).toBe(before)
      }
      expect(Object.keys(Object.prototype)).toEqual([])
    }),
    { numRuns: 1500 },
  )
  // Some are right, so that the others were tried at the door of something that opens.
  expect(taken).toBeGreaterThan(20)
})
