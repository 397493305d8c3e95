/** What the thread that runs models and the one that asks it agree on. */
import type { MessagePort } from "node:worker_threads"

/** A value that goes into a model or comes out of it. */
export interface Port {
  readonly name: string
  /** Of its tensor; absent: it is none. */
  readonly type?: string
  /** A number, or the name of a dimension that is free. */
  readonly shape?: readonly (number | string)[]
}

/** How rows go into a model and results come out. */
export interface Layout {
  /** `matrix`: one input takes whole rows. `columns`: each argument has an input of its own, in the order of the arguments. */
  readonly kind: "matrix" | "columns"
  readonly inputs: readonly Required<Port>[]
  readonly output: string
  /** Of the values of a row of the output. */
  readonly index: number
  /** The model takes one row at a time. */
  readonly single: boolean
}

export interface WorkerData {
  /** The package that runs models. */
  readonly runtime: string
  /** State, and how many rows there are. */
  readonly signal: SharedArrayBuffer
  /** Arguments, row by row; then the results. */
  readonly data: SharedArrayBuffer
  /** Takes why a run failed, as a text. */
  readonly reasons: MessagePort
}

/** What is sent to the thread; each is answered, `run` through the shared memory. */
export type Request =
  | { readonly kind: "load"; readonly path: string }
  | { readonly kind: "layout"; readonly model: number; readonly layout: Layout }
  | { readonly kind: "run"; readonly model: number; readonly rows: number; readonly width: number }

export type Reply =
  | { readonly kind: "loaded"; readonly inputs: readonly Port[]; readonly outputs: readonly Port[] }
  | { readonly kind: "no-runtime" | "failed"; readonly reason: string }

/** The states of the signal. */
export const waiting = 0
export const done = 1
export const failed = 2
