import type { Connector } from "./contract.ts"
import { fileConnector } from "./file/index.ts"
import { kafkaConnector } from "./kafka/index.ts"
import { postgresConnector } from "./postgres/index.ts"
import { webhookConnector } from "./webhook/index.ts"

export type * from "./contract.ts"
export { ConnectorError } from "./contract.ts"
export { bindingSettings, declarationFor, sinkSettings, sourceSettings, specSettings } from "./settings.ts"
export { parseSpec, type Spec } from "./spec.ts"

/** The connectors of this package. A job is handed a list like this one; users add their own to it. */
export const connectors: readonly Connector[] = [fileConnector, kafkaConnector, postgresConnector, webhookConnector]
