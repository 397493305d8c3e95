import { existsSync, readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { sortedTexts } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { cep, jsonLines, makeFolder } from "./cep.ts"
import { begins, begun, type Member, startMember, stop, until } from "./members.ts"

const partitions = 4

/** What a job reads. */
interface Shape {
  /** Events of a part of the test: what comes while the processes are in one state. */
  readonly partEvents: number
  /** Accounts that are used often, and those that each come now and then, with every second event. */
  readonly often: number
  readonly seldom: number
  /** Milliseconds between two events. */
  readonly step: number
}

const few: Shape = { partEvents: 3000, often: 40, seldom: 0, step: 1000 }
/** So many accounts that they are not in memory all at once; each comes again while its partial matches live. */
const many: Shape = { partEvents: 20_000, often: 40, seldom: 24_000, step: 10 }

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
  // One after the other: the client that makes them asks for all that it knows of.
  for (const job of ["killed", "frozen", "fixed", "ended", "refused", "disk"]) {
    const { payments, logins, alerts } = namesOf(job)
    await topics.create(payments, partitions)
    await topics.create(logins, partitions)
    await topics.create(alerts, 2)
  }
  const made = makeFolder({ "rules.cep": rules(kafka.brokers) })
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
  return { payments: `payments-${job}`, logins: `logins-${job}`, alerts: `alerts-${job}` }
}

/** The processes of one job, and what they read. */
function makeJob(job: string, shape = few) {
  const names = namesOf(job)
  const members: Member[] = []
  const alerts = () => seen(names.alerts)
  const input = inputOf(names, shape)
  const start = (...more: string[]): Member => startOf("", more)
  /** Reads to the end as of its start. */
  const startToEnd = (): Member => startOf("&until=end", [])
  const startOf = (options: string, more: readonly string[]): Member => {
    const io = [
      ...["--source", `Payment=${spec(names.payments, `&partitionedBy=account${options}`)}`],
      ...["--source", `Login=${spec(names.logins, `&partitionedBy=user${options}`)}`],
      ...["--sink", `alerts=${spec(names.alerts)}`],
    ]
    // Its events are years old, and time by the clock would make them late.
    const live = ["--idle-after", "1h"]
    const checkpoints = ["--checkpoint-dir", "checkpoints", "--checkpoint-interval", "100ms", ...live]
    const name = more.includes("--job") ? [] : ["--job", job]
    const member = startMember(["run", "rules.cep", ...io, ...checkpoints, ...name, ...more], folder)
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
    const wanted = await foundAlone(job, names)
    expect(wanted.length).toBeGreaterThan(500)
    await more(wanted.length - 1)
    expect(await alerts()).toEqual(wanted)
  }
  const close = () => {
    for (const { child } of members) child.kill("SIGKILL")
  }
  return { ...input, start, startToEnd, alerts, more, check, close }
}

interface Names {
  readonly payments: string
  readonly logins: string
}

/** Events of all accounts, those of an account in one partition of both topics. */
function inputOf({ payments, logins }: Names, { partEvents, often, seldom, step }: Shape) {
  let sent = 0
  const at = (n: number) => 1.7e12 + n * step
  const account = (n: number) => (n % 2 < 1 || seldom === 0 ? `a${(n * 7919) % often}` : `s${((n - 1) / 2) % seldom}`)
  return {
    async send(): Promise<void> {
      const numbers = Array.from({ length: partEvents }, (_, place) => sent + place)
      sent += partEvents
      const payment = (n: number) => `{"account":"${account(n)}","n":${n},"at":${at(n)}}`
      const login = (n: number) => `{"user":"${account(n)}","n":${n},"at":${at(n)}}`
      const messages = numbers.map((n) => ({ key: account(n), value: payment(n) }))
      await topics.send(payments, messages)
      const thirds = numbers.filter((n) => n % 3 === 0)
      await topics.send(
        logins,
        thirds.map((n) => ({ key: account(n), value: login(n) })),
      )
    },
    /** Events far behind, in every partition, which make no alert: time comes to the end of all others. */
    async sendEnd(): Promise<void> {
      sent += 10_000_000
      for (let partition = 0; partition < partitions; partition++) {
        const value = `{"account":"end${partition}","user":"end${partition}","n":1,"at":${at(sent)}}`
        await topics.send(payments, [{ partition, value }])
        await topics.send(logins, [{ partition, value }])
      }
    },
  }
}

const isStateFolder = (path: string) => basename(path).startsWith("cepheus-state-")

/** How many files of keys that are not in memory the newest checkpoints of a job's slices have. */
function coldFiles(job: string): number {
  const slices = Array.from({ length: partitions }, (_, slice) => join(folder, "checkpoints", job, String(slice)))
  const newest = slices.flatMap((slice) => {
    const numbers = readdirSync(slice).filter((name) => existsSync(join(slice, name, "MANIFEST")))
    return numbers
      .sort()
      .slice(-1)
      .map((name) => join(slice, name, "MANIFEST"))
  })
  const manifests = newest.map((path) => readFileSync(path, "utf8"))
  // Below a line that names the form.
  const files = manifests.flatMap((text) => (JSON.parse(text.slice(text.indexOf("\n"))) as { cold?: unknown[][] }).cold)
  return files.flatMap((file) => file ?? []).length
}

/** What one process finds that nobody disturbs, sorted. */
async function foundAlone(job: string, { payments, logins }: Names): Promise<string[]> {
  const io = [
    ...["--source", `Payment=${spec(payments, "&until=end")}`],
    ...["--source", `Login=${spec(logins, "&until=end")}`],
    ...["--sink", `alerts=file:${job}.jsonl`],
  ]
  const { code, stderr } = await cep(["run", "rules.cep", ...io], folder)
  expect(code, stderr).toBe(0)
  return readFileSync(join(folder, `${job}.jsonl`), "utf8")
    .trimEnd()
    .split("\n")
    .sort()
}

describe.concurrent("processes of one job share its slices", () => {
  test("one is killed, the other takes over with its state, and the first comes back", async () => {
    const job = makeJob("killed")
    try {
      await job.send()
      const first = job.start()
      await begins(first, partitions)
      const second = job.start()
      await begins(second, partitions / 2)
      const alerts = await job.more(0)
      await job.send()
      await job.more(alerts)
      first.child.kill("SIGKILL")
      await first.ended
      await job.send()
      await begins(second, partitions)
      const third = job.start()
      await begins(third, partitions / 2)
      const before = await job.more(0)
      await job.send()
      await job.more(before)
      // With state: nothing but the first start began empty, and each slice was here once.
      const slices = begun(second)
      expect(slices.filter(({ checkpoint }) => checkpoint === null)).toEqual([])
      expect(new Set(slices.map(({ slice }) => slice)).size).toBe(partitions)
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
      await begins(first, partitions)
      const second = job.start()
      await begins(second, partitions / 2)
      await job.send()
      await job.more(0)
      first.child.kill("SIGSTOP")
      await job.send()
      await begins(second, partitions)
      await job.send()
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

  test("state on disk and workers: one process is killed, and the other takes over what it had on disk", async () => {
    const job = makeJob("disk", many)
    const more = ["--state", "disk", "--state-memory", "4MiB", "--state-dir", "work"]
    const left = () => readdirSync(join(folder, "work"), { recursive: true, encoding: "utf8" }).filter(isStateFolder)
    try {
      await job.send()
      const first = job.start(...more, "--parallelism", "2")
      await begins(first, partitions)
      const before = await job.more(0)
      await job.send()
      await job.more(before)
      await until(() => coldFiles("disk") > 0, first)
      // The other one has all state in memory, and divides it otherwise, or the same way.
      const second = job.start("--parallelism", "3")
      await begins(second, partitions / 2)
      await job.send()
      first.child.kill("SIGKILL")
      await first.ended
      expect(left().length).toBeGreaterThan(0)
      await begins(second, partitions)
      const third = job.start(...more, "--parallelism", "2")
      await begins(third, partitions / 2)
      await job.send()
      await job.sendEnd()
      await job.check()
      await stop(second)
      await begins(third, partitions)
      await stop(third)
      expect(left()).toEqual([])
      await job.check()
    } finally {
      job.close()
    }
  })

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

  test("fixed members go on from a savepoint of all slices", async () => {
    const job = makeJob("fixed")
    try {
      await job.send()
      const members = [job.start("--member", "1/2"), job.start("--member", "2/2")] as const
      await begins(members[0], partitions / 2)
      await begins(members[1], partitions / 2)
      expect(
        begun(members[0])
          .map(({ slice }) => slice)
          .sort(),
      ).toEqual([0, 2])
      expect(
        begun(members[1])
          .map(({ slice }) => slice)
          .sort(),
      ).toEqual([1, 3])
      await job.more(0)
      await stop(...members)

      const listed = await cep(["checkpoints", "checkpoints/fixed"], folder)
      expect(listed.code, listed.stdout).toBe(0)
      for (let slice = 0; slice < partitions; slice++) expect(listed.stdout).toMatch(`fixed/${slice} `)
      const saved = await cep(["savepoint", "checkpoints", "saved", "--job", "fixed"], folder)
      expect(saved.code, saved.stderr).toBe(0)

      const next = job.start("--member", "1/1", "--job", "fixed-next", "--from-savepoint", "saved")
      await begins(next, partitions)
      expect(begun(next).every(({ checkpoint }) => checkpoint !== null)).toBe(true)
      await job.send()
      await job.sendEnd()
      await job.check()
      await stop(next)
    } finally {
      job.close()
    }
  })
})

test("a job is not divided otherwise than it was, nor one that was not", async () => {
  const job = makeJob("refused")
  try {
    await stop(await startedOnce(job.start("--member", "1/1")))
    await topics.addPartitions("payments-refused", 6)
    const differing = await job.start("--member", "1/1").ended
    expect(differing.code).toBe(2)
    expect(differing.stderr).toMatch(/source of Payment has 6 partitions, and that of Login has 4/)
    await topics.addPartitions("logins-refused", 6)
    const changed = await job.start().ended
    expect(changed.code).toBe(2)
    expect(changed.stderr).toMatch(/the sources have 6 partitions each, and the job refused was begun with 4/)
  } finally {
    job.close()
  }
})

async function startedOnce(member: Member): Promise<Member> {
  await begins(member, partitions)
  return member
}
