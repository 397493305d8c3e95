import type { Connector } from "../contract.ts"
import { webhookDeclaration } from "./declare.ts"
import { openWebhookPublisher, openWebhookSink } from "./sink.ts"

/** HTTP services that take outputs. */
export const webhookConnector: Connector = {
  declaration: webhookDeclaration,
  openSink: openWebhookSink,
  resource: ({ url, urlFile }) => String(url ?? urlFile),
  openPublisher: openWebhookPublisher,
}
