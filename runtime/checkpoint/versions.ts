/**
 * Versions of a job's rules, beside the folders of its slices: what a start needs to go on with rules that came while the job ran, and a return to those before.
 *
 * Each time that a version is asked for makes an entry, `<place>-<version>.json`, whose place is above all others; an entry never changes and its name never comes again. What a job is
 * begun with has the place below all of them. So places say in which order versions were asked for, whatever the clocks of processes, and whoever removes an entry which nothing needs
 * cannot hit one that is made meanwhile.
 */
import { join } from "node:path"
import type { RuleFile } from "../control/actions.ts"
import type { Files } from "../platform/files.ts"
import { type Seal, SealError, seal, unseal } from "./sealed.ts"
import { CheckpointStore, makeLastingFolder } from "./store.ts"

const folderName = "versions"
const versionSeal: Seal = { format: "cepheus-rules", version: 1, what: "a version of rules" }
/** What a process that died has left of making an entry. */
const draftName = /^(\d{10})-[A-Za-z0-9]{1,64}\.json-/
const entryName = /^(\d{10})-([A-Za-z0-9]{1,64})\.json$/
/** Of what was there before any was asked for. */
const firstPlace = 0
/** So many of those that were asked for last are kept, also where no checkpoint names them. */
const keptVersions = 10

/** A version of a job's rules with all that is needed to run it. */
export interface StoredVersion {
  /** `Manifest.version`. */
  readonly version: string
  /** Epoch milliseconds. */
  readonly madeAt: number
  /** Why, in the words of who asked for it. */
  readonly note?: string
  /** `RULE_SET_FORMAT` of the module. */
  readonly format: number
  /** The sources, in the order in which they were compiled; none where compiled rules were given. */
  readonly files: readonly RuleFile[]
  /** The text of a module that exports `rules`. */
  readonly module: string
}

/** What lies in the store. */
export interface ListedVersion {
  readonly version: string
  /** Rises with each time that a version is asked for. */
  readonly place: number
  readonly stored?: StoredVersion
  /** Why it cannot be used. */
  readonly damage?: string
}

/** A version cannot be had from the store. The message says why. */
export class VersionError extends Error {}

interface Entry {
  readonly name: string
  readonly version: string
  readonly place: number
}

/** The versions of a job. Methods reject with the store's errors. */
export class RuleVersions {
  readonly #files: Files
  readonly #job: string
  readonly #folder: string

  /** `job`: the job's folder. */
  constructor(files: Files, job: string) {
    this.#files = files
    this.#job = job
    this.#folder = join(job, folderName)
  }

  /** The folder as messages name it. */
  get shown(): string {
    return this.#files.show(this.#folder)
  }

  /** Whether entries can be called so. */
  static isName(version: string): boolean {
    return entryName.test(nameOf(0, version))
  }

  /**
   * Keeps a version as the one that was asked for last; durable when it resolves. Whoever makes a checkpoint that names it calls this before, always: what was kept at another time may
   * be on its way out. `by`: of one's own, for a name beside it. True: an entry was made; false: it is the last one already.
   */
  async put(version: StoredVersion, by: string): Promise<boolean> {
    const newest = (await this.#entries()).at(-1)
    if (newest?.version === version.version && (await this.#read(newest)).stored !== undefined) return false
    await this.#make((newest?.place ?? firstPlace) + 1, version, by)
    return true
  }

  /** Keeps a version that is not here as what was there before any was asked for: what other processes are asked for meanwhile comes after it, however long this takes. */
  async putFirst(version: StoredVersion, by: string): Promise<void> {
    await this.#make(firstPlace, version, by)
  }

  async #make(place: number, version: StoredVersion, by: string): Promise<void> {
    await makeLastingFolder(this.#files, this.#folder)
    // Another process that takes the same place at the same moment has another name, or made the same version.
    const path = join(this.#folder, nameOf(place, version.version))
    await this.#files.makeOnce(path, seal(versionSeal, version), by)
  }

  /** Rejects with `VersionError` where there is none, or none that is whole. */
  async read(version: string): Promise<StoredVersion> {
    const damages: string[] = []
    for (const entry of (await this.#entries()).reverse()) {
      if (entry.version !== version) continue
      const { stored, damage } = await this.#read(entry)
      if (stored !== undefined) return stored
      damages.push(`${entry.name} is damaged: ${damage}`)
    }
    const why = damages.length === 0 ? "there is no such version" : damages.join("; ")
    throw new VersionError(`the version ${version} of the rules cannot be read from ${this.shown}: ${why}`)
  }

  /** All entries, in the order in which versions were asked for; each is read. */
  async list(): Promise<ListedVersion[]> {
    const listed: ListedVersion[] = []
    for (const entry of await this.#entries()) {
      const { stored, damage } = await this.#read(entry)
      const { version, place } = entry
      listed.push({ version, place, ...(stored && { stored }), ...(damage !== undefined && { damage }) })
    }
    return listed
  }

  /** Which of some versions was asked for last; undefined: none of them is here. */
  async lastOf(versions: ReadonlySet<string>): Promise<string | undefined> {
    return (await this.#entries()).reverse().find(({ version }) => versions.has(version))?.version
  }

  /**
   * Removes what neither a checkpoint of any slice names nor is among those that were asked for last.
   *
   * Of other processes: entries are listed first, then the checkpoints. A checkpoint that names a version which none of them named comes from someone who has made an entry for it, before. Where
   * that entry is listed it is among the last ones, unless ten other versions were asked for between it and its checkpoint; where it came later it is another file. And while
   * checkpoints name a version, some of them are always there: newer ones are made before older ones go.
   */
  async retain(): Promise<void> {
    const entries = await this.#entries()
    const newest = new Map(entries.map((entry) => [entry.version, entry.name]))
    const recent = [...new Set(entries.map(({ version }) => version).reverse())].slice(0, keptVersions)
    const named = await this.#named()
    // What cannot be read may name any of them.
    if (named === undefined) return
    const needed = new Set([...recent, ...named])
    for (const { name, version } of entries) {
      if (needed.has(version) && newest.get(version) === name) continue
      await this.#files.remove(join(this.#folder, name))
    }
    await this.#removeDrafts((entries.at(-1)?.place ?? 0) - keptVersions)
  }

  /** Those below a place that was passed long ago. */
  async #removeDrafts(below: number): Promise<void> {
    for (const name of await this.#files.list(this.#folder)) {
      const place = draftName.exec(name)?.[1]
      if (place !== undefined && Number(place) < below) await this.#files.remove(join(this.#folder, name))
    }
  }

  /** What checkpoints name; undefined: the manifest of one cannot be read. */
  async #named(): Promise<Set<string> | undefined> {
    const named = new Set<string>()
    for (const { manifest } of (await this.#slices()).flat()) {
      if (manifest === undefined) return undefined
      const { version, next, base } = manifest.rules
      for (const each of [version, next, base]) if (each !== undefined) named.add(each)
    }
    return named
  }

  async #slices() {
    const folders = await this.#files.folders(this.#job)
    const stores = folders.filter((name) => /^\d{1,6}$/.test(name)).map((name) => join(this.#job, name))
    return Promise.all(stores.map((folder) => new CheckpointStore(this.#files, folder).list()))
  }

  /** By rising place. Those of one place were made at the same moment: their names decide, for everybody alike. */
  async #entries(): Promise<Entry[]> {
    const found: Entry[] = []
    for (const name of await this.#files.list(this.#folder)) {
      const [, place, version] = entryName.exec(name) ?? []
      if (version !== undefined) found.push({ name, version, place: Number(place) })
    }
    return found.sort((a, b) => a.place - b.place || (a.name < b.name ? -1 : 1))
  }

  async #read({ name, version }: Entry): Promise<{ readonly stored?: StoredVersion; readonly damage?: string }> {
    const bytes = await this.#files.read(join(this.#folder, name))
    if (bytes === undefined) return { damage: "it was removed meanwhile" }
    try {
      const stored = unseal(versionSeal, bytes) as StoredVersion
      return stored.version === version ? { stored } : { damage: `it holds the version ${stored.version}` }
    } catch (error) {
      if (error instanceof SealError || error instanceof SyntaxError) return { damage: error.message }
      throw error
    }
  }
}

function nameOf(place: number, version: string): string {
  return `${String(place).padStart(10, "0")}-${version}.json`
}
