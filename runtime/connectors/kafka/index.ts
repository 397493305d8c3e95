import type { Connector } from "../contract.ts"
import { clusterOf } from "./connection.ts"
import { kafkaDeclaration } from "./declare.ts"
import { openKafkaPublisher } from "./publisher.ts"
import { topicResource } from "./resource.ts"
import { openKafkaSink } from "./sink.ts"
import { openKafkaSource } from "./source.ts"
import { openKafkaTable } from "./table.ts"

/** Apache Kafka: topics as sources, sinks and lookup tables. */
export const kafkaConnector: Connector = {
  declaration: kafkaDeclaration,
  openSource: openKafkaSource,
  openTable: openKafkaTable,
  openSink: openKafkaSink,
  openPublisher: openKafkaPublisher,
  publisherOf: clusterOf,
  resource: topicResource,
  isImmediate: ({ delivery }) => delivery === "at-least-once",
}
