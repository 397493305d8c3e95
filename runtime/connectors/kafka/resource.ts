import type { Settings } from "../contract.ts"
import { brokersOf } from "./connection.ts"

/** A topic in words that are the same for all who mean it. Throws `ConnectorError` (usage). */
export function topicResource(settings: Settings): string {
  return `topic ${settings.topic} of Kafka at ${brokersOf(settings).sort().join(",")}`
}
