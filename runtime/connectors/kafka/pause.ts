/** A wait that can be ended early. One at a time. */
export class Pause {
  #end: () => void = () => {}

  for(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#end = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** Nothing where none is under way. */
  end(): void {
    this.#end()
  }
}
