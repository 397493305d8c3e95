/** In a job with readers a slice knows which partition of the sources time waits for, although it reads none of them. */
import { expect, test } from "vitest"
import { decodeJson } from "../../../../runtime/formats/json.ts"
import { createEngine } from "../../../../runtime/index.ts"
import { writeEvent, writeMarker } from "../../../../runtime/job/repartition/parcel.ts"
import { type ReadSource, sliceProcessing } from "../../../../runtime/job/repartition/processing.ts"
import { compileRules, makeJob, settle, source, TestClock, TestPartition } from "../../../support/job.ts"

const partitions = [0, 1].map((partition) => ({ name: `p/${partition}`, common: { partition }, end: 0 }))
const sources: readonly ReadSource[] = [{ name: "P", typeField: "type", bounded: false, partitions }]
const second = 1000

test("its log and its status name the partition that is silent", async () => {
  const rules = await compileRules(`
    event P { account: string, at: time } timed by at
    rule Three { when 3 P as p within 1 minute per account alert }
  `)
  const clock = new TestClock(1e12)
  const topic = new TestPartition("exchange/0", [], false)
  const end = { isReached: false }
  const processing = sliceProcessing({ rules, createEngine, sources, slice: 0, slices: 1, end })
  const { job, logged, stop } = makeJob(rules, { "*": source([topic], false) }, { clock, processing })
  const running = job.run()
  const give = (text: string) => topic.give({ raw: decodeJson(text).value, text, position: {}, problem: undefined })
  give(writeMarker({ source: 0, partition: 1, offset: -1 }, { watermark: clock.now() - second }))
  for (let i = 0; i < 40; i++) {
    const place = { source: 0, partition: 0, offset: i }
    const text = JSON.stringify({ account: "x", at: clock.now() })
    give(writeEvent(place, clock.now(), { raw: undefined, text, problem: undefined }))
    give(writeMarker(place, { watermark: clock.now() - 1 }))
    await settle()
    clock.pass(second)
    await settle()
  }
  expect(logged).toMatchObject([{ level: "warn", message: expect.stringContaining("all else waits for P at p/1") }])
  expect((await job.status()).heldBackBy).toMatchObject({ source: "P", partition: "p/1", why: "silent" })
  stop.abort()
  topic.end()
  await running
})
