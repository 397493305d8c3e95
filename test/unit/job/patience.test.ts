import { expect, test } from "vitest"
import { ConnectorError } from "../../../runtime/connectors/contract.ts"
import { KafkaFault } from "../../../runtime/connectors/kafka/client.ts"
import { kafkaFailure } from "../../../runtime/connectors/kafka/failure.ts"
import { postgresFailure, writeFailure } from "../../../runtime/connectors/postgres/failure.ts"
import { mayPass, StartPatience } from "../../../runtime/job/patience.ts"
import { settle, TestClock } from "../../support/job.ts"

const away = () => new ConnectorError("failure", "nobody is there", undefined, true)

function start(timeoutMs: number, stop?: AbortSignal) {
  const clock = new TestClock()
  const said: string[] = []
  const log = (level: string, message: string) => void said.push(`${level}: ${message}`)
  return { clock, said, patience: new StartPatience({ timeoutMs, clock, log, ...(stop && { stop }) }) }
}

/** What becomes of an attempt of which the first so many tries fail, and when each was made. */
function trying(failures: number, { clock, patience }: ReturnType<typeof start>, error: () => unknown = away) {
  const tries: number[] = []
  const act = async () => {
    tries.push(clock.now())
    if (tries.length <= failures) throw error()
    return "there"
  }
  return { tries, outcome: patience.attempt(act).catch((thrown: unknown) => thrown) }
}

async function pass({ clock }: ReturnType<typeof start>, milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 100) {
    await settle()
    clock.pass(100)
  }
  await settle()
}

test("what is away is asked for again, with pauses that grow, and said", async () => {
  const began = start(60_000)
  const { tries, outcome } = trying(7, began)
  await pass(began, 45_000)
  expect(await outcome).toBe("there")
  expect(tries).toEqual([0, 500, 1500, 3500, 7500, 15_500, 25_500, 35_500])
  expect(began.said).toHaveLength(8)
  expect(began.said[1]).toBe(
    "warn: nobody is there; the start waits for it, 60 s at most (--start-timeout): the next try is in 1 s",
  )
  expect(began.said[7]).toBe("info: what was away is there, and the start goes on")
})

test("after the time given it fails, whatever was waited for before", async () => {
  const began = start(10_000)
  const first = trying(3, began)
  await pass(began, 4000)
  expect(await first.outcome).toBe("there")
  const second = trying(100, began)
  await pass(began, 7000)
  expect(await second.outcome).toMatchObject({
    kind: "failure",
    message: "nobody is there (it was waited for, 10 s at most: --start-timeout)",
  })
  // Once more at the very end.
  expect(second.tries.at(-1)).toBe(10_000)
})

test("what does not pass by itself fails at once, and all of it where nothing is to be waited for", async () => {
  const wrong = new ConnectorError("failure", "wrong password")
  for (const error of [wrong, new Error("a mistake"), new ConnectorError("usage", "no such topic")]) {
    const began = start(60_000)
    const { tries, outcome } = trying(1, began, () => error)
    expect(await outcome).toBe(error)
    expect([tries, began.said]).toEqual([[0], []])
  }
  const began = start(0)
  expect(await trying(1, began).outcome).toMatchObject({ message: "nobody is there" })
  expect(began.said).toEqual([])
})

test("whoever stops it does not wait for the pause", async () => {
  const stopper = new AbortController()
  const began = start(60_000, stopper.signal)
  const { tries, outcome } = trying(9, began)
  await settle()
  stopper.abort()
  expect(await outcome).toMatchObject({ message: "nobody is there" })
  expect(tries).toEqual([0, 0])
})

const coded = (code: string, message = "m") => Object.assign(new Error(message), { code })

test.each<[string, unknown, boolean]>([
  ["no connection to PostgreSQL", coded("ECONNREFUSED"), true],
  ["both addresses of a host", new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")]), true],
  ["a host that has no address yet", coded("ENOTFOUND"), true],
  ["a server that starts", coded("57P03"), true],
  ["no room", coded("53300"), true],
  ["a connection that breaks", new Error("Connection terminated unexpectedly"), true],
  ["a socket that is not there", coded("ENOENT", "connect ENOENT /run/.s.PGSQL.5432"), true],
  ["a certificate that is not there", coded("ENOENT", "ENOENT: no such file or directory, open 'ca.pem'"), false],
  ["a wrong password", coded("28P01"), false],
  ["no password", new Error("SASL: client password must be a string"), false],
  ["no such database", coded("3D000"), false],
  ["no such table", coded("42P01"), false],
])("PostgreSQL: %s", (_, error, expected) => {
  expect(mayPass(postgresFailure("PostgreSQL", "select 1", error))).toBe(expected)
  expect(mayPass(writeFailure("PostgreSQL", "write", error))).toBe(expected)
})

test.each([
  ["CONNECTION", true],
  ["TIMEOUT", true],
  ["COORDINATOR_NOT_AVAILABLE", true],
  ["AUTHENTICATION", false],
  ["SASL_AUTHENTICATION_FAILED", false],
  ["TLS", false],
  ["UNKNOWN_TOPIC_OR_PARTITION", false],
  ["TOPIC_AUTHORIZATION_FAILED", false],
  ["PRODUCER_FENCED", false],
])("Kafka: %s", (code, expected) => {
  const failure = kafkaFailure({ doing: "read", brokers: ["k:1"] }, new KafkaFault(code, "m"))
  expect(mayPass(failure)).toBe(expected)
  expect(mayPass(new ConnectorError(failure.kind, "slice 3: it", failure))).toBe(expected)
})
