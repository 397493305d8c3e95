import type { Connector } from "../contract.ts"
import { clusterOf } from "./connection.ts"
import { kafkaDeclaration } from "./declare.ts"
import { topicResource } from "./resource.ts"

/** Apache Kafka: topics as sources, sinks and lookup tables. What does the work is loaded by who uses it. */
export const kafkaConnector: Connector = {
  declaration: kafkaDeclaration,
  openSource: async (...args) => (await import("./source.ts")).openKafkaSource(...args),
  openPast: async (...args) => (await import("./source.ts")).openKafkaPast(...args),
  countPartitions: async (...args) => (await import("./source.ts")).countKafkaPartitions(...args),
  joinGroup: async (...args) => (await import("./group.ts")).joinKafkaGroup(...args),
  openExchange: async (...args) => (await import("./exchange.ts")).openKafkaExchange(...args),
  openTable: async (...args) => (await import("./table.ts")).openKafkaTable(...args),
  openSink: async (...args) => (await import("./sink.ts")).openKafkaSink(...args),
  openPublisher: async (...args) => (await import("./publisher.ts")).openKafkaPublisher(...args),
  publisherOf: clusterOf,
  resource: topicResource,
  isImmediate: ({ delivery }) => delivery === "at-least-once",
}
