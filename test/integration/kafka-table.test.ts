import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { TableSource } from "../../runtime/connectors/contract.ts"
import { kafkaConnector } from "../../runtime/connectors/kafka/index.ts"
import { eventually } from "../support/eventually.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"

let kafka: Kafka
let topics: Topics
const open: TableSource[] = []

beforeAll(async () => {
  kafka = await startKafka()
  topics = await openTopics(kafka.brokers)
})
afterAll(async () => {
  await Promise.all(open.map((table) => table.close()))
  await topics?.close()
  await kafka?.remove()
})

async function table(topic: string): Promise<TableSource> {
  const opened = await kafkaConnector.openTable!({ topic, brokers: kafka.brokers }, { folder: "." })
  open.push(opened)
  return opened
}

const row = (key: string, value: string | null) => ({ key, value: value && JSON.stringify({ id: key, tier: value }) })
const sorted = (rows: readonly unknown[] | undefined) => [...(rows ?? [])].map((each) => JSON.stringify(each)).sort()
const expected = (tiers: Readonly<Record<string, string>>) =>
  Object.entries(tiers)
    .map(([id, tier]) => JSON.stringify({ id, tier }))
    .sort()

describe("a topic as a table", () => {
  test("has of each key the latest value, over all partitions, and none of what was taken away", async () => {
    await topics.create("customers", 3, { "cleanup.policy": "compact" })
    await topics.send("customers", [row("a", "gold"), row("b", "silver"), row("c", "gold")])
    await topics.send("customers", [row("b", "gold"), row("c", null), row("nobody", null)], 1)
    const customers = await table("customers")
    expect(customers.resources).toEqual([`topic customers of Kafka at ${kafka.brokers}`])
    const rows = await customers.read()
    expect(rows).toMatchObject({ values: "json", problems: [] })
    expect(sorted(rows!.rows)).toEqual(expected({ a: "gold", b: "gold" }))
    // Nothing has come since.
    expect(await customers.read()).toBeUndefined()
    await topics.send("customers", [row("a", null), row("c", "silver"), row("d", "gold")])
    expect(sorted((await customers.read())!.rows)).toEqual(expected({ b: "gold", c: "silver", d: "gold" }))
  })

  test("is empty where the topic is, and says what is no row", async () => {
    await topics.create("odd")
    const odd = await table("odd")
    expect(await odd.read()).toEqual({ rows: [], values: "json", problems: [] })
    await topics.send("odd", [
      { value: "{}" },
      { key: "a", value: "no json" },
      { key: "b", value: "no json" },
      row("b", "gold"),
    ])
    const { rows, problems } = (await odd.read())!
    expect(rows).toEqual([{ id: "b", tier: "gold" }])
    expect(problems.map(({ problem, position }) => [problem.code, position.offset])).toEqual([
      ["no-key", 0],
      ["not-json", 1],
    ])
  })

  test("does not have what was not committed", async () => {
    await topics.create("transacted")
    const aborted = await topics.transaction("table-1")
    await aborted.send({ topic: "transacted", messages: [row("a", "aborted")] })
    await aborted.abort()
    const pending = await topics.transaction("table-2")
    await pending.send({ topic: "transacted", messages: [row("b", "gold")] })
    const transacted = await table("transacted")
    expect((await transacted.read())!.rows).toEqual([])
    await pending.commit()
    await eventually(async () => expect(sorted((await transacted.read())?.rows)).toEqual(expected({ b: "gold" })))
  })

  test("is read anew where the topic was made again", async () => {
    await topics.create("renewed")
    await topics.send("renewed", [row("a", "gold"), row("b", "gold")])
    const renewed = await table("renewed")
    expect((await renewed.read())!.rows).toHaveLength(2)
    await topics.remove("renewed")
    await expect(renewed.read()).rejects.toMatchObject({
      kind: "usage",
      message: expect.stringMatching(/has no topic renewed/),
    })
    await topics.create("renewed")
    await topics.send("renewed", [row("c", "gold"), row("d", "gold"), row("e", "gold")])
    expect(sorted((await renewed.read())!.rows)).toEqual(expected({ c: "gold", d: "gold", e: "gold" }))
  })

  test("can be read again when the broker is back, and not when it is closed", async () => {
    await topics.create("lasting")
    await topics.send("lasting", [row("a", "gold")])
    const lasting = await table("lasting")
    await lasting.read()
    await kafka.kill()
    await expect(lasting.read()).rejects.toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/cannot read topic lasting/),
    })
    await kafka.start()
    // As a job does, which tries again with each refresh.
    await eventually(async () => expect(await lasting.read()).toBeUndefined())
    await lasting.close()
    await lasting.close()
    await expect(lasting.read()).rejects.toMatchObject({ kind: "closed" })
  })
})
