import { ConnectorError } from "../contract.ts"
import { type KafkaClient, KafkaFault, type Right, type TopicState } from "./client.ts"
import { kafkaFailure, missingTopic } from "./failure.ts"

/** A topic that is used, and what for. */
export interface NeededTopic {
  readonly name: string
  readonly rights: readonly Right[]
}

/** The topics as they are, in the order of `needed`. Throws `ConnectorError` where one is not there, and names all rights that lack. */
export async function openTopics(
  client: KafkaClient,
  brokers: readonly string[],
  needed: readonly NeededTopic[],
): Promise<readonly TopicState[]> {
  const topics = await client.topics(needed.map(({ name }) => name))
  for (const { name, error } of topics) {
    if (error === "UNKNOWN_TOPIC_OR_PARTITION") throw await missingTopic(client, name, brokers)
    if (error === undefined) continue
    throw kafkaFailure({ doing: `use topic ${name}`, brokers }, new KafkaFault(error, `topic ${name}: ${error}`))
  }
  const lacking = needed.flatMap(({ name, rights }, at) =>
    rights.filter((right) => !topics[at]!.rights.includes(right)).map((right) => `${right} on topic ${name}`),
  )
  if (lacking.length === 0) return topics
  const all = [...new Set(lacking)].join(", ")
  throw new ConnectorError("failure", `the user lacks rights in Kafka at ${brokers.join(",")}: ${all}`)
}
