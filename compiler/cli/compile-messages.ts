/** What is said between a job and the thread that compiles for it. */
import type { ReloadFrom, ReloadPlan } from "../../runtime/abi/reload.ts"
import type { DryRunReport, RuleFile, ToldTypes } from "../../runtime/control/actions.ts"
import type { KeptEvents } from "../../runtime/control/recent-events.ts"
import type { WhyQuestion, WhyReport } from "../why/index.ts"

/** The sources of rules as texts, with all that they import; those that hold the rules come in the order in which they are compiled. */
export interface CompileRequest {
  readonly files: readonly RuleFile[]
}

/** What a command's arguments mean is to be read from this machine's disk: in the thread, too, since finding the imports of TypeScript needs the compiler. */
export interface ReadRequest {
  readonly args: readonly string[]
}

/** The files, in the order in which they are compiled, and the folders in which something may change that matters. */
export type ReadAnswer =
  | { readonly outcome: "read"; readonly files: readonly RuleFile[]; readonly folders: readonly string[] }
  | { readonly outcome: "failed"; readonly reason: string }

/** What came of compiling. */
export type CompileAnswer =
  /** `module`: its text, for `instantiateModule`, other threads and the store. Warnings are in `text` and `diagnostics`. */
  | ({
      readonly outcome: "compiled"
      readonly version: string
      readonly format: number
      readonly module: string
    } & Problems)
  /** The rules have errors. */
  | ({ readonly outcome: "errors" } & Problems)
  /** The rules could be compiled, and cannot be run: their code throws or hangs when it is loaded; or the compiler took too long or too much. In words, with what to do. */
  | { readonly outcome: "failed"; readonly reason: string }

/** A rule of sources that have no errors. */
export interface ExplainRequest {
  readonly files: readonly RuleFile[]
  readonly explain: string
}

export type ExplainAnswer =
  /** As `cep explain` shows it. */
  | { readonly outcome: "explained"; readonly text: string }
  /** There is no rule of that name. */
  | { readonly outcome: "unknown"; readonly reason: string }
  | { readonly outcome: "failed"; readonly reason: string }

/** What a change would do. `running`, `next`: modules whose text `instantiateModule` takes. */
export interface PlanRequest {
  readonly running: string
  readonly next: string
  readonly from: ReloadFrom
}

export type PlanAnswer =
  | { readonly outcome: "planned"; readonly plan: ReloadPlan }
  | { readonly outcome: "failed"; readonly reason: string }

/** Events that a job has kept, and what else it takes to judge them. */
export interface KeptRequest {
  readonly events: KeptEvents
  /** Of the rules that judge now, in JSON form: those that the others have with the same type hold for them, too. */
  readonly params: Readonly<Record<string, unknown>>
  /** The SPECs of lookup tables that the job was started with. */
  readonly tables: ReadonlyMap<string, string>
  /** Where relative paths begin. */
  readonly folder: string
}

/** What rules would have made of the events that came last. */
export interface DryRunRequest extends KeptRequest {
  readonly files: readonly RuleFile[]
  /** The module of the rules that judge now, for comparison. */
  readonly running: string
}

/** Why a rule fired for a key, or did not, as far as the kept events tell. */
export interface WhyRequest extends KeptRequest {
  readonly files: readonly RuleFile[]
  readonly why: WhyQuestion
}

export type WhyAnswer =
  | { readonly outcome: "explained"; readonly report: WhyReport }
  /** The question cannot be asked of these rules. */
  | { readonly outcome: "unknown"; readonly reason: string }
  | { readonly outcome: "failed"; readonly reason: string }

export type DryRunAnswer =
  | { readonly outcome: "ran"; readonly report: DryRunReport }
  | ({ readonly outcome: "errors" } & Problems)
  | { readonly outcome: "failed"; readonly reason: string }

/** The types of TypeScript files, for an editor that has no compiler of TypeScript. */
export interface TypesRequest {
  readonly typesOf: readonly RuleFile[]
}

export type TypesAnswer =
  | { readonly outcome: "typed"; readonly types: ToldTypes }
  | { readonly outcome: "failed"; readonly reason: string }

export type CompilerRequest =
  | TypesRequest
  | CompileRequest
  | ReadRequest
  | ExplainRequest
  | PlanRequest
  | DryRunRequest
  | WhyRequest
export type CompilerAnswer =
  | TypesAnswer
  | CompileAnswer
  | ReadAnswer
  | ExplainAnswer
  | PlanAnswer
  | DryRunAnswer
  | WhyAnswer

/** Diagnostics of sources. */
export interface Problems {
  /** As `cep check` shows them, without colour; empty where there are none. */
  readonly text: string
  /** As `cep check --json` has them. */
  readonly diagnostics: readonly unknown[]
}

/** From the thread: `loading` comes before the code of the rules is run, `running` before events are judged by it. */
export type CompileMessage =
  | { readonly kind: "loading" | "running" }
  | { readonly kind: "answer"; readonly answer: CompilerAnswer }

/** With what the thread begins: what tells it from a worker's. */
export interface CompileStart {
  readonly compiles: true
}

/** Whether a thread was started to compile. */
export function isCompileStart(workerData: unknown): workerData is CompileStart {
  return typeof workerData === "object" && workerData !== null && "compiles" in workerData
}
