/**
 * A whole job in a simulated world: the real job, engine, checkpoints and recovery over simulated disk, sinks, source and clock. Processes crash,
 * hang while another one takes over, and lose their power; sinks go away. Everything follows from the seed.
 */
import type { ChosenRules } from "../../compiler/cli/rules-choice.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { type CheckpointManifest, filesOf } from "../../runtime/checkpoint/manifest.ts"
import { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import { fixedMember } from "../../runtime/job/slices/members.ts"
import { unlessOvertaken } from "../../runtime/job/slices/overtaken.ts"
import { changeableSlices, goOnWith, type RulesOfNow } from "../../runtime/job/slices/rules-of-now.ts"
import { type OpenSlice, SliceRunner, type SliceSignals } from "../../runtime/job/slices/runner.ts"
import type { Log } from "../../runtime/observe/log.ts"
import type { Processes } from "../../runtime/platform/processes.ts"
import { between, pick, type Random, seeded } from "../../samples/seeded.ts"
import { Changes } from "./changes/changes.ts"
import { beginWithRules, type ChangingProcess, choose, comesTo, openChanges, runChanging } from "./changes/process.ts"
import type { VersionFamilies } from "./changes/versions.ts"
import { FileSink } from "./file-sink.ts"
import { SimulatedDisk } from "./files.ts"
import { membersOf, membersUpTo, SimulatedGroup } from "./group.ts"
import { needsCrash, type Planted, plantedSettings, plantedSlices, plantedStore } from "./planted.ts"
import { folderOf, nameOf, openJobOf, type ProcessParts, type Remedy, type SliceParts } from "./process.ts"
import { Life, Scheduler } from "./scheduler.ts"
import { drawSlices, type FileKind, type Settings, worldSettings } from "./settings.ts"
import { SimulatedSink, type WorldSink } from "./sinks.ts"
import type { SimulatedThreads } from "./workers.ts"
import { drawWorkload, type Workload } from "./workload.ts"

/** What the job of a world may run. */
export interface SimulatedRules {
  /** Of all kinds. */
  readonly mixed: RuleSet
  /** What most of these keep of a key can leave memory. */
  readonly leaving: RuleSet
  /** Of each of them versions that take each other's place while the job runs. */
  readonly versions: VersionFamilies
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
  /** Of a divided job without a group: which of its members the process is. */
  readonly member: number
  /** Of its workers, where it has some. */
  threads: SimulatedThreads | undefined
}

/** A disk of the machine that a process runs on. */
const machineDisk = "/local"
const folder = folderOf()
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
  /** Who changes the rules; undefined: nobody. */
  readonly changes: Changes | undefined
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
  /** So often a process found a slice in the hands of another one, and dropped it. */
  drops = 0
  /** Faults that came. */
  faults = 0
  /** So many processes a divided job has at once. */
  readonly #wanted: number
  /** Faults to come, and how often one comes, of 1 for each step. */
  #faults: number
  readonly #rate: number
  /** Up to then the source waits for more; afterwards it has an end. */
  readonly #liveUntil: number
  #started = 0
  readonly #group: SimulatedGroup
  /** Slices that were read to their end. */
  readonly #completed = new Set<number>()
  /** Which process made a checkpoint, by slice and number. */
  readonly #makers = new Map<string, string>()

  constructor(rules: SimulatedRules, seed: number, planted?: Planted) {
    const random = seeded(seed)
    this.#random = random
    this.#planted = planted
    this.#scheduler = new Scheduler(random)
    // The slices are known before what is in them, and drawn from other numbers.
    const slices = planted === undefined ? drawSlices(seed) : plantedSlices(planted)
    this.workload = drawWorkload(random, Math.max(2, slices))
    const settings = planted === undefined ? worldSettings(seed, random, slices) : plantedSettings(planted, random)
    this.#settings = settings
    this.#group = new SimulatedGroup(this.#scheduler, slices, () => this.#faults === 0)
    const leaves = settings.memory.some((bytes) => bytes !== undefined)
    const kind = leaves && seeded(seed)() < 0.5 ? "leaving" : "mixed"
    this.rules = rules[kind]
    if (settings.changes > 0) {
      const say = (what: string) => this.#say(what)
      const own = seeded(seed ^ 0x5bd1e995)
      // Where state leaves memory it is cut and restored, so that nothing is exchanged.
      const family = !leaves && own() < 0.5 ? "keyed" : kind
      this.changes = new Changes(rules.versions[family], own, settings.changes, say)
    }
    const { slowMs, diskFailures } = settings
    this.#disk = new SimulatedDisk(this.#scheduler, {
      slowMs,
      // A process has to die between a link and the syncing of its name: so there is more between them.
      folderTurns: planted === "what is found is not synced" ? 20 : 0,
      skipsSync: planted === "skipped sync",
      fails: () => this.#faults > 0 && random() < diskFailures && this.#count(),
    })
    const sink = (name: string, file: FileKind | undefined): WorldSink => {
      const network = { failures: pick(random, [0, 0.05, 0.3]), slowMs: pick(random, [0, 2, 20]) }
      const kind = pick(random, ["marked", "marked", "repeatable"] as const)
      if (file !== undefined) return new FileSink(name, file, this.#disk, (life) => this.#processes(life), planted)
      return new SimulatedSink(kind, this.#scheduler, network, planted)
    }
    this.alerts = sink("alerts", settings.files[0])
    this.audit = sink("audit", settings.files[1])
    this.#wanted = settings.members === "fixed" ? membersOf(slices) : between(seeded(seed), 2, 3)
    this.#faults = between(random, 0, settings.faults)
    this.#rate = 1 / pick(random, [10, 40, 150])
    this.#liveUntil = settings.liveMs === 0 ? 0 : this.#scheduler.time + settings.liveMs
  }

  /** What is late depends on the order of reading, or on which partition was silent for how long. */
  get hasLate(): boolean {
    return this.workload.hasLate || (this.#settings.liveMs > 0 && this.#settings.idleAfterMs < 10_000)
  }

  /** Of a job in slices whose rules change: what is wrong with the version that its processes come to in the end. */
  async wrongRules(): Promise<string[]> {
    const { changes } = this
    if (changes === undefined || this.#settings.slices === 0) return []
    const version = await comesTo(changes, this.#disk)
    if (changes.wanted.has(version)) return []
    return [
      `in the end processes run version ${version}, and what was asked for is ${[...changes.wanted].join(" or ")}`,
    ]
  }

  /** The newest checkpoint of each slice. */
  async newest(): Promise<CheckpointManifest[]> {
    const slices = Array.from({ length: Math.max(1, this.#settings.slices) }, (_, slice) => slice)
    const stores = slices.map((slice) => new CheckpointStore(this.#disk.filesFor(), folderOf(slice)))
    return (await Promise.all(stores.map((store) => store.newest()))).flatMap((manifest) => manifest ?? [])
  }

  /** What is read by itself: of each slice its own partition. */
  get parts(): readonly { readonly logs: Workload["logs"]; readonly partition: number }[] {
    const { logs } = this.workload
    if (this.#settings.slices === 0) return [{ logs, partition: 0 }]
    return logs.map((log, partition) => ({ logs: [log], partition }))
  }

  get steps(): number {
    return this.#scheduler.steps
  }

  /** So often keys were read from the disk. */
  get reads(): number {
    return this.#disk.reads
  }

  /** Runs until all was read to the end of its sources, and no process is alive. False: it did not come to that. */
  async run(): Promise<boolean> {
    while (this.#lives.size > 0 || !this.#isComplete) {
      if (this.#lives.size === 0) this.#restart()
      else if (this.#settings.slices > 0) this.#joinMore()
      if (this.#scheduler.time > this.#liveUntil) this.#endLive()
      const went = await this.#scheduler.step()
      if ((!went && this.#lives.size > 0) || this.#scheduler.steps > mostSteps) return false
      if (this.#started > mostStarts) return false
      if (this.#faults > 0 && this.#lives.size > 0 && this.#random() < this.#faultRate) await this.#fault()
      this.changes?.step()
    }
    await this.#verify()
    this.half.push(...this.#disk.misuses)
    return true
  }

  /** How often a fault comes, of 1 for each step: where rules change most of them are kept for that. */
  get #faultRate(): number {
    return this.changes === undefined ? this.#rate : (this.changes.faultRate ?? this.#rate / 10)
  }

  get #isComplete(): boolean {
    const { slices } = this.#settings
    return slices > 0 ? this.#completed.size === slices : this.ended.some(({ isComplete }) => isComplete)
  }

  /** Of a divided job others are started beside the one that runs. */
  #joinMore(): void {
    if (this.#isComplete || this.#lives.size >= this.#wanted || this.#random() > 0.02) return
    // Nobody starts a member again and again beside one that lives: each would take over from the other, and neither come to the end.
    if (this.#faults === 0 && !this.#lacksMembers()) return
    // Else processes that end at once, as where a sink is away, would be started until there may be no more, all in one moment.
    if (this.ended.length > 0) this.#scheduler.time += between(this.#random, 10, 300)
    this.#start()
  }

  /** In a group any member can do all: once one has found nothing left to do, another beside those that live only takes from them what they have begun. */
  #lacksMembers(): boolean {
    if (this.#settings.members === "fixed") return this.#missingMembers().length > 0
    return !this.ended.some(({ isComplete }) => isComplete)
  }

  /** One more process, without faults, on what there is now. True: it came to the end. */
  async again(): Promise<boolean> {
    this.#faults = 0
    this.ended.length = 0
    this.#completed.clear()
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
    const running: Running = { stop, isLive, threads: undefined, member: this.#freeMember() }
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
      if (message.includes("is dropped here")) {
        this.drops++
        this.#say(`${life.name}: ${message}`)
      }
    }
    const [random, scheduler, disk, settings] = [this.#random, this.#scheduler, this.#disk, this.#settings]
    const { isLive } = running
    const [rules, changes, planted] = [this.rules, this.changes, this.#planted]
    const parts = { rules, random, scheduler, disk, settings, life, log, remedy, isLive, planted }
    if (changes !== undefined) return this.#liveChanging({ ...parts, changes }, running)
    if (settings.slices > 0) return this.#liveDivided(parts, running)
    const opened = await openJobOf(parts, this.#sliceOf(life, running, undefined))
    running.threads = opened.threads
    try {
      return (await opened.job.run()).ending
    } finally {
      await opened.close()
    }
  }

  /** The same where rules change: it begins with those that it should have. */
  async #liveChanging(process: ChangingProcess, running: Running): Promise<string> {
    if (this.#settings.slices > 0) return this.#liveDivided(process, running, await choose(process, undefined))
    const { opened, chosen } = await beginWithRules(process, (chosen) => {
      const slice = { ...this.#sliceOf(process.life, running, undefined), chosen }
      return openJobOf({ ...process, rules: chosen.rules }, slice)
    })
    running.threads = opened.threads
    return runChanging(process, chosen, opened)
  }

  /** The same for a process that has some of the slices. `chosen`: where rules change. */
  async #liveDivided(process: ProcessParts, running: Running, chosen?: ChosenRules): Promise<string> {
    const { life, scheduler, log, settings, rules } = process
    const { slices } = settings
    const shares = settings.members === "group"
    const now: RulesOfNow = { module: chosen ?? { rules, url: () => "" } }
    const open = async (slice: number, { stop, abandon }: SliceSignals): Promise<OpenSlice> => {
      const { module } = now
      const part = { ...this.#sliceOf(life, running, slice), stop, abandon, ...(chosen && { chosen }) }
      const opened = await openJobOf({ ...process, rules: module.rules }, part)
      running.threads = opened.threads
      const run = async () => {
        const result = await opened.job.run()
        if (result.ending === "end") this.#completed.add(slice)
        return result
      }
      const [progress, status] = [() => opened.job.progress(), () => opened.job.status()]
      const { change, close } = opened
      const job = unlessOvertaken({ run, progress, status }, opened)
      return { job, close, ...(chosen && { change, catchUp: () => goOnWith(now, module, change, log) }) }
    }
    const member = shares ? this.#group.memberOf(life) : fixedMember(slices, running.member, membersOf(slices))
    const clock = scheduler.clockOf(life)
    const runner = new SliceRunner({ open, member, shares, clock, log, stop: running.stop.signal })
    const acted = { statuses: () => runner.statuses(), change: changeableSlices(runner, now) }
    const live = chosen && (await openChanges(process as ChangingProcess, chosen, acted, { isShared: true }))
    try {
      return (await runner.run()).ending
    } finally {
      live?.close()
    }
  }

  /** The whole job, or one of its slices. */
  #sliceOf(life: Life, { stop }: Running, slice: number | undefined): SliceParts {
    const own = folderOf(slice)
    const store = plantedStore(this.#planted, this.#disk.diskFor(life), own)
    const attempt = nameOf(this.#random)
    return {
      slice: String(slice ?? 0),
      attempt,
      store: this.#watched(store, slice ?? 0),
      alerts: this.alerts,
      audit: this.audit,
      logs: slice === undefined ? this.workload.logs : [this.workload.logs[slice]!],
      partition: slice ?? 0,
      stateFolder: `${this.#settings.ownDisk ? machineDisk : own}/state-${attempt}`,
      stop: stop.signal,
    }
  }

  /** A store of which is noted who made which checkpoint: each is made once. */
  #watched(store: CheckpointStore, slice: number): CheckpointStore {
    const publish = store.publish.bind(store)
    store.publish = async (manifest) => {
      this.changes?.makes(slice, manifest)
      const made = await publish(manifest)
      const known = this.#makers.get(`${slice} ${manifest.number}`) ?? manifest.attempt
      if (made && known !== manifest.attempt) {
        this.half.push(`checkpoint ${manifest.number} of slice ${slice} was made by two processes`)
      }
      if (made) this.#makers.set(`${slice} ${manifest.number}`, manifest.attempt)
      return made
    }
    return store
  }

  /** A member that is missing, as far as anybody can see; where none is, any. */
  #freeMember(): number {
    const { slices, members } = this.#settings
    if (slices === 0 || members === "group") return 1
    const missing = this.#missingMembers()
    return pick(this.#random, missing.length > 0 ? missing : membersUpTo(membersOf(slices)))
  }

  /** Members that have something to do, and of which no process can be seen. */
  #missingMembers(): number[] {
    const { slices } = this.#settings
    const all = membersUpTo(membersOf(slices))
    const here = [...this.#lives].flatMap(([life, { member }]) =>
      life.frozenUntil > this.#scheduler.time ? [] : member,
    )
    return all.filter((member) => {
      const isDone = Array.from({ length: slices }, (_, slice) => slice).every(
        (slice) => slice % all.length !== member - 1 || this.#completed.has(slice),
      )
      return !isDone && !here.includes(member)
    })
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

  async #fault(): Promise<void> {
    this.#count()
    const life = pick(this.#random, [...this.#lives.keys()])
    const also = this.#settings.slices > 0 ? ["confusion", "confusion", "freeze"] : ["rot"]
    const more = this.#planted === undefined ? ["thread", ...also] : []
    const kinds =
      this.#planted !== undefined && needsCrash(this.#planted)
        ? ["crash", "power"]
        : ["crash", "crash", "freeze", "freeze", "power", "away", "stop", ...more]
    const kind = pick(this.#random, kinds)
    const { stop, threads } = this.#lives.get(life)!
    if (kind === "crash") this.#kill(life, "crashes")
    else if (kind === "stop") {
      this.#say(`${life.name} is stopped`)
      stop.abort()
    } else if (kind === "thread") {
      if (threads !== undefined) this.#say(`a thread of ${life.name} ends`)
      threads?.crash(between(this.#random, 0, 2))
    } else if (kind === "rot") await this.#rot()
    else if (kind === "confusion") {
      this.#group.confusedUntil = this.#scheduler.time + between(this.#random, 100, 3000)
      this.#say("the group is confused")
    } else if (kind === "away") {
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
    const { slices } = this.#settings
    for (let slice = 0; slice < Math.max(1, slices); slice++) {
      const store = new CheckpointStore(this.#disk.filesFor(), folderOf(slice))
      for (const { number, manifest, damage } of (await store.list()).slice(-keptCheckpoints)) {
        const found = damage ?? (manifest && (await store.damageOf(manifest)))
        if (found !== undefined) this.half.push(`checkpoint ${number} of slice ${slice}: ${found}`)
      }
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
