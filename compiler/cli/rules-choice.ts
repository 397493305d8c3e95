/** Which rules a job with checkpoints begins with: those that the command was given, or others that came while it ran. */
import { randomBytes } from "node:crypto"
import { join } from "node:path"
import { RULE_SET_FORMAT } from "../../runtime/abi/rule-set.ts"
import { type CheckpointManifest, type CheckpointRules, judgesBehind } from "../../runtime/checkpoint/manifest.ts"
import { CheckpointStore, withStore } from "../../runtime/checkpoint/store.ts"
import { RuleVersions, type StoredVersion, VersionError } from "../../runtime/checkpoint/versions.ts"
import { ConnectorError } from "../../runtime/connectors/contract.ts"
import type { RuleFile } from "../../runtime/control/actions.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { CliError } from "./error.ts"
import { keepVersion } from "./keep-version.ts"
import type { Place } from "./places.ts"
import { type LoadedRules, moduleUrl, rulesOfModule } from "./rules.ts"

/** What the newest checkpoints say of the rules. */
export interface SeenRules {
  /** What judges behind them; of slices that differ what was asked for last. undefined: they were made before versions were noted. */
  readonly version: string | undefined
  /** The version of the files that a person chose last. */
  readonly base: string | undefined
}

/** `--rules`: whether the command's files or the store decide; undefined: as it follows from what was touched. */
export type RulesOption = "given" | "stored" | undefined

/** What a start runs, and why. */
export type RulesDecision =
  /** The command's files: `first`: there is nothing else; `same`: they are what ran; `touched`: a person has changed them since; `asked`: by `--rules`. */
  | { readonly run: "given"; readonly why: "first" | "same" | "touched" | "asked" }
  /** What came while the job ran: `untouched`: the files are those with which it was started; `asked`: by `--rules`. */
  | { readonly run: "stored"; readonly version: string; readonly why: "untouched" | "asked" }

/**
 * Decides it. `given`: the version of the command's files; `untouched`: whether they are, text for text, those of `seen.base`, which another cep may have compiled to
 * another version.
 */
export function decideRules(
  given: string,
  seen: SeenRules | undefined,
  asked: RulesOption,
  untouched: boolean,
): RulesDecision {
  if (seen?.version === undefined) return { run: "given", why: "first" }
  const { version, base } = seen
  if (asked === "stored") return { run: "stored", version, why: "asked" }
  if (given === version) return { run: "given", why: "same" }
  if (asked === "given") return { run: "given", why: "asked" }
  const isBase = given === base || (untouched && base !== version)
  return isBase ? { run: "stored", version, why: "untouched" } : { run: "given", why: "touched" }
}

/** Rules that a job begins with. */
export interface ChosenRules extends LoadedRules {
  /** For checkpoints: the version of the files that a person chose last. */
  readonly base: string | undefined
  /** What the store said when it was chosen; `any`: what is restored may be of other rules. */
  readonly expects: SeenRules | "any"
  /** The command's files as they were read; undefined: they were not. */
  readonly given: readonly RuleFile[] | undefined
  /** Parameters of the command's files that these rules need not have. */
  readonly otherParams: (name: string) => boolean
}

/** What is restored is of other rules than was seen when the rules were chosen: choose anew, with these. */
export class OtherRulesRestored extends ConnectorError {
  readonly restored: CheckpointRules

  constructor(restored: CheckpointRules) {
    super("failure", "the rules of the job were changed again and again while it was started: start it again")
    this.restored = restored
  }
}

/** Throws `OtherRulesRestored` where the rules were chosen by something else than what is restored now. */
export function failIfOthers({ expects }: Pick<ChosenRules, "expects">, restored: CheckpointRules | undefined): void {
  if (expects === "any" || restored === undefined) return
  const { version, base } = seenIn(restored)
  // The same rules may have come again, for other files of a person.
  if (version === expects.version && base === expects.base) return
  throw new OtherRulesRestored(restored)
}

/** A job whose rules are to be chosen. */
export interface ChoiceRequest {
  readonly job: string
  readonly place: Place
  readonly asked: RulesOption
  /** State is begun anew, or with a savepoint where there are no checkpoints. */
  readonly fresh: boolean
  /** Loads what the command was given. */
  readonly load: () => Promise<LoadedRules>
  readonly log: Log
  /** Of the checkpoint that was found to be the one that is restored. */
  readonly restored?: CheckpointRules | undefined
  /** Makes rules of what the store has of a version; absent: `runnable`. */
  readonly make?: MakeRules | undefined
}

/** Makes the rules of a version of the store. Rejects with `VersionError`. */
export type MakeRules = (stored: StoredVersion, versions: RuleVersions) => Promise<LoadedRules>

/** Chooses, sees to it that the version is in the store, and says what is not as usual. Throws `CliError` and `ConnectorError`. */
export function chooseRules(request: ChoiceRequest): Promise<ChosenRules> {
  const { files, folder } = request.place
  const job = join(folder, request.job)
  return withStore(files.show(job), () => choose(request, new RuleVersions(files, job), job))
}

async function choose(request: ChoiceRequest, versions: RuleVersions, folder: string): Promise<ChosenRules> {
  const { asked, fresh, restored, place, log, job } = request
  const inStore = restored ? seenIn(restored) : await seenRules(new RuleVersions(place.files, folder), place, folder)
  // What begins anew does not go on with what ran, unless it is told to.
  const seen = fresh && asked !== "stored" ? undefined : inStore
  if (asked === "stored") return storedAsAsked(request, versions, seen)
  const given = await request.load()
  const { version } = given.rules.manifest
  if (!RuleVersions.isName(version)) throw new CliError("the compiled rules have no version: compile them again")
  const untouched = await isUntouched(given, seen, versions)
  const decision = decideRules(version, seen, asked, untouched)
  const expects = asked === "given" || fresh ? "any" : { version: seen?.version, base: seen?.base }
  if (decision.run === "stored") {
    const found = await fromStore(request, decision.version, versions)
    const words = `the job ${job} goes on with version ${decision.version} of its rules, which came while it ran; the files are those with which it was started (${version}). To return to them: cep rollback URL, or a start with --rules given`
    log("info", words, { job, version: found.rules.manifest.version, given: version })
    const has = new Set(given.rules.manifest.params.map(({ name }) => name))
    return { ...found, base: version, expects, given: given.files, otherParams: (name) => has.has(name) }
  }
  // Before there is a checkpoint another process that runs may have been asked for other rules already: these do not come after those.
  const isAsked = decision.why === "touched" || decision.why === "asked" || fresh
  await keepVersion(versions, given, log, isAsked ? "last" : "first")
  sayGiven(decision.why, version, seen, request)
  return { ...given, base: version, expects, given: given.files, otherParams: () => false }
}

/** The command's files are not even read: they may have errors. */
async function storedAsAsked(
  request: ChoiceRequest,
  versions: RuleVersions,
  seen: SeenRules | undefined,
): Promise<ChosenRules> {
  const { job, log } = request
  if (seen?.version === undefined) {
    throw new CliError(
      `--rules stored: there is no checkpoint of the job ${job} that names its rules: start without it`,
    )
  }
  const found = await fromStore(request, seen.version, versions)
  log("info", `the job ${job} goes on with version ${seen.version} of its rules, by --rules stored`, {
    job,
    version: found.rules.manifest.version,
  })
  return { ...found, base: seen.base, expects: seen, given: undefined, otherParams: () => true }
}

/** What the newest checkpoint of each slice says; undefined: there is none. Rejects with the store's errors. */
async function seenRules(versions: RuleVersions, { files }: Place, folder: string): Promise<SeenRules | undefined> {
  const slices = (await files.folders(folder)).filter((name) => /^\d{1,6}$/.test(name))
  const newest = await Promise.all(slices.map((slice) => new CheckpointStore(files, join(folder, slice)).newest()))
  const manifests = newest.flatMap((manifest) => manifest ?? []).sort((a, b) => b.madeAt - a.madeAt)
  return seenOf(manifests, (all) => versions.lastOf(all))
}

/** `manifests`: the newest of each slice, by falling time. Of several versions the one that `last` gives. */
export async function seenOf(
  manifests: readonly Pick<CheckpointManifest, "rules">[],
  last: (versions: ReadonlySet<string>) => Promise<string | undefined>,
): Promise<SeenRules | undefined> {
  const first = manifests[0]
  if (first === undefined) return undefined
  const all = new Set(manifests.flatMap(({ rules }) => judgesBehind(rules) ?? []))
  // Each slice changes at its own barrier, so that they may differ for a moment.
  const version = all.size > 1 ? await last(all) : undefined
  return seenIn((manifests.find(({ rules }) => judgesBehind(rules) === version) ?? first).rules)
}

/** Where nothing is noted the files were what ran. */
function seenIn(rules: CheckpointRules): SeenRules {
  const version = judgesBehind(rules)
  return { version, base: rules.base ?? version }
}

/** Whether the files are those that a person chose last, also where another cep has made another version of them. */
async function isUntouched(
  { rules, files }: LoadedRules,
  seen: SeenRules | undefined,
  versions: RuleVersions,
): Promise<boolean> {
  const { version, base } = seen ?? {}
  if (base === undefined || base === version || rules.manifest.version === base || files.length === 0) return false
  const stored = await versions.read(base).catch(nothingIfUnreadable)
  return stored !== undefined && textsOf(stored.files) === textsOf(files)
}

function nothingIfUnreadable(error: unknown): undefined {
  if (!(error instanceof VersionError)) throw error
  return undefined
}

/** Which folder they lie in does not matter. */
function textsOf(files: readonly RuleFile[]): string {
  return JSON.stringify(files.map(({ text }) => text))
}

function sayGiven(
  why: Extract<RulesDecision, { readonly run: "given" }>["why"],
  given: string,
  seen: SeenRules | undefined,
  { job, log }: ChoiceRequest,
): void {
  if (why === "first" || why === "same") return
  const facts = { job, version: given, before: seen!.version }
  if (seen!.version === seen!.base) {
    log("info", `the rules of the job ${job} were changed: version ${given} takes the place of ${seen!.version}`, facts)
    return
  }
  const how = why === "asked" ? "by --rules given" : "since a person has changed them"
  const words = `the job ${job} goes on with the files given (version ${given}), ${how}: they take the place of version ${seen!.version}, which came while it ran. To go on with that one: --rules stored`
  log("warn", words, facts)
}

/** Throws `ConnectorError` where it cannot be had. */
async function fromStore(
  { job, make = runnable }: ChoiceRequest,
  version: string,
  versions: RuleVersions,
): Promise<LoadedRules> {
  try {
    return await make(await versions.read(version), versions)
  } catch (error) {
    if (!(error instanceof VersionError)) throw error
    const advice =
      "put back an undamaged copy, or start with --rules given: then the files of the command take its place, and the state of rules that they do not have goes"
    throw new ConnectorError(
      "failure",
      `the job ${job} has to go on with version ${version} of its rules, which came while it ran: ${error.message}; ${advice}`,
      error,
    )
  }
}

/** The rules of a version of the store. What another cep has compiled to another form is compiled anew. Rejects with `VersionError`. `name`: as that of `instantiateModule`. */
export async function runnable(stored: StoredVersion, versions: RuleVersions, name?: string): Promise<LoadedRules> {
  const { version, module, format, files } = stored
  if (format === RULE_SET_FORMAT) {
    const rules = await rulesOfModule(module, name).catch((error: unknown) => {
      throw unusable(version, error instanceof Error ? error.message : String(error))
    })
    if (rules?.manifest.version === version)
      return { rules, url: () => moduleUrl(module), files, module: async () => module }
    throw unusable(version, "its module holds other rules")
  }
  if (files.length === 0) {
    throw unusable(version, `it has form ${format}, this cep runs form ${RULE_SET_FORMAT}, and there are no sources`)
  }
  const { compile } = await import("../index.ts")
  const { rules, module: compiled, diagnostics } = await compile(files)
  if (rules === undefined) {
    const first = diagnostics.find(({ level }) => level === "error")
    throw unusable(version, `it was made by another cep, and this one finds errors in its sources: ${first?.text}`)
  }
  const anew = { ...stored, version: rules.manifest.version, format: rules.manifest.format, module: compiled!.mapped }
  await versions.put(anew, randomBytes(6).toString("hex"))
  const { mapped: code } = compiled!
  return { rules, url: () => moduleUrl(code), files, module: async () => code }
}

function unusable(version: string, why: string): VersionError {
  return new VersionError(`the version ${version} of the rules cannot be run: ${why}`)
}
