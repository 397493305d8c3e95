/**
 * A whole job in a simulated world: the real job, engine, checkpoints and recovery over simulated disk, sinks, source and clock. Processes crash,
 * hang while another one takes over, and lose their power; sinks go away. Everything follows from the seed.
 */
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { filesOf } from "../../runtime/checkpoint/manifest.ts"
import { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { filesOn } from "../../runtime/platform/disk.ts"
import type { Files } from "../../runtime/platform/files.ts"
import type { Processes } from "../../runtime/platform/processes.ts"
import { between, pick, type Random, seeded } from "../../samples/seeded.ts"
import { FileSink } from "./file-sink.ts"
import { SimulatedDisk } from "./files.ts"
import { jobName, nameOf, openJobOf, type Remedy } from "./process.ts"
import { Life, Scheduler } from "./scheduler.ts"
import { type FileKind, plainSettings, type Settings, worldSettings } from "./settings.ts"
import { SimulatedSink, type WorldSink } from "./sinks.ts"
import type { SimulatedThreads } from "./workers.ts"
import { drawWorkload, type Workload } from "./workload.ts"

/** Faults of the product, planted to see that they are found. */
export type Planted =
  | "skipped sync"
  | "publishes before the checkpoint"
  | "a mark that is not kept"
  | "what is found is not synced"
  | "a number that is made again"
  | "keys on disk are not synced"
  | "a file's length is trusted"
  | "a part is not synced"

/** What the job of a world may run. */
export interface SimulatedRules {
  /** Of all kinds. */
  readonly mixed: RuleSet
  /** What most of these keep of a key can leave memory. */
  readonly leaving: RuleSet
}

export interface Ended {
  readonly name: string
  /** Undefined: it was stopped, or came to the end of its sources. */
  readonly error: unknown
  readonly isComplete: boolean
}

/** A process that lives. */
interface Running {
  readonly stop: AbortController
  readonly isLive: boolean
  /** Of its workers, where it has some. */
  threads: SimulatedThreads | undefined
}

/** A disk of the machine that a process runs on. */
const machineDisk = "/local"
const folder = `/data/checkpoints/${jobName}/0`
/** A run that takes longer does not come to an end. */
const mostSteps = 100_000
const mostStarts = 40
const keptCheckpoints = 3

export class World {
  readonly workload: Workload
  readonly alerts: WorldSink
  readonly audit: WorldSink
  readonly ended: Ended[] = []
  /** What happened, for people. */
  readonly story: string[] = []
  /** Checkpoints that were found to be less than whole. */
  readonly half: string[] = []
  readonly rules: RuleSet
  readonly #random: Random
  readonly #scheduler: Scheduler
  readonly #disk: SimulatedDisk
  readonly #planted: Planted | undefined
  readonly #settings: Settings
  readonly #lives = new Map<Life, Running>()
  /** What the operator answers to a refusal: the next start has it. */
  #remedy: Remedy = "none"
  /** Outputs came again because somebody said that they may. */
  hasRepeats = false
  /** A damaged checkpoint was passed over: a sink without a mark may have got its outputs. */
  wentBack = false
  #isRotten = false
  /** Faults that came. */
  faults = 0
  /** Faults to come, and how often one comes, of 1 for each step. */
  #faults: number
  readonly #rate: number
  /** Up to then the source waits for more; afterwards it has an end. */
  readonly #liveUntil: number
  #started = 0

  constructor(rules: SimulatedRules, seed: number, planted?: Planted) {
    const random = seeded(seed)
    this.#random = random
    this.#planted = planted
    this.#scheduler = new Scheduler(random)
    this.workload = drawWorkload(random)
    const settings = planted === undefined ? worldSettings(seed, random) : plantedSettings(planted, random)
    this.#settings = settings
    this.rules = settings.memory.some((bytes) => bytes !== undefined) ? rules.leaving : rules.mixed
    const { slowMs, diskFailures } = settings
    this.#disk = new SimulatedDisk(this.#scheduler, {
      slowMs,
      skipsSync: planted === "skipped sync",
      fails: () => this.#faults > 0 && random() < diskFailures && this.#count(),
    })
    const sink = (name: string, file: FileKind | undefined): WorldSink => {
      const network = { failures: pick(random, [0, 0.05, 0.3]), slowMs: pick(random, [0, 2, 20]) }
      const kind = pick(random, ["marked", "marked", "repeatable"] as const)
      if (file !== undefined) return new FileSink(name, file, this.#disk, (life) => this.#processes(life), planted)
      return new SimulatedSink(kind, this.#scheduler, network, planted === "a mark that is not kept")
    }
    this.alerts = sink("alerts", settings.files[0])
    this.audit = sink("audit", settings.files[1])
    this.#faults = between(random, 0, 6)
    this.#rate = 1 / pick(random, [10, 40, 150])
    this.#liveUntil = settings.liveMs === 0 ? 0 : this.#scheduler.time + settings.liveMs
  }

  /** What is late depends on the order of reading, or on which partition was silent for how long. */
  get hasLate(): boolean {
    return this.workload.hasLate || (this.#settings.liveMs > 0 && this.#settings.idleAfterMs < 10_000)
  }

  get steps(): number {
    return this.#scheduler.steps
  }

  /** So often keys were read from the disk. */
  get reads(): number {
    return this.#disk.reads
  }

  /** Runs until a process came to the end of its sources, and no other is alive. False: it did not come to that. */
  async run(): Promise<boolean> {
    while (this.#lives.size > 0 || !this.ended.some(({ isComplete }) => isComplete)) {
      if (this.#lives.size === 0) this.#restart()
      if (this.#scheduler.time > this.#liveUntil) this.#endLive()
      const went = await this.#scheduler.step()
      if ((!went && this.#lives.size > 0) || this.#scheduler.steps > mostSteps) return false
      if (this.#started > mostStarts) return false
      if (this.#faults > 0 && this.#lives.size > 0 && this.#random() < this.#rate) await this.#fault()
    }
    await this.#verify()
    return true
  }

  /** One more process, without faults, on what there is now. True: it came to the end. */
  async again(): Promise<boolean> {
    this.#faults = 0
    this.ended.length = 0
    return this.run()
  }

  /** The live job is stopped; the next one reads to the end. */
  #endLive(): void {
    for (const [life, running] of this.#lives) {
      if (!running.isLive || running.stop.signal.aborted) continue
      this.#say(`${life.name} is stopped, to be started on a source with an end`)
      running.stop.abort()
    }
  }

  /** Whoever watches over the job starts it again, not at once. */
  #restart(): void {
    if (this.#started > 0) this.#scheduler.time += between(this.#random, 10, 300)
    this.#start()
  }

  #start(): void {
    const life = new Life(`process ${++this.#started}`)
    const stop = new AbortController()
    const isLive = this.#scheduler.time < this.#liveUntil
    const running: Running = { stop, isLive, threads: undefined }
    this.#lives.set(life, running)
    const remedy = this.#remedy
    this.#remedy = "none"
    if (remedy !== "none") this.hasRepeats = true
    this.#say(`${life.name} starts${remedy === "none" ? "" : ` with --${remedy}`}`)
    const end = (how: string, error?: unknown) => {
      if (life.dead) return
      this.#kill(life, `ends: ${how}`)
      this.#answer(how)
      this.ended.push({ name: life.name, error, isComplete: how === "end" })
    }
    this.#live(life, running, remedy).then(end, (error: unknown) => end(String(error), error))
  }

  /** What a loss of power left, or where a file was damaged: the operator does what the job's words say. */
  #answer(how: string): void {
    const [, lock] = /if it is gone, delete (\S+)/.exec(how) ?? []
    if (lock !== undefined) void this.#disk.filesFor().remove(lock)
    if (!this.#isRotten) return
    const [, path, size] = /cannot write (\S+): .* cut the file to (\d+) bytes/.exec(how) ?? []
    if (path !== undefined) this.#disk.cut(path, Number(size))
    if (how.includes("--allow-repeats")) this.#remedy = "allow-repeats"
    else if (how.includes("--fresh")) this.#remedy = "fresh"
  }

  /** Resolves with the way in which the job ended. */
  async #live(life: Life, running: Running, remedy: Remedy): Promise<string> {
    const log: Log = (_, message) => {
      if (message.includes("going back to")) this.wentBack = true
    }
    const [random, scheduler, disk, settings] = [this.#random, this.#scheduler, this.#disk, this.#settings]
    const { isLive } = running
    const process = { rules: this.rules, random, scheduler, disk, settings, life, log, remedy, isLive }
    const opened = await openJobOf(process, {
      slice: "0",
      attempt: nameOf(random),
      store: this.#store(this.#filesFor(life)),
      alerts: this.alerts,
      audit: this.audit,
      logs: this.workload.logs,
      partition: 0,
      stateFolder: `${settings.ownDisk ? machineDisk : folder}/state-${this.#started}`,
      stop: running.stop.signal,
    })
    running.threads = opened.threads
    try {
      return (await opened.job.run()).ending
    } finally {
      await opened.close()
    }
  }

  /** What a process knows of others: of those on its machine whether they live. */
  #processes(life: Life): Processes {
    const hostOf = (pid: number) => `machine-${pid % this.#settings.machines}`
    const pid = Number(life.name.slice("process ".length))
    return {
      self: { host: hostOf(pid), pid, started: "" },
      namespace: "",
      isAlive: (other) => {
        if (other.host !== hostOf(pid)) return undefined
        return [...this.#lives.keys()].some(({ name }) => name === `process ${other.pid}`)
      },
    }
  }

  #filesFor(life: Life): Files {
    if (this.#planted !== "keys on disk are not synced") return this.#disk.filesFor(life)
    return filesOn({ ...this.#disk.diskFor(life), syncFile: async () => {} })
  }

  #store(files: Files): CheckpointStore {
    if (this.#planted === "publishes before the checkpoint") return new HastyStore(files, folder)
    if (this.#planted === "what is found is not synced") return new TrustingStore(files, folder)
    if (this.#planted === "a number that is made again") return new ForgetfulStore(files, folder)
    return new CheckpointStore(files, folder)
  }

  async #fault(): Promise<void> {
    this.#count()
    const life = pick(this.#random, [...this.#lives.keys()])
    const more = this.#planted === undefined ? ["thread", "rot"] : []
    const kind = pick(this.#random, ["crash", "crash", "freeze", "freeze", "power", "away", "stop", ...more])
    const { stop, threads } = this.#lives.get(life)!
    if (kind === "crash") this.#kill(life, "crashes")
    else if (kind === "stop") {
      this.#say(`${life.name} is stopped`)
      stop.abort()
    } else if (kind === "thread") {
      if (threads !== undefined) this.#say(`a thread of ${life.name} ends`)
      threads?.crash(between(this.#random, 0, 2))
    } else if (kind === "rot") await this.#rot()
    else if (kind === "away") {
      const sink = pick(this.#random, [this.alerts, this.audit])
      sink.downUntil = this.#scheduler.time + between(this.#random, 1, 1000)
      this.#say(`${sink === this.alerts ? "alerts" : "audit"} is away`)
    } else if (kind === "freeze") {
      life.frozenUntil = this.#scheduler.time + between(this.#random, 1, 500)
      this.#say(`${life.name} hangs`)
      if (this.#lives.size < 3) this.#start()
    } else {
      for (const each of [...this.#lives.keys()]) this.#kill(each, "loses its power")
      this.#disk.losePower()
      // The next process may run on another machine.
      if (this.#settings.ownDisk && this.#random() < 0.5) this.#disk.lose(machineDisk)
      await this.#verify()
    }
  }

  /** A fault came. */
  #count(): true {
    this.#faults--
    this.faults++
    return true
  }

  /** A file of the newest checkpoint is damaged on the disk, once, where there is another checkpoint. */
  async #rot(): Promise<void> {
    const listed = await new CheckpointStore(this.#disk.filesFor(), folder).list()
    const newest = listed.at(-1)?.manifest
    if (this.#isRotten || !this.#settings.rots || listed.length < 2 || newest === undefined) return
    const names = [`${String(newest.number).padStart(10, "0")}/MANIFEST`, ...filesOf(newest).map(({ file }) => file)]
    const name = pick(this.#random, names)
    this.#isRotten = this.#disk.rot(`${folder}/${name}`)
    if (this.#isRotten) this.#say(`${name} is damaged`)
  }

  /**
   * No checkpoint that is kept is half, whatever happened before. (One that was removed may be made again by a process that hung, and dies before
   * it sees that it is late.)
   */
  async #verify(): Promise<void> {
    if (this.#isRotten) return
    const store = new CheckpointStore(this.#disk.filesFor(), folder)
    for (const { number, manifest, damage } of (await store.list()).slice(-keptCheckpoints)) {
      const found = damage ?? (manifest && (await store.damageOf(manifest)))
      if (found !== undefined) this.half.push(`checkpoint ${number}: ${found}`)
    }
  }

  #kill(life: Life, how: string): void {
    life.dead = true
    this.#lives.delete(life)
    this.#say(`${life.name} ${how}`)
  }

  #say(what: string): void {
    this.story.push(`${this.#scheduler.steps}: ${what}`)
  }
}

/** Without what has nothing to do with the fault, and with what it is in. */
function plantedSettings(planted: Planted, random: Random): Settings {
  const settings = plainSettings(random)
  if (planted === "keys on disk are not synced") return { ...settings, memory: [0] }
  if (planted === "a file's length is trusted") return { ...settings, files: ["plain", "plain"] }
  if (planted === "a part is not synced") return { ...settings, files: ["folder", "folder"] }
  return settings
}

/** Says that a checkpoint is made before it is. */
class HastyStore extends CheckpointStore {
  override async publish(manifest: Parameters<CheckpointStore["publish"]>[0]): Promise<boolean> {
    super.publish(manifest).catch(() => {})
    return true
  }
}

/** Takes a name that it sees for one that lasts. */
class TrustingStore extends CheckpointStore {
  override async sync(): Promise<void> {}
}

/** Knows no numbers but those that are there, and does not look at what it hands over. */
class ForgetfulStore extends CheckpointStore {
  override async hasAbove(): Promise<boolean> {
    return false
  }

  override async damageOfFile(): Promise<undefined> {}
}
