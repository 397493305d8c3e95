import type { EventRecord } from "../abi/event.ts"
import type { ColumnSchema } from "../abi/rows.ts"
import type { Manifest } from "../abi/rule-set.ts"
import { type KeyReader, keyReader } from "../operator/key.ts"
import { ownerOf } from "../rows/key-groups.ts"
import { type KeySpace, noKey, openKeySpace } from "../rows/key-space.ts"
import type { RowEvents } from "./row-events.ts"
import type { RunList } from "./run-list.ts"
import { keyColumns, routeOf } from "./type-routes.ts"

/** Numbers of texts and keys: then all are given back, since nothing is kept for any of them. */
const mostNumbers = 1 << 20
const unknown = 255

/** A key of events of a type, and whose it is. */
interface KeyRoute {
  readonly reader: KeyReader
  /** Where its parts are in columns. */
  readonly space: KeySpace | undefined
}

interface Route {
  readonly all: boolean
  readonly first: boolean
  readonly keyed: readonly KeyRoute[]
}

/** By id of a key of a space: its worker, once it was asked for. */
class Owners {
  readonly space: KeySpace
  ids = new Int32Array(0)
  private readonly workers: number
  private known = new Uint8Array(1024).fill(unknown)

  constructor(space: KeySpace, workers: number) {
    this.space = space
    this.workers = workers
  }

  ownerOf(id: number): number {
    const known = this.known[id]
    return known === undefined || known === unknown ? this.find(id) : known
  }

  sweep(): void {
    this.space.sweep(
      () => false,
      () => {},
    )
    this.known.fill(unknown)
  }

  private find(id: number): number {
    if (id >= this.known.length) {
      const known = new Uint8Array(2 * Math.max(this.space.limit, id + 1)).fill(unknown)
      known.set(this.known)
      this.known = known
    }
    const owner = ownerOf(this.space.values(id), this.workers)
    this.known[id] = owner
    return owner
  }
}

/** Finds the workers that need an event. */
export class Destinations {
  private readonly workers: number
  private readonly events: RowEvents
  private readonly routes: readonly Route[]
  private readonly owners = new Map<KeySpace, Owners>()
  /** By type: those of its keys, where all are in columns. */
  private readonly columns: readonly (readonly Owners[] | undefined)[]
  /** By worker: the event that it was given last. */
  private readonly given: Float64Array
  private event = 0
  private places = new Int32Array(0)

  constructor(manifest: Manifest, events: RowEvents, workers: number) {
    this.workers = workers
    this.events = events
    this.given = new Float64Array(workers)
    this.routes = manifest.events.map((_, type) => this.routeOf(type, manifest))
    this.columns = this.routes.map(({ keyed }) => {
      const owners = keyed.map(({ space }) => space && this.owners.get(space)!)
      return owners.every((each) => each !== undefined) ? owners : undefined
    })
  }

  /** Whether rows of a type say all that is asked. */
  areInColumns(type: number): boolean {
    return this.routes[type]!.all || this.columns[type] !== undefined
  }

  /** Adds rows that follow one another, the first of which stands in `line`, to the runs of the workers that need them. */
  addRows(row: number, count: number, line: number, runs: readonly RunList[]): void {
    const { rows } = this.events
    const type = rows.type[row]!
    const { all, first } = this.routes[type]!
    const keys = this.columns[type]
    if (all) for (const run of runs) run.add(type, rows.from[row]!, line, count)
    else if (keys!.length === 0) {
      if (first) runs[0]!.add(type, rows.from[row]!, line, count)
    } else this.addKeyed(row, count, line, runs, keys!, first)
  }

  /** Calls `visit` with each worker that needs an event. */
  eachOf(event: EventRecord, visit: (worker: number) => void): void {
    const { all, first, keyed } = this.routes[event.type]!
    if (all) {
      for (let worker = 0; worker < this.workers; worker++) visit(worker)
      return
    }
    const { given } = this
    const number = ++this.event
    const give = (worker: number): void => {
      if (given[worker] === number) return
      given[worker] = number
      visit(worker)
    }
    if (first) give(0)
    for (const { reader } of keyed) if (reader.read(event) !== undefined) give(ownerOf(reader.parts(), this.workers))
  }

  /** Where there are very many numbers of texts and keys they begin anew. No row is in use. */
  sweep(): void {
    let count = this.events.numbers()
    for (const { space } of this.owners.values()) count += space.size
    if (count < mostNumbers) return
    for (const owners of this.owners.values()) owners.sweep()
    this.events.sweepAll()
  }

  private addKeyed(
    row: number,
    count: number,
    line: number,
    runs: readonly RunList[],
    keys: readonly Owners[],
    first: boolean,
  ): void {
    const { rows } = this.events
    const { type, from } = rows
    this.readKeys(row, count, keys)
    const [only] = keys
    if (keys.length === 1 && !first) {
      const { ids } = only!
      const own = type[row]!
      for (let i = 0; i < count; i++) {
        const id = ids[i]!
        if (id !== noKey) runs[only!.ownerOf(id)]!.add(own, from[row + i]!, line + i, 1)
      }
      return
    }
    const { given } = this
    for (let i = 0; i < count; i++) {
      const number = ++this.event
      if (first) {
        given[0] = number
        runs[0]!.add(type[row]!, from[row + i]!, line + i, 1)
      }
      for (let k = 0; k < keys.length; k++) {
        const id = keys[k]!.ids[i]!
        if (id === noKey) continue
        const owner = keys[k]!.ownerOf(id)
        if (given[owner] === number) continue
        given[owner] = number
        runs[owner]!.add(type[row]!, from[row + i]!, line + i, 1)
      }
    }
  }

  private readKeys(row: number, count: number, keys: readonly Owners[]): void {
    if (this.places.length < count) this.places = new Int32Array(2 * count)
    const { places } = this
    for (let i = 0; i < count; i++) places[i] = row + i
    for (const each of keys) {
      if (each.ids.length < count) each.ids = new Int32Array(2 * count)
      each.space.read(this.events.rows, places, count, each.ids)
    }
  }

  private routeOf(type: number, manifest: Manifest): Route {
    const { all, first, keyed } = routeOf(type, manifest)
    return {
      all,
      first,
      keyed: keyed.map((rule) => {
        const columns = keyColumns(rule, type, manifest)
        return { reader: keyReader(rule.keys), space: columns && this.openSpace(type, columns, manifest) }
      }),
    }
  }

  private openSpace(type: number, columns: readonly ColumnSchema[], { events }: Manifest): KeySpace {
    const parts = events.map((_, other) => (other === type ? columns : null))
    const types = columns.map(({ field }) => events[type]!.fields[field]!.type)
    const space = openKeySpace({ parts }, types, this.events.dictionaries)
    this.owners.set(space, new Owners(space, this.workers))
    return space
  }
}
