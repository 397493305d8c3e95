import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { kafkaConnector } from "../../runtime/connectors/kafka/index.ts"
import { textsOf } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { cep, finish, jsonLines, makeFolder, startCep } from "./cep.ts"

const partitions = 4
const accounts = 40
/** Events of a part of the test: what comes while the processes are in one state. */
const partEvents = 3000

let kafka: Kafka
let topics: Topics
let folder: string
let removeFolder: () => void

const rules = (brokers: string) => `
event Payment { account: string, n: integer, at: time } timed by at
event Login { user: string, n: integer, at: time } timed by at
source Payment from kafka("payments", brokers: "${brokers}", partitioned by account)
source Login from kafka("logins", brokers: "${brokers}", partitioned by user)
sink alerts to kafka("alerts", brokers: "${brokers}")
rule Pair {
  when Payment as a where a.n % 5 == 0
  then Payment as b where b.n % 7 == 0
  within 10 minutes
  per account
  alert "{a.n} and {b.n}"
}
rule Many {
  when Payment as it where (sum(n) over 1 hour) % 11 == 0
  per account
  alert "{it.n}"
}
rule Entered {
  when Login as l then Payment as p where p.n % 9 == 0
  within 10 minutes
  per account (Login.user)
  alert "{l.n} then {p.n}"
}
`

beforeAll(async () => {
  kafka = await startKafka()
  topics = await openTopics(kafka.brokers)
  const made = makeFolder({ "rules.cep": rules(kafka.brokers) })
  folder = made.folder
  removeFolder = made.remove
})
afterAll(async () => {
  await topics?.close()
  await kafka?.remove()
  removeFolder?.()
})

/** What readers see of a topic, sorted. */
async function seen(topic: string): Promise<string[]> {
  const source = await kafkaConnector.openSource!({ topic, brokers: kafka.brokers, until: "end" }, { folder: "." })
  try {
    return (await textsOf(source)).flat().sort()
  } finally {
    await source.close()
  }
}

/** Topics and processes of one job. */
async function makeJob(job: string) {
  const names = { payments: `payments-${job}`, logins: `logins-${job}`, alerts: `alerts-${job}` }
  await topics.create(names.payments, partitions)
  await topics.create(names.logins, partitions)
  await topics.create(names.alerts, 2)
  const spec = (topic: string, more = "") => `kafka:${topic}?brokers=${kafka.brokers}${more}`
  let sent = 0
  const children: ReturnType<typeof start>[] = []
  const start = (...more: string[]) => {
    const io = [
      ...["--source", `Payment=${spec(names.payments, "&partitionedBy=account")}`],
      ...["--source", `Login=${spec(names.logins, "&partitionedBy=user")}`],
      ...["--sink", `alerts=${spec(names.alerts)}`],
    ]
    const checkpoints = ["--checkpoint-dir", "checkpoints", "--checkpoint-interval", "100ms", "--job", job]
    const child = startCep(["run", "rules.cep", ...io, ...checkpoints, ...more], folder)
    let said = ""
    child.stderr.on("data", (text) => {
      said += text
    })
    const one = { child, ended: finish(child), said: () => said }
    children.push(one)
    return one
  }
  return {
    start,
    /** More events, of all accounts, those of an account in one partition of both topics. */
    async send(count = partEvents): Promise<void> {
      const numbers = Array.from({ length: count }, (_, at) => sent + at)
      sent += count
      const at = (n: number) => 1.7e12 + n * 1000
      const account = (n: number) => `a${(n * 7919) % accounts}`
      await topics.send(
        names.payments,
        numbers.map((n) => ({ key: account(n), value: `{"account":"${account(n)}","n":${n},"at":${at(n)}}` })),
      )
      await topics.send(
        names.logins,
        numbers.flatMap((n) =>
          n % 3 === 0 ? [{ key: account(n), value: `{"user":"${account(n)}","n":${n},"at":${at(n)}}` }] : [],
        ),
      )
    },
    /** The alerts so far. */
    alerts: () => seen(names.alerts),
    /** Waits until there are more alerts than before, so that those who are there do something. */
    async more(than: number): Promise<number> {
      for (;;) {
        const now = (await seen(names.alerts)).length
        if (now > than) return now
        const dead = children.find(({ child }) => child.exitCode !== null && child.exitCode !== 0)
        if (dead !== undefined) throw new Error(`a process ended: ${dead.said()}`)
        await pause(50)
      }
    },
    /** Events far behind, in every partition, which make no alert: time comes to the end of all others. */
    async sendEnd(): Promise<void> {
      for (let partition = 0; partition < partitions; partition++) {
        const at = 1.7e12 + (sent + 10_000_000) * 1000
        await topics.send(names.payments, [{ partition, value: `{"account":"end${partition}","n":1,"at":${at}}` }])
        await topics.send(names.logins, [{ partition, value: `{"user":"end${partition}","n":1,"at":${at}}` }])
      }
    },
    /** What one process finds that nobody disturbs. */
    async wanted(): Promise<string[]> {
      const io = [
        ...["--source", `Payment=${spec(names.payments, "&until=end")}`],
        ...["--source", `Login=${spec(names.logins, "&until=end")}`],
        ...["--sink", `alerts=file:${job}.jsonl`],
      ]
      const { code, stderr } = await cep(["run", "rules.cep", ...io], folder)
      expect(code, stderr).toBe(0)
      return readFileSync(join(folder, `${job}.jsonl`), "utf8")
        .trimEnd()
        .split("\n")
        .sort()
    },
    async check(): Promise<void> {
      const wanted = await this.wanted()
      expect(wanted.length).toBeGreaterThan(1000)
      await this.more(wanted.length - 1)
      expect(await this.alerts()).toEqual(wanted)
    },
    close() {
      for (const { child } of children) child.kill("SIGKILL")
    },
  }
}

type Started = ReturnType<Awaited<ReturnType<typeof makeJob>>["start"]>

/** The slices that a process says it has begun, one after the other. */
function begun({ child, said }: Started): number[] {
  if (child.exitCode !== null) throw new Error(`a process ended: ${said()}`)
  return jsonLines(said().slice(0, said().lastIndexOf("\n") + 1)).flatMap(({ slice, checkpoint }) =>
    typeof slice === "number" && checkpoint !== undefined ? [slice] : [],
  )
}

async function until(done: () => boolean, ...of: Started[]): Promise<void> {
  while (!done()) {
    const dead = of.find(({ child }) => child.exitCode !== null)
    if (dead !== undefined) throw new Error(`a process ended: ${dead.said()}`)
    await pause(20)
  }
}

describe.concurrent("processes of one job share its slices", () => {
  test("one is killed, the other takes over with its state, and the first comes back", async () => {
    const job = await makeJob("killed")
    try {
      await job.send()
      const first = job.start()
      await until(() => begun(first).length === partitions, first)
      const second = job.start()
      await until(() => begun(second).length === partitions / 2, first, second)
      const alerts = await job.more(0)
      await job.send()
      await job.more(alerts)
      first.child.kill("SIGKILL")
      await first.ended
      await job.send()
      await until(() => begun(second).length === partitions, second)
      const taken = await job.more(await job.alerts().then(({ length }) => length))
      const third = job.start()
      await job.send()
      await until(() => begun(third).length === partitions / 2, second, third)
      await job.more(taken)
      await job.sendEnd()
      await job.check()
      for (const { child, ended } of [second, third]) {
        child.kill("SIGTERM")
        const { code, stderr } = await ended
        expect(code, stderr).toBe(0)
      }
      // With state: nothing but the first starts began empty.
      expect(jsonLines(second.said()).filter(({ checkpoint }) => checkpoint === null)).toEqual([])
      await job.check()
    } finally {
      job.close()
    }
  })

  test("one is frozen, the other takes over, and the first finds out when it wakes up", async () => {
    const job = await makeJob("frozen")
    try {
      const first = job.start()
      await until(() => begun(first).length === partitions, first)
      const second = job.start()
      await until(() => begun(second).length === partitions / 2, first, second)
      await job.send()
      await job.more(0)
      first.child.kill("SIGSTOP")
      await job.send()
      await until(() => begun(second).length === partitions, second)
      await job.more((await job.alerts()).length - 1)
      await job.send()
      first.child.kill("SIGCONT")
      await until(() => first.said().includes("is dropped here"), first, second)
      await job.sendEnd()
      await job.check()
      for (const { child, ended } of [first, second]) {
        child.kill("SIGTERM")
        const { code, stderr } = await ended
        expect(code, stderr).toBe(0)
      }
      await job.check()
    } finally {
      job.close()
    }
  })
})
