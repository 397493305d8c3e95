/** What somebody asked to be done between two batches of a job, in the order in which it was asked. */
interface Order {
  readonly act: () => Promise<void>
  readonly refuse: (error: Error) => void
}

export class Orders {
  #waiting: Order[] = []
  #end: (reason: string) => void = () => {}
  readonly #ended: Promise<never>
  /** Why no more are taken. */
  #closed: string | undefined
  readonly #wake: () => void

  /** `wake`: an order has come. */
  constructor(wake: () => void) {
    this.#wake = wake
    this.#ended = new Promise((_, reject) => {
      this.#end = (reason) => reject(new Error(reason))
    })
    this.#ended.catch(() => {})
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  /** Resolves with what `act` gives, once it was its turn; rejects as it does, or where the job has ended before. */
  add<T>(act: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) return Promise.reject(new Error(this.#closed))
    return new Promise<T>((resolve, refuse) => {
      this.#waiting.push({ act: () => act().then(resolve, refuse), refuse })
      this.#wake()
    })
  }

  /** Does what was asked, one after the other, as long as `mayGoOn` says so; the rest waits. Never rejects: who asked is told. */
  async run(mayGoOn: () => boolean): Promise<void> {
    while (this.#waiting.length > 0 && mayGoOn()) await this.#waiting.shift()!.act()
  }

  /** What `promise` resolves with; rejects where the job ends before: nobody would ever answer. */
  unlessEnded<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#ended])
  }

  /** What still waits is not done any more. */
  close(reason: string): void {
    this.#closed ??= reason
    this.#end(reason)
    const waiting = this.#waiting
    this.#waiting = []
    for (const { refuse } of waiting) refuse(new Error(reason))
  }
}
