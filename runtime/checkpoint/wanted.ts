/**
 * Which rules all processes of a job in slices should run: what was asked of one of them while it ran. Each time makes an entry, `<place>-<version>.json` beside the job's versions, whose place is above all others, as there. The
 * last one counts; an entry never changes and its name never comes again, so that processes that look at different moments come to the same end.
 */
import { join } from "node:path"
import type { Files } from "../platform/files.ts"
import { type Seal, seal } from "./sealed.ts"
import { makeLastingFolder } from "./store.ts"

const folderName = "wanted"
const wantedSeal: Seal = { format: "cepheus-wanted-rules", version: 1, what: "what rules a job should run" }
const entryName = /^(\d{10})-([A-Za-z0-9]{1,64})\.json$/
/** Nobody needs more than the last one; those who list them meanwhile may still see some before it. */
const keptPlaces = 5

/** 0: it has none. */
const placeOf = (name: string): number => Number(/^\d{10}(?=-)/.exec(name)?.[0] ?? 0)

export interface WantedEntry {
  readonly name: string
  /** `Manifest.version`: it is among the job's versions. */
  readonly version: string
}

/** Methods reject with the store's errors. */
export class WantedRules {
  readonly #files: Files
  readonly #folder: string

  /** `job`: the job's folder. */
  constructor(files: Files, job: string) {
    this.#files = files
    this.#folder = join(job, folderName)
  }

  /** As messages name it. */
  get shown(): string {
    return this.#files.show(this.#folder)
  }

  /** All processes should run this version from now on; durable when it resolves. It must have been put among the job's versions before. `by`: of one's own. */
  async put(version: string, by: string, madeAt: number): Promise<void> {
    const place = placeOf((await this.#entries()).at(-1)?.name ?? "") + 1
    const name = `${String(place).padStart(10, "0")}-${version}.json`
    await makeLastingFolder(this.#files, this.#folder)
    await this.#files.makeOnce(join(this.#folder, name), seal(wantedSeal, { version, madeAt }), by)
    // Also what processes that died have left of making some.
    for (const each of await this.#files.list(this.#folder)) {
      if (placeOf(each) <= place - keptPlaces) await this.#files.remove(join(this.#folder, each))
    }
  }

  /** undefined: nothing was ever asked for. */
  async last(): Promise<WantedEntry | undefined> {
    return (await this.#entries()).at(-1)
  }

  /** Those of one place were made at the same moment: their names decide, for everybody alike. */
  async #entries(): Promise<WantedEntry[]> {
    const found: WantedEntry[] = []
    for (const name of await this.#files.list(this.#folder)) {
      const [, , version] = entryName.exec(name) ?? []
      if (version !== undefined) found.push({ name, version })
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}
