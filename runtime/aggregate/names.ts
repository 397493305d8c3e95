import type { Identity } from "./identity.ts"
import { IntBlocks } from "./numbers.ts"

/** Small numbers for identities, as long as someone uses them. An index. */
export class Names {
  private readonly numbers = new Map<Identity, number>()
  private readonly identities: (Identity | undefined)[] = []
  private readonly users = new IntBlocks([0])
  private readonly free: number[] = []

  find(identity: Identity): number | undefined {
    return this.numbers.get(identity)
  }

  /** The number of an identity, with one user more. */
  use(identity: Identity): number {
    let number = this.numbers.get(identity)
    if (number === undefined) {
      number = this.free.pop() ?? this.identities.length
      this.numbers.set(identity, number)
      this.identities[number] = identity
      this.users.begin(number)
    }
    this.users.data[number]!++
    return number
  }

  /** One user less: nobody's number is given to others. */
  release(number: number): void {
    if (--this.users.data[number]! > 0) return
    this.numbers.delete(this.identities[number]!)
    this.identities[number] = undefined
    this.free.push(number)
  }
}
