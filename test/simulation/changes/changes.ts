/** Who changes the rules of a world's job while it runs, and what may come of it. */
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { type CheckpointManifest, judgesBehind } from "../../../runtime/checkpoint/manifest.ts"
import type { ReloadAnswer } from "../../../runtime/control/actions.ts"
import { pick, type Random } from "../../../samples/seeded.ts"
import type { Life } from "../scheduler.ts"
import type { PartitionLog } from "../source.ts"
import { type OfflineOutputs, offline, SliceHistory } from "./history.ts"
import type { WorldVersion, WorldVersions } from "./versions.ts"

/** What can be asked of a process. */
export interface Changeable {
  readonly life: Life
  reload(next: WorldVersion): Promise<ReloadAnswer>
  rollback(): Promise<ReloadAnswer>
  /** Sets a parameter at the barrier of a checkpoint; undefined: its parts could not be set at once. */
  set?(values: Readonly<Record<string, unknown>>): Promise<void>
  /** Looks what others were asked for; absent: there are none. */
  look?(): Promise<void>
}

/** What a process said of a change. */
interface Answered {
  readonly life: string
  readonly version: string
  readonly checkpoint: number
}

/** How a process has begun. */
interface Start {
  readonly life: string
  /** The version of the command's files. */
  readonly given: string
  /** What it may run. */
  readonly may: ReadonlySet<string>
}

/** In so many steps of the world, of 1, somebody asks for something, while changes are left. */
const restlessness = 0.02
/** Likewise a process looks what others were asked for. */
const attention = 0.05
/** How often a fault comes while somebody waits for an answer, of 1 for each step, and for so many steps around the checkpoint where other rules begin. */
const faultsOfAsked = 0.004
const faultsOfChange = 0.03
const stepsOfChange = 40
/** So often an engine of other rules cannot be opened while one is asked for, of 1. */
const failures = 0.08

export class Changes {
  readonly versions: WorldVersions
  /** What the command is given at a start. */
  given: WorldVersion
  /** So often other rules came to judge, or were refused. */
  applied = 0
  refused = 0
  readonly #random: Random
  readonly #say: (what: string) => void
  readonly #known: ReadonlyMap<string, WorldVersion>
  readonly #slices = new Map<number, SliceHistory>()
  readonly #processes = new Set<Changeable>()
  /** By process: how many answers are outstanding. */
  readonly #asked = new Map<Life, number>()
  readonly #answers: Answered[] = []
  /** By attempt: whose it is, and with what it may have begun. */
  readonly #starts = new Map<string, Start>()
  /** Values that a parameter was set to. */
  readonly #values = new Set<unknown>()
  #left: number
  #steps = 0
  #changesUntil = 0
  /** Which versions a job in slices may come to in the end. */
  #wanted: Set<string>

  constructor(versions: WorldVersions, random: Random, count: number, say: (what: string) => void) {
    this.versions = versions
    this.given = versions.all[0]!
    this.#wanted = new Set([versionOf(this.given)])
    this.#random = random
    this.#left = count
    this.#say = say
    this.#known = new Map([...versions.all, versions.refused].map((each) => [versionOf(each), each]))
  }

  /** A version of the world by its name. Throws where there is none. */
  named(version: string): WorldVersion {
    const found = this.#known.get(version)
    if (found === undefined) throw new Error(`there is no version ${version}`)
    return found
  }

  /** The rules behind the URL of a version. */
  at(url: string): RuleSet {
    return this.named(url.slice("rules:".length)).rules
  }

  history(slice: number): SliceHistory {
    const known = this.#slices.get(slice) ?? new SliceHistory()
    this.#slices.set(slice, known)
    return known
  }

  /** Whether an engine that a process opens is to fail: of rules that somebody has asked for. */
  fails(life: Life): boolean {
    return this.#left > 0 && (this.#asked.get(life) ?? 0) > 0 && this.#random() < failures
  }

  /** A process begins, which was given one version and runs one. `restored`: its checkpoint; undefined: it begins empty. `attempt`: of the slice. */
  begins(
    attempt: string,
    { life, given, runs }: { readonly life: Life; readonly given: string; readonly runs: string },
    restored: CheckpointManifest | undefined,
    isShared: boolean,
  ): void {
    const before = restored && judgesBehind(restored.rules)
    // Files that somebody has changed since the job was started are what is wanted.
    const isTouched = before === undefined || this.#starts.get(restored!.attempt)?.given !== given
    // A slice may come from another process.
    const may = new Set(isShared ? this.#known.keys() : [isTouched ? given : before])
    this.#starts.set(attempt, { life: life.name, given, may })
    this.#say(`${life.name} runs version ${this.#short(runs)}`)
  }

  joins(process: Changeable): void {
    this.#processes.add(process)
  }

  /** A process makes a checkpoint of a slice, or is about to. */
  makes(slice: number, manifest: CheckpointManifest): void {
    this.history(slice).makes(manifest)
    if (manifest.rules.next !== undefined) this.#changesUntil = this.#steps + stepsOfChange
  }

  /** How often a fault comes now, of 1 for each step; undefined: no change is under way. */
  get faultRate(): number | undefined {
    if (this.#steps < this.#changesUntil) return faultsOfChange
    return this.#isAsked ? faultsOfAsked : undefined
  }

  /** Somebody waits for an answer. */
  get #isAsked(): boolean {
    return [...this.#asked].some(([{ dead }, count]) => !dead && count > 0)
  }

  /** Perhaps somebody asks for something. */
  step(): void {
    this.#steps++
    for (const each of this.#processes) if (each.life.dead) this.#processes.delete(each)
    for (const { look } of this.#processes) if (look !== undefined && this.#random() < attention) void look()
    if (this.#left === 0 || this.#random() > restlessness || this.#processes.size === 0) return
    this.#left--
    const process = pick(this.#random, [...this.#processes])
    // What comes of two that are asked at once is open.
    if (process.set === undefined && this.#isAsked) return
    const kind = pick(this.#random, ["reload", "reload", "reload", "reload", "back", "refused", "set", "set", "edit"])
    if (kind === "set") this.#set(process)
    else if (kind === "edit") this.#edit(process)
    else if (kind === "refused")
      this.#ask(process, versionOf(this.versions.refused), () => process.reload(this.versions.refused))
    else if (kind === "back") this.#ask(process, undefined, () => process.rollback())
    else {
      const next = pick(this.#random, this.versions.all)
      this.#ask(process, versionOf(next), () => process.reload(next))
    }
  }

  #edit({ set }: Changeable): void {
    // Processes that share a job are given the same files.
    if (set === undefined) return
    this.given = pick(this.#random, this.versions.all)
    this.#say(`the files are those of version ${this.#short(versionOf(this.given))} now`)
  }

  #set({ life, set }: Changeable): void {
    const big = pick(this.#random, [50, 55, 65, 65, 80])
    this.#values.add(big)
    this.#say(`${life.name} is told that big is ${big}`)
    set?.({ big }).catch(() => {})
  }

  #ask({ life }: Changeable, version: string | undefined, act: () => Promise<ReloadAnswer>): void {
    const count = (by: number) => this.#asked.set(life, (this.#asked.get(life) ?? 0) + by)
    count(1)
    const before = new Set(this.#wanted)
    const shown = version === undefined ? "the version before" : `version ${this.#short(version)}`
    this.#say(`${life.name} is asked for ${shown}`)
    // Until there is an answer it may be either.
    if (version !== undefined) this.#wanted.add(version)
    else for (const each of this.#known.keys()) this.#wanted.add(each)
    act()
      .then(
        (answer) => this.#take(life, before, answer),
        (error: unknown) => this.#say(`${life.name} has no answer: ${error}`),
      )
      .finally(() => count(-1))
  }

  #take({ name }: Life, before: Set<string>, answer: ReloadAnswer): void {
    if (answer.outcome === "applied") {
      this.applied++
      const { version, checkpoint } = answer
      if (checkpoint !== null) this.#answers.push({ life: name, version, checkpoint })
      this.#wanted = new Set([version])
      this.#say(`${name} runs version ${this.#short(version)} behind checkpoint ${checkpoint}`)
    } else if (answer.outcome === "refused") {
      this.refused++
      this.#wanted = before
      this.#say(`${name} refuses: ${answer.reasons.join("; ")}`)
    }
  }

  #short(version: string): string {
    const at = this.versions.all.findIndex((each) => versionOf(each) === version)
    return at < 0 ? "refused" : String(at)
  }

  /** Which versions all processes of a job in slices may run in the end. */
  get wanted(): ReadonlySet<string> {
    return this.#wanted
  }

  /** What a slice should have said, by what its checkpoints name, and what is wrong with these. */
  async expected(
    slice: number,
    newest: { readonly number: number; readonly attempt: string },
    read: { readonly logs: readonly PartitionLog[]; readonly partition: number },
  ): Promise<{ readonly outputs: OfflineOutputs | undefined; readonly wrong: readonly string[] }> {
    const history = this.history(slice)
    const { manifests, closing } = history.chain(newest)
    const wrong = this.#wrongChain(slice, manifests)
    if (closing === undefined) return { outputs: undefined, wrong: [...wrong, "no checkpoint has the end"] }
    const rulesOf = (version: string) => this.named(version).rules
    const isOfNext = (manifest: CheckpointManifest) => history.isOfNext(manifest)
    return { outputs: await offline({ manifests, closing, ...read, rulesOf, isOfNext }), wrong }
  }

  #wrongChain(slice: number, manifests: readonly CheckpointManifest[]): string[] {
    const wrong: string[] = []
    let before: CheckpointManifest | undefined
    for (const manifest of manifests) {
      const where = `checkpoint ${manifest.number} of slice ${slice}`
      const { version } = manifest.rules
      const isSettled = before !== undefined && JSON.stringify(manifest.state) === JSON.stringify(before.state)
      const goesOn = before?.attempt === manifest.attempt
      const may = goesOn ? new Set([judgesBehind(before!.rules)]) : this.#starts.get(manifest.attempt)!.may
      if (version === undefined || (!isSettled && !may.has(version))) {
        wrong.push(`${where} was judged by version ${version}, and not by ${[...may].join(" or ")}`)
      }
      wrong.push(...this.#wrongParams(where, before, manifest))
      before = manifest
    }
    const byNumber = new Map(manifests.map((each) => [`${this.#starts.get(each.attempt)?.life} ${each.number}`, each]))
    for (const { life, version, checkpoint } of this.#slices.size > 1 ? [] : this.#answers) {
      const named = byNumber.get(`${life} ${checkpoint}`)?.rules.next
      if (named === version) continue
      wrong.push(`${life} said that version ${version} begins at checkpoint ${checkpoint}, which names ${named}`)
    }
    return wrong
  }

  /** Who has set a parameter finds it set. */
  #wrongParams(where: string, before: CheckpointManifest | undefined, { paramsBy }: CheckpointManifest): string[] {
    const [was, is] = [before?.paramsBy?.set, paramsBy?.set]
    const wrong: string[] = []
    for (const [name, value] of Object.entries(was ?? {})) {
      if (!Object.hasOwn(is ?? {}, name)) wrong.push(`${where} does not know that ${name} was set to ${value}`)
    }
    for (const [name, value] of Object.entries(is ?? {})) {
      if (!this.#values.has(value)) wrong.push(`${where} says that ${name} was set to ${value}, which nobody did`)
    }
    return wrong
  }
}

function versionOf({ rules }: WorldVersion): string {
  return rules.manifest.version
}
