import { expect, test } from "vitest"
import { KafkaFault } from "../../../../runtime/connectors/kafka/client.ts"
import { kafkaFailure } from "../../../../runtime/connectors/kafka/failure.ts"
import { faultOf } from "../../../../runtime/connectors/kafka/kafkajs-faults.ts"
import { MessageBatch, messageOf } from "../../../../runtime/connectors/kafka/messages.ts"

const alert = (key: unknown) => ({
  line: JSON.stringify({ rule: "R", key }),
  kind: "alert" as const,
  rule: "R",
  id: "i",
})

test("a message is the line, with the alert's key and what stands beside it", () => {
  expect(messageOf({ ...alert({ card: "c1" }), version: "v1" }, undefined)).toEqual({
    key: "c1",
    value: '{"rule":"R","key":{"card":"c1"}}',
    headers: { "cep-kind": "alert", "cep-rule": "R", "cep-id": "i", "cep-version": "v1" },
  })
  expect(messageOf(alert({ card: "c1", at: 7 }), undefined).key).toBe('{"card":"c1","at":7}')
  expect(messageOf(alert({ card: 7 }), undefined).key).toBe("7")
  expect(messageOf(alert({}), undefined).key).toBeNull()
  expect(messageOf({ line: '{"source":"S"}', kind: "late" }, undefined)).toEqual({
    key: null,
    value: '{"source":"S"}',
    headers: { "cep-kind": "late" },
  })
})

test("a message's key may be a field of the line", () => {
  const emitted = { line: '{"account":"a","n":1,"__proto__":{"x":"y"}}', kind: "emit" as const }
  expect(messageOf(emitted, "account").key).toBe("a")
  expect(messageOf(emitted, "n").key).toBe("1")
  for (const missing of ["nix", "constructor", "x"]) expect(messageOf(emitted, missing).key).toBeNull()
  expect(messageOf({ line: "7", kind: "emit" }, "n").key).toBeNull()
})

test("messages are sent in batches of limited size, one at least", () => {
  const batch = new MessageBatch(1000)
  const message = (length: number) => ({ key: null, value: "x".repeat(length) })
  expect(batch.isFullFor(message(5000))).toBe(false)
  batch.add("a", message(600))
  expect(batch.isFullFor(message(100))).toBe(false)
  batch.add("b", message(100))
  expect(batch.isFullFor(message(200))).toBe(true)
  expect(batch.take().map(({ topic, messages }) => [topic, messages.length])).toEqual([
    ["a", 1],
    ["b", 1],
  ])
  expect(batch.isEmpty).toBe(true)
  expect(batch.isFullFor(message(900))).toBe(false)
})

test("errors of kafkajs, which wraps them, keep their protocol's name and their first words", () => {
  const wrapped = (name: string, message: string, more: object, cause?: unknown) =>
    Object.assign(new Error(message, { cause }), { name, ...more })
  const protocol = wrapped("KafkaJSProtocolError", "old epoch", { type: "INVALID_PRODUCER_EPOCH" })
  expect(faultOf(wrapped("KafkaJSNonRetriableError", "failed", {}, protocol))).toMatchObject({
    code: "INVALID_PRODUCER_EPOCH",
    message: "old epoch",
  })
  const refused = wrapped("KafkaJSConnectionError", "connect ECONNREFUSED", { code: "ECONNREFUSED", broker: "a:1" })
  expect(faultOf(refused)).toMatchObject({ code: "CONNECTION", message: "a:1: connect ECONNREFUSED" })
  expect(faultOf(wrapped("KafkaJSConnectionError", "self-signed certificate", {}))).toMatchObject({ code: "TLS" })
  expect(faultOf(wrapped("KafkaJSRequestTimeoutError", "timed out", {}))).toMatchObject({ code: "TIMEOUT" })
  expect(faultOf(wrapped("KafkaJSBrokerNotFound", "no broker", {}))).toMatchObject({ code: "BROKER_NOT_AVAILABLE" })
  expect(faultOf(new KafkaFault("X", "y"))).toMatchObject({ code: "X" })
  expect(faultOf("text")).toMatchObject({ code: "UNKNOWN", message: "text" })
})

test("a failure says what was tried, where, why not and what to do", () => {
  const attempt = { doing: "read topic tx", brokers: ["a:1", "b:1"] }
  const failed = kafkaFailure(attempt, new KafkaFault("TOPIC_AUTHORIZATION_FAILED", "not authorized"))
  expect(failed).toMatchObject({
    kind: "failure",
    message: expect.stringMatching(/^cannot read topic tx \(Kafka at a:1,b:1\): not authorized; .*Read and Describe/),
  })
  expect(kafkaFailure(attempt, new KafkaFault("PRODUCER_FENCED", "x")).kind).toBe("fenced")
  expect(kafkaFailure(attempt, new KafkaFault("UNKNOWN_TOPIC_OR_PARTITION", "x")).kind).toBe("usage")
})
