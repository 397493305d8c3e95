/** Of kafkajs 2.2.4 (pinned) what it does not declare: one connection pool for each broker, which sends any request of the protocol. */
export interface JsCluster {
  readonly rootLogger: unknown
  readonly connectionPoolBuilder: {
    build(place: { host: string; port: number }): Promise<JsConnectionPool>
  }
  readonly brokerPool: {
    createBroker(options: { connectionPool: JsConnectionPool; logger: unknown; nodeId: number | null }): JsBroker
  }
}

export interface JsConnectionPool {
  readonly pool: readonly { readonly requestQueue: JsRequestQueue }[]
  send<T>(protocol: {
    request: {
      apiKey: number
      apiVersion: number
      apiName: string
      /** An encoder: whose `buf` is a buffer, and whose `buffer` is sent. */
      encode(): Promise<{ buf: Buffer; buffer: Buffer }>
    }
    response: { decode(bytes: Buffer): Promise<T>; parse(value: T): Promise<T> }
    logResponseError: boolean
  }): Promise<T>
}

export interface JsBroker {
  readonly connectionPool: JsConnectionPool
  /** By number of the request's kind. */
  readonly versions: Readonly<Record<number, { minVersion: number; maxVersion: number }>> | null
  connect(): Promise<void>
  disconnect(): Promise<void>
}

export interface JsRequestQueue {
  readonly pending: readonly unknown[]
  readonly throttledUntil: number
  scheduleCheckPendingRequests(): void
}
