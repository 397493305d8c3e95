/** How a cluster is reached. Holds secrets: nothing of it goes into a message or a log. */
export interface KafkaConnection {
  /** `host:port`. */
  readonly brokers: readonly string[]
  /** PEM texts. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
  readonly sasl?: {
    readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512"
    readonly username: string
    readonly password: string
  }
}
