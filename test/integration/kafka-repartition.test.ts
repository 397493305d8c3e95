import { readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { sortedTexts } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { cep, jsonLines, makeFolder } from "./cep.ts"
import { begins, type Member, startMember, stop, until } from "./members.ts"

const partitions = 3
const slices = 4
const accounts = 40
const devices = 23
/** Events of a part of the test: what comes while the processes are in one state. */
const partEvents = 2000

let kafka: Kafka
let topics: Topics
let folder: string
let removeFolder: () => void

/** Rules with three different keys, one without, and one that reads what another makes: nothing that partitions could be chosen by. */
const rules = `
event Payment { account: string, device: string, n: integer, at: time } timed by at
event Login { user: string, n: integer, at: time } timed by at
rule Pair {
  when Payment as a where a.n % 5 == 0
  then Payment as b where b.n % 7 == 0
  within 10 minutes
  per account
  alert "{a.n} and {b.n}"
}
rule Many {
  when Payment as it where (sum(n) over 1 hour) % 11 == 0
  per device
  alert "{it.n}"
}
rule Both {
  when Payment as a where a.n % 3 == 0
  then Payment as b where b.n % 4 == 0
  within 20 minutes
  per account, device
  alert "{a.n} with {b.n}"
}
rule Entered {
  when Login as l then Payment as p where p.n % 9 == 0
  within 10 minutes
  per account (Login.user)
  alert "{l.n} then {p.n}"
}
rule Rare { when Payment as it where it.n % 97 == 0 alert "{it.n}" }
rule Note { when Payment as it where it.n % 13 == 0 per account emit Noted { device: it.device, n: it.n } }
rule Twice { when 2 Noted as f within 10 minutes per device alert "{count(f)}" }
`

beforeAll(async () => {
  kafka = await startKafka()
  topics = await openTopics(kafka.brokers)
  // One after the other: the client that makes them asks for all that it knows of.
  for (const job of ["killed", "frozen", "fixed", "ended", "restarted", "refused"]) {
    const { payments, logins, alerts, dead } = namesOf(job)
    await topics.create(payments, partitions)
    await topics.create(logins, partitions - 1)
    await topics.create(alerts, 2)
    await topics.create(dead, 1)
  }
  const made = makeFolder({ "rules.cep": rules })
  folder = made.folder
  removeFolder = made.remove
})
afterAll(async () => {
  await topics?.close()
  await kafka?.remove()
  removeFolder?.()
})

const seen = (topic: string) => sortedTexts(kafka.brokers, topic)
const spec = (topic: string, more = "") => `kafka:${topic}?brokers=${kafka.brokers}${more}`

/** The topics of a job. */
function namesOf(job: string) {
  return { payments: `payments-${job}`, logins: `logins-${job}`, alerts: `alerts-${job}`, dead: `dead-${job}` }
}

/** The processes of one job, and what they read. */
function makeJob(job: string) {
  const names = namesOf(job)
  const members: Member[] = []
  const alerts = () => seen(names.alerts)
  const input = inputOf(names)
  const start = (...more: string[]): Member => startOf("", more)
  /** Reads to the end as of its start. */
  const startToEnd = (...more: string[]): Member => startOf("&until=end", more)
  const startOf = (options: string, more: readonly string[]): Member => {
    const io = [
      ...["--source", `Payment=${spec(names.payments, options)}`],
      ...["--source", `Login=${spec(names.logins, options)}`],
      ...["--sink", `alerts=${spec(names.alerts)}`],
      ...["--dead-letter", spec(names.dead)],
    ]
    // Its events are years old, and time by the clock would make them late.
    const live = ["--idle-after", "1h"]
    const checkpoints = ["--checkpoint-dir", "checkpoints", "--checkpoint-interval", "100ms", ...live]
    const divided = more.includes("--repartition") ? [] : ["--repartition", String(slices)]
    const member = startMember(["run", "rules.cep", ...io, ...checkpoints, "--job", job, ...divided, ...more], folder)
    members.push(member)
    return member
  }
  /** Waits until there are more alerts than before, so that those who are there do something. */
  const more = async (than: number): Promise<number> => {
    for (;;) {
      const now = (await alerts()).length
      if (now > than) return now
      const dead = members.find(({ child }) => child.exitCode !== null && child.exitCode !== 0)
      if (dead !== undefined) throw new Error(`a process ended: ${dead.said()}`)
      await pause(50)
    }
  }
  const check = async (): Promise<void> => {
    // What stands in a topic twice is an event for each: which of them is late depends on who reads.
    for (const topic of [names.payments, names.logins]) {
      const sent = await seen(topic)
      expect(new Set(sent).size).toBe(sent.length)
    }
    const wanted = await foundAlone(job, names)
    expect(wanted.alerts.length).toBeGreaterThan(500)
    await more(wanted.alerts.length - 1)
    expect(await alerts()).toEqual(wanted.alerts)
    expect(await seen(names.dead)).toEqual(wanted.dead)
  }
  const close = () => {
    for (const { child } of members) child.kill("SIGKILL")
  }
  return { ...input, start, startToEnd, alerts, more, check, close }
}

type Names = ReturnType<typeof namesOf>

/** Events of all accounts and devices, in no partition that follows from them. */
function inputOf({ payments, logins }: Names) {
  let sent = 0
  const at = (n: number) => 1.7e12 + n * 1000
  const account = (n: number) => `a${(n * 7919) % accounts}`
  const device = (n: number) => `d${(n * 104_729) % devices}`
  return {
    async send(): Promise<void> {
      const numbers = Array.from({ length: partEvents }, (_, place) => sent + place)
      sent += partEvents
      const payment = (n: number) =>
        // Some are broken, some lack all keys.
        n % 501 === 0
          ? `{"account":${n}`
          : n % 401 === 0
            ? `{"account":"${account(n)}","device":"x","n":"many","at":${at(n)}}`
            : `{"account":"${account(n)}","device":"${device(n)}","n":${n},"at":${at(n)}}`
      const login = (n: number) => `{"user":"${account(n)}","n":${n},"at":${at(n)}}`
      await topics.send(
        payments,
        numbers.map((n) => ({ partition: (n >> 2) % partitions, value: payment(n) })),
      )
      const thirds = numbers.filter((n) => n % 3 === 0)
      await topics.send(
        logins,
        thirds.map((n) => ({ partition: (n >> 3) % (partitions - 1), value: login(n) })),
      )
    },
    /** Events far behind, in every partition, which make no alert: time comes to the end of all others. */
    async sendEnd(): Promise<void> {
      sent += 10_000_000
      for (let partition = 0; partition < partitions; partition++) {
        const value = `{"account":"end${partition}","device":"end${partition}","user":"end${partition}","n":1,"at":${at(sent)}}`
        await topics.send(payments, [{ partition, value }])
        if (partition < partitions - 1) await topics.send(logins, [{ partition, value }])
      }
    },
  }
}

/** What one process finds that nobody disturbs, sorted. */
async function foundAlone(job: string, { payments, logins }: Names) {
  const io = [
    ...["--source", `Payment=${spec(payments, "&until=end")}`],
    ...["--source", `Login=${spec(logins, "&until=end")}`],
    ...["--sink", `alerts=file:${job}.jsonl`],
    ...["--dead-letter", `file:${job}-dead.jsonl`],
  ]
  const { code, stderr } = await cep(["run", "rules.cep", ...io], folder)
  expect(code, stderr).toBe(0)
  const lines = (file: string) => readFileSync(join(folder, file), "utf8").trimEnd().split("\n").sort()
  return { alerts: lines(`${job}.jsonl`), dead: lines(`${job}-dead.jsonl`) }
}

describe("processes of one job share slices and readers", () => {
  test("topics that end are read to their end by all together, and nothing is left to do for another run", async () => {
    const job = makeJob("ended")
    try {
      await job.send()
      const ended = await Promise.all([job.startToEnd().ended, job.startToEnd().ended])
      for (const { code, stderr } of ended) expect(code, stderr).toBe(0)
      await job.check()
      const { code, stderr } = await job.startToEnd().ended
      expect(code, stderr).toBe(0)
      expect(jsonLines(stderr).at(-1)).toMatchObject({ message: "done", ending: "end", read: 0, alerts: 0 })
      await job.check()
    } finally {
      job.close()
    }
  })

  test("one is killed, the other takes over with its state, and the first comes back", async () => {
    const job = makeJob("killed")
    try {
      await job.send()
      const first = job.start()
      await begins(first, slices)
      const second = job.start()
      await begins(second, 1)
      const alerts = await job.more(0)
      await job.send()
      await job.more(alerts)
      first.child.kill("SIGKILL")
      await first.ended
      await job.send()
      await begins(second, slices)
      const third = job.start()
      await begins(third, 1)
      const before = await job.more(0)
      await job.send()
      await job.more(before)
      await job.sendEnd()
      await job.check()
      await stop(second, third)
      await job.check()
    } finally {
      job.close()
    }
  })

  test("one is frozen, the other takes over, and the first finds out when it wakes up", async () => {
    const job = makeJob("frozen")
    try {
      const first = job.start()
      await begins(first, slices)
      const second = job.start()
      await begins(second, 1)
      await job.send()
      const before = await job.more(0)
      first.child.kill("SIGSTOP")
      await job.send()
      await begins(second, slices)
      await job.send()
      await job.more(before)
      first.child.kill("SIGCONT")
      await until(() => first.said().includes("is dropped here"), first, second)
      await job.sendEnd()
      await job.check()
      await stop(first, second)
      await job.check()
    } finally {
      job.close()
    }
  })

  test("fixed members share both kinds, and a second process of one takes over from the first", async () => {
    const job = makeJob("fixed")
    try {
      await job.send()
      const [one, two] = [job.start("--member", "1/2"), job.start("--member", "2/2")]
      await begins(one, slices / 2)
      await begins(two, slices / 2)
      const before = await job.more(0)
      two.child.kill("SIGKILL")
      await two.ended
      await job.send()
      const next = job.start("--member", "2/2")
      await begins(next, slices / 2)
      await job.more(before)
      await job.sendEnd()
      await job.check()
      await stop(one, next)
    } finally {
      job.close()
    }
  })

  test("a job is not gone on with otherwise than it was begun, nor without what it needs", async () => {
    const job = makeJob("refused")
    try {
      await job.send()
      const first = job.start("--member", "1/1")
      await begins(first, slices)
      await job.more(0)
      await stop(first)
      const refused = async (words: RegExp, code: number, ...more: string[]) => {
        const ended = await job.start("--member", "1/1", ...more).ended
        expect(ended.stderr).toMatch(words)
        expect(ended.code).toBe(code)
      }
      await refused(/was begun with --repartition 4 .*, and 8 is given/, 2, "--repartition", "8")
      await refused(
        /was begun with sources of Login, Payment, and has those of \*, Login, Payment now/,
        2,
        ...["--source", `*=${spec(namesOf("refused").payments)}`],
      )
      await refused(/--fresh cannot be given with --repartition/, 2, "--fresh")
      const saved = await cep(["savepoint", "checkpoints", "saved", "--job", "refused"], folder)
      expect(saved.stderr).toMatch(/events are on their way to its slices/)
      expect(saved.code).toBe(2)
      const topic = "cep.refused.by.key"
      // What the slices have not read is gone, as after a long time without them.
      for (let partition = 0; partition < slices; partition++) {
        await topics.send(topic, [{ partition, value: "{}" }])
        await topics.deleteBefore(topic, partition, -1)
      }
      await refused(/offsets from \d+ on were deleted before the job read them/, 3)
      await topics.configure(topic, { "retention.ms": "3600000" })
      await refused(/keeps events for 3600000 ms/, 2)
      await topics.configure(topic, { "retention.ms": "-1" })
      await topics.addPartitions(topic, slices + 1)
      await refused(/has 5 partitions, and the job has 4 slices/, 2)
      await topics.remove(topic)
      await refused(/cep\.refused\.by\.key.* is gone/, 3)
      await topics.create(topic, slices)
      await refused(/was deleted and made again/, 3)
    } finally {
      job.close()
    }
  })
})

test("a broker that is restarted while all are at work costs nothing but time", async () => {
  const job = makeJob("restarted")
  try {
    const members = [job.start(), job.start()] as const
    await begins(members[0], 1)
    await begins(members[1], 1)
    await job.send()
    const before = await job.more(0)
    await kafka.kill()
    await kafka.start()
    // Else the client of the test sends again what has arrived.
    await topics.close()
    topics = await openTopics(kafka.brokers)
    await topics.ready("payments-restarted", partitions)
    await topics.ready("logins-restarted", partitions - 1)
    await job.send()
    await job.more(before)
    await job.sendEnd()
    await job.check()
    await stop(...members)
    await job.check()
  } finally {
    job.close()
  }
})
