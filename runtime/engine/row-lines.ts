import { type LineLayout, LineMachine } from "./line-machine.ts"

/** The lines of all rules that are made of rows, and what makes them: from the first one on, where the host has it. */
export class RowLines {
  private readonly layouts: LineLayout[] = []
  private readonly key: Int32Array
  private made: LineMachine | undefined = undefined
  private isTried = false

  /** `key`: of all digests. */
  constructor(key: Int32Array) {
    this.key = key
  }

  /** Adds a line, before any is made; its number. */
  add(layout: LineLayout): number {
    return this.layouts.push(layout) - 1
  }

  /** undefined: the host has none, and lines are made in another way. */
  get machine(): LineMachine | undefined {
    if (!this.isTried) this.try()
    return this.made
  }

  /** Makes the lines that were told. */
  settle(): void {
    this.made?.settle()
  }

  private try(): void {
    this.isTried = true
    try {
      this.made = new LineMachine(this.key, this.layouts)
    } catch {
      // No WebAssembly, no vectors, no memory, or the host does not allow it.
    }
  }
}
