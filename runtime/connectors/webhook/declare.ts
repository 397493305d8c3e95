import type { ConnectorDeclaration } from "../../../lang/catalog.ts"

/** What holds where nothing else is given. */
export const webhookDefaults = { timeoutSeconds: 30 } as const

export const webhookDeclaration: ConnectorDeclaration = {
  name: "webhook",
  doc: "Sends each output to an HTTP service: a POST with the JSON, one after the other. The header `Idempotency-Key` has the output's id, which is the same when it comes again.",
  use: ["sink"],
  options: [
    {
      name: "url",
      type: "text",
      positional: true,
      doc: "Where outputs are sent: `https://host/path`.",
    },
    { name: "urlFile", type: "text", doc: "A file that holds the URL, where it is a secret." },
    {
      name: "tokenFile",
      type: "text",
      doc: "A file that holds a token for the header `Authorization: Bearer …`. It is read for each output, so it can be replaced at any time.",
    },
    {
      name: "timeoutSeconds",
      type: "number",
      default: webhookDefaults.timeoutSeconds,
      unit: "seconds",
      doc: "How long to wait for an answer.",
    },
  ],
  examples: ["webhook:https://example.com/alerts?tokenFile=/run/secrets/token"],
  promises: {
    sink: "At least once, in order. An output that comes again has the same `Idempotency-Key`, so that a service that keeps the keys takes each once.",
  },
}
