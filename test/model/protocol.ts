/**
 * The protocol of checkpoints and sinks as a model: processes that claim, read marks, decide, make checkpoints and publish them, one small step
 * after another, in every order, with crashes, processes that go on although another one has taken over, answers that are never heard, and losses of
 * power. Any number of processes may follow each other: the model ends because states come again.
 */
import type { Model, Step } from "./checker.ts"
import { decide, sinkName } from "./recovery.ts"
import type { Cut, Manifest, ModelMark, ModelSink, Outbox, Process, Request, Shape, World, Wrong } from "./world.ts"

type Steps = Step<World>[]

export class Protocol implements Model<World> {
  readonly initial: World
  readonly #shape: Shape
  readonly #wrong: Wrong
  readonly #numbers = new WeakMap<object, number>()
  readonly #texts = new Map<string, number>()

  constructor(shape: Shape) {
    this.#shape = shape
    this.#wrong = shape.wrong ?? {}
    const counts = Array.from({ length: shape.events }, () => 0)
    const sinks = shape.sinks.map((): ModelSink => ({ owner: 0, mark: null, counts, inFlight: [] }))
    const nothing = { store: [], unsynced: [], lost: [], processes: [] }
    this.initial = { ...nothing, sinks, damages: 0, allowed: 0, allowedLineage: 0, refused: "no" }
  }

  key({ store, sinks, processes, unsynced, lost, damages, allowed, allowedLineage, refused }: World): string {
    const rest = `${unsynced} ${lost} ${damages} ${allowed} ${allowedLineage} ${refused}`
    return `${this.#part(store)};${sinks.map((each) => this.#part(each))};${processes.map((each) => this.#part(each))};${rest}`
  }

  /** Steps change a few parts of a world: the others are written once. Equal ones have the same number. */
  #part(part: object): number {
    let number = this.#numbers.get(part)
    if (number === undefined) {
      const text = JSON.stringify(part)
      number = this.#texts.get(text) ?? this.#texts.size
      this.#texts.set(text, number)
      this.#numbers.set(part, number)
    }
    return number
  }

  wrong(world: World): string | undefined {
    const { sinks, processes, allowed, damages, refused } = world
    for (const [at, { counts }] of sinks.entries()) {
      const event = counts.findIndex((count) => count > 1 + allowed)
      if (event >= 0) return `sink ${sinkName(at)} has the output of event ${event} ${counts[event]} times`
      const missing = counts.indexOf(0)
      if (missing >= 0 && processes.some((process) => this.#isDone(process))) {
        return `sink ${sinkName(at)} lacks the output of event ${missing}, and a process has nothing more to do`
      }
    }
    if (refused === "no" || this.#shape.refusals) return undefined
    if (refused === "late") return "a start is refused although repeats were allowed before"
    return damages === 0 ? "a start is refused although nothing was damaged" : undefined
  }

  isEnd({ processes, refused }: World): boolean {
    return refused !== "no" || processes.some((process) => this.#isDone(process))
  }

  #isDone({ at, position, queues, publishers }: Process): boolean {
    const isPublished = queues.every((queue) => queue.length === 0) && publishers.every((state) => state === "idle")
    return at === "cut" && position === this.#shape.events && isPublished
  }

  steps(world: World): Steps {
    const steps: Steps = []
    this.#starts(world, steps)
    this.#accidents(world, steps)
    for (const process of world.processes) this.#stepsOf(world, process, steps)
    for (const [sink, { inFlight }] of world.sinks.entries()) {
      for (const request of inFlight) {
        const rest = inFlight.filter((each) => each !== request)
        const to = this.#takeEffect({ ...world, sinks: put(world.sinks, sink, { inFlight: rest }) }, sink, request)
        steps.push({ label: `${sinkName(sink)}: the delayed request of ${request.outbox.number} takes effect`, to })
      }
    }
    return steps
  }

  #starts(world: World, steps: Steps): void {
    const { processes, refused, allowed } = world
    if (processes.length >= this.#shape.processes) return
    const fault = processes.length > 0
    const start = (allowRepeats: boolean): World => {
      const process = this.#newProcess(world, allowRepeats)
      const more = [...processes, process].sort((a, b) => a.id - b.id)
      return { ...world, processes: more, refused: "no" as const }
    }
    steps.push({ label: "a process starts", to: start(false), fault })
    if (refused !== "no" && allowed < (this.#shape.allowRepeats ?? 0)) {
      steps.push({ label: "a process starts with --allow-repeats", to: start(true) })
    }
  }

  #newProcess(world: World, allowRepeats: boolean): Process {
    const none = this.#shape.sinks.map(() => null)
    const first: Process = {
      id: freeId(world),
      at: "list",
      sink: -1,
      marks: none,
      listed: this.#wrong.listFirst ? world.store : null,
      allowRepeats,
      lineage: 0,
      earlier: [],
      markLineage: 0,
      position: 0,
      number: 0,
      next: 0,
      queues: none.map(() => []),
      confirmed: none.map(() => 0),
      publishers: none.map(() => "idle" as const),
      cut: null,
    }
    return this.#nextSink(first)
  }

  /** To the next sink that is claimed, or on to the store. */
  #nextSink(process: Process): Process {
    const sink = this.#shape.sinks.findIndex((kind, at) => kind === "marked" && at > process.sink)
    if (sink < 0) return { ...process, at: "list", sink: 0 }
    return { ...process, at: this.#wrong.marksFirst ? "mark" : "claim", sink }
  }

  #accidents(world: World, steps: Steps): void {
    for (const process of world.processes) {
      steps.push({ label: `${process.id} crashes`, to: without(world, process), fault: true })
    }
    const newest = world.store.at(-1)
    if (newest !== undefined && newest.damage === "" && world.damages < (this.#shape.damages ?? 0)) {
      for (const damage of ["state", "all"] as const) {
        const store = [...world.store.slice(0, -1), { ...newest, damage }]
        const to = { ...world, store, damages: world.damages + 1 }
        steps.push({ label: `${damage} of checkpoint ${newest.number} is damaged`, to, fault: true })
      }
    }
    if (this.#shape.powerLoss) this.#losePower(world, steps)
  }

  /** All processes die; what was not synced is there or not. */
  #losePower(world: World, steps: Steps): void {
    let dark = world
    for (const process of world.processes) dark = without(dark, process)
    const mayGo = world.store.filter(({ lasts }) => !lasts)
    if (world.processes.length === 0 && mayGo.length + world.unsynced.length === 0) return
    for (const gone of subsets(mayGo)) {
      const store = world.store.filter((each) => !gone.includes(each)).map((each) => ({ ...each, lasts: true }))
      for (const lost of subsets(world.unsynced)) {
        const to = { ...dark, store, unsynced: [], lost: [...world.lost, ...lost] }
        const names = [...gone.map(({ number }) => `name ${number}`), ...lost.map((number) => `outbox ${number}`)]
        steps.push({ label: `power is lost, and with it ${names.join(", ") || "nothing"}`, to, fault: true })
      }
    }
  }

  #stepsOf(world: World, process: Process, steps: Steps): void {
    const { id, at, sink } = process
    const add = (what: string, to: World) => steps.push({ label: `${id}: ${what}`, to })
    if (at === "claim") {
      const sinks = put(world.sinks, sink, { owner: id, inFlight: [] })
      const next = this.#wrong.marksFirst ? this.#nextSink(process) : { ...process, at: "mark" as const }
      add(`claims ${sinkName(sink)}`, change({ ...world, sinks }, next))
    } else if (at === "mark") {
      const marks = process.marks.map((mark, each) => (each === sink ? world.sinks[sink]!.mark : mark))
      const next = this.#wrong.marksFirst ? { ...process, at: "claim" as const } : this.#nextSink(process)
      add(`reads the mark of ${sinkName(sink)}`, change(world, { ...next, marks }))
    } else if (at === "list") add("decides", this.#recover(world, process))
    else if (at === "cut") this.#cuts(world, process, add)
    else if (at === "link") add(`makes manifest ${process.next}`, this.#link(world, process))
    else add(`syncs manifest ${process.next}`, this.#made(world, process))
    if (at === "cut" || at === "link" || at === "sync") this.#publishes(world, process, steps)
  }

  #recover(world: World, process: Process): World {
    const decision = decide(this.#shape, world, process)
    // Who was overtaken since its claim may find what does not fit together, and stops as it should.
    const isCurrent = process.marks.every(
      (_, at) => this.#shape.sinks[at] !== "marked" || world.sinks[at]!.owner === process.id,
    )
    if (decision.kind === "refuse") {
      const newest = world.store.at(-1)
      const isBegun = world.allowed > 0 && newest?.damage === "" && newest.lineage === world.allowedLineage
      return { ...without(world, process), refused: !isCurrent ? "no" : isBegun ? "late" : "yes" }
    }
    const { next } = decision
    const earlier: ModelMark[] =
      this.#wrong.forgottenLineages || this.#wrong.keptLineage
        ? []
        : decision.earlier.map((mark) => ({ lineage: Number(mark.lineage), checkpoint: mark.checkpoint }))
    const blank = { ...process, at: "cut" as const, next, earlier, marks: [], listed: null }
    if (decision.kind === "begin") return change(world, { ...blank, lineage: process.id, markLineage: process.id })
    const manifest = world.store.find(({ number }) => number === decision.checkpoint)!
    const queues = manifest.held.map((all, sink) => {
      const due = decision.republish.find(({ publisher }) => publisher === sinkName(sink))?.checkpoints ?? []
      return all.filter(({ number }) => due.includes(number))
    })
    const confirmed = manifest.confirmed.map((last, sink) => process.marks[sink]?.checkpoint ?? last)
    const { lineage, position, number } = manifest
    const begins = decision.newLineage && !this.#wrong.keptLineage
    const lines = { lineage: begins ? process.id : lineage, markLineage: lineage }
    const synced = this.#wrong.unsyncedFound ? world : { ...world, store: world.store.map(lasting) }
    const allowed = world.allowed + (decision.repeats ? 1 : 0)
    const allowedLineage = decision.repeats ? process.id : world.allowedLineage
    return change({ ...synced, allowed, allowedLineage }, { ...blank, ...lines, position, number, queues, confirmed })
  }

  /** An interval ends behind any number of further events. */
  #cuts(world: World, process: Process, add: (what: string, to: World) => void): void {
    const { position, next, queues, confirmed } = process
    const isEmptyAllowed = next <= (this.#shape.emptyUpTo ?? 0)
    for (let to = isEmptyAllowed ? position : position + 1; to <= this.#shape.events; to++) {
      const outbox: Outbox = { number: next, from: position, to }
      const own = to > position ? [outbox] : []
      const held = queues.map((queue) => (this.#wrong.droppedOutbox ? own : [...queue, ...own]))
      const cut: Cut = { outbox, held, confirmed }
      const early = this.#wrong.publishFirst ? { queues: queues.map((queue) => [...queue, ...own]) } : {}
      add(`ends an interval before event ${to}`, change(world, { ...process, at: "link", position: to, cut, ...early }))
    }
  }

  /** Of all who make a number one succeeds; the others stop. */
  #link(world: World, process: Process): World {
    const { cut, next, lineage, earlier, position } = process
    if (world.store.some(({ number }) => number === next) && !this.#wrong.overwrite) return without(world, process)
    const rest = world.store.filter(({ number }) => number !== next)
    const { held, confirmed } = cut!
    const manifest: Manifest = { number: next, lineage, earlier, position, held, confirmed, lasts: false, damage: "" }
    const store = [...rest, manifest].sort((a, b) => a.number - b.number)
    const unsynced = this.#wrong.unsyncedOutbox ? [...world.unsynced, next] : world.unsynced
    return change({ ...world, store, unsynced }, { ...process, at: "sync" })
  }

  #made(world: World, process: Process): World {
    const { cut, next, lineage, position } = process
    const own = cut!.outbox.to > cut!.outbox.from && !this.#wrong.publishFirst ? [cut!.outbox] : []
    const queues = process.queues.map((queue) => [...queue, ...own])
    const store = this.#wrong.unsyncedName ? world.store : world.store.map(lasting)
    const made = { at: "cut" as const, number: next, next: next + 1, markLineage: lineage, position, queues, cut: null }
    return change({ ...world, store }, { ...process, ...made })
  }

  #publishes(world: World, process: Process, steps: Steps): void {
    for (const [sink, state] of process.publishers.entries()) {
      const kind = this.#shape.sinks[sink]!
      const add = (what: string, to: World, fault = false) =>
        steps.push({ label: `${process.id}: ${what} ${sinkName(sink)}`, to, fault })
      if (state === "unknown") {
        if (kind === "repeatable" || this.#wrong.sameEpoch) {
          add("tries again", change(world, withPublisher(process, sink, "idle")))
        } else {
          const sinks = put(world.sinks, sink, { owner: process.id, inFlight: [] })
          add("claims again", change({ ...world, sinks }, withPublisher(process, sink, "claimed")))
        }
      } else if (state === "claimed") add("reads the mark again of", this.#readAgain(world, process, sink))
      else if (process.queues[sink]!.length > 0) this.#publish(world, process, sink, add)
    }
  }

  #publish(
    world: World,
    process: Process,
    sink: number,
    add: (what: string, to: World, fault?: boolean) => void,
  ): void {
    const outbox = process.queues[sink]![0]!
    const { owner, inFlight } = world.sinks[sink]!
    const isMarked = this.#shape.sinks[sink] === "marked"
    if (isMarked && owner !== process.id) {
      add(`publishes ${outbox.number} and is fenced by`, without(world, process))
      return
    }
    const request = { outbox, mark: { lineage: process.markLineage, checkpoint: outbox.number } }
    const published = this.#takeEffect(world, sink, request)
    add(`publishes ${outbox.number} to`, change(published, confirm(process, sink, outbox.number)))
    if (inFlight.length > 1 || inFlight.some((each) => !isMarked && each.outbox.number === outbox.number)) return
    const sinks = put(world.sinks, sink, { inFlight: [...inFlight, request] })
    const unsure = withPublisher(process, sink, "unknown")
    add(`publishes ${outbox.number} and hears nothing of`, change({ ...world, sinks }, unsure), true)
  }

  #readAgain(world: World, process: Process, sink: number): World {
    const { mark } = world.sinks[sink]!
    const idle = withPublisher(process, sink, "idle")
    if (mark === null) return change(world, idle)
    const { lineage, markLineage, number, earlier } = process
    const isOwn = mark.lineage === lineage || mark.lineage === markLineage
    const isOurs = isOwn || earlier.some((each) => each.lineage === mark.lineage && mark.checkpoint <= each.checkpoint)
    const isAhead = mark.checkpoint > number || !isOurs
    if (isAhead && !this.#wrong.blindAfterUnknown) return without(world, process)
    return change(world, confirm(idle, sink, mark.checkpoint))
  }

  #takeEffect(world: World, sink: number, { outbox, mark }: Request): World {
    const isMarked = this.#shape.sinks[sink] === "marked"
    const counts = world.sinks[sink]!.counts.map((count, event) => {
      if (event < outbox.from || event >= outbox.to) return count
      return isMarked ? count + 1 : 1
    })
    return { ...world, sinks: put(world.sinks, sink, { counts, mark: isMarked ? mark : null }) }
  }
}

function lasting(manifest: Manifest): Manifest {
  return manifest.lasts ? manifest : { ...manifest, lasts: true }
}

function withPublisher(process: Process, sink: number, state: Process["publishers"][number]): Process {
  return { ...process, publishers: process.publishers.map((each, at) => (at === sink ? state : each)) }
}

/** The sink has the outputs up to a number. */
function confirm(process: Process, sink: number, number: number): Process {
  const queues = process.queues.map((queue, at) =>
    at === sink ? queue.filter((outbox) => outbox.number > number) : queue,
  )
  const confirmed = process.confirmed.map((last, at) => (at === sink ? Math.max(last, number) : last))
  return { ...process, queues, confirmed }
}

function put(sinks: readonly ModelSink[], sink: number, more: Partial<ModelSink>): readonly ModelSink[] {
  return sinks.map((each, at) => (at === sink ? { ...each, ...more } : each))
}

function change(world: World, process: Process): World {
  return { ...world, processes: world.processes.map((each) => (each.id === process.id ? process : each)) }
}

/** The process is gone. What it sent may still take effect, until another one claims. */
function without(world: World, { id }: Process): World {
  const sinks = world.sinks.map((sink) => (sink.owner === id ? { ...sink, owner: 0 } : sink))
  return { ...world, sinks, processes: world.processes.filter((each) => each.id !== id) }
}

/** The least id that nothing remembers, so that states come again. */
function freeId({ store, sinks, processes, allowedLineage }: World): number {
  const marks = sinks.flatMap(({ mark, inFlight }) => [mark, ...inFlight.map((request) => request.mark)])
  const used = new Set([
    ...processes.flatMap(({ id, lineage, markLineage, marks: read }) => [
      id,
      lineage,
      markLineage,
      ...read.map((mark) => mark?.lineage),
    ]),
    ...store.flatMap(({ lineage, earlier }) => [lineage, ...earlier.map((mark) => mark.lineage)]),
    ...marks.map((mark) => mark?.lineage),
    allowedLineage,
  ])
  let id = 1
  while (used.has(id)) id++
  return id
}

function subsets<T>(all: readonly T[]): readonly (readonly T[])[] {
  let found: (readonly T[])[] = [[]]
  for (const each of all) found = found.concat(found.map((one) => one.concat(each)))
  return found
}
