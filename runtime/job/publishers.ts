/** The sinks of a job with checkpoints: which of them are published together, and by what. */
import type { NamedPublisher } from "../checkpoint/coordinator.ts"
import { sinkPublisher } from "../checkpoint/sink-publisher.ts"
import type { Connector, ConnectorContext, Publisher, Settings, Sink, SliceIdentity } from "../connectors/contract.ts"
import { noPatience, type Patience } from "./patience.ts"

/** A sink that is published. */
export interface PublishedSink {
  /** As options and rules name it. */
  readonly name: string
  readonly connector: Connector
  readonly settings: Settings
  /** What it writes, in the connector's own terms. */
  readonly resource: string
}

/** Where a sink's outputs go: a publisher, and the place among its sinks. */
export interface SinkPlace {
  readonly publisher: string
  readonly place: number
}

export interface Publishers {
  readonly all: readonly NamedPublisher[]
  /** By the name of a sink. */
  readonly places: ReadonlyMap<string, SinkPlace>
}

interface Group {
  readonly connector: Connector
  readonly key: string
  /** Each of them may stand for several names. */
  readonly sinks: { readonly names: string[]; readonly settings: Settings; readonly resource: string }[]
}

/** Opens what publishes the sinks: one publisher for those of a cluster or database, one for each other resource. Throws `ConnectorError`. */
export async function openPublishers(
  sinks: readonly PublishedSink[],
  identity: SliceIdentity,
  context: ConnectorContext,
  patience: Patience = noPatience,
): Promise<Publishers> {
  const all: NamedPublisher[] = []
  const places = new Map<string, SinkPlace>()
  try {
    for (const { connector, sinks: members } of groupsOf(sinks, context)) {
      const name = members.flatMap(({ names }) => names).join("+")
      for (const [place, { names }] of members.entries())
        for (const each of names) places.set(each, { publisher: name, place })
      const settings = members.map((each) => each.settings)
      const publisher = await patience.attempt(() => openPublisher(connector, settings, identity, context))
      all.push({ name, resource: members.map(({ resource }) => resource).join(" "), publisher })
    }
  } catch (error) {
    for (const { publisher } of all) await publisher.close().catch(() => {})
    throw error
  }
  return { all, places }
}

/** In the order of their names, so that it is the same in every run. */
function groupsOf(sinks: readonly PublishedSink[], context: ConnectorContext): Group[] {
  const groups: Group[] = []
  for (const { name, connector, settings, resource } of [...sinks].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const key = JSON.stringify([connector.declaration.name, connector.publisherOf?.(settings, context) ?? resource])
    let group = groups.find((each) => each.key === key)
    if (group === undefined) {
      group = { connector, key, sinks: [] }
      groups.push(group)
    }
    const known = group.sinks.find((each) => each.resource === resource)
    if (known === undefined) group.sinks.push({ names: [name], settings, resource })
    else known.names.push(name)
  }
  return groups
}

async function openPublisher(
  connector: Connector,
  settings: readonly Settings[],
  identity: SliceIdentity,
  context: ConnectorContext,
): Promise<Publisher> {
  if (connector.openPublisher !== undefined) return connector.openPublisher(settings, identity, context)
  return sinkPublisher(settings, (each): Promise<Sink> => connector.openSink!(each, context))
}
