import type { DomainSchema } from "../../runtime/abi/rows.ts"

type Field = readonly [event: number, field: number]

/** What is known of the fields of one domain; `of`: it went into another. */
interface Group {
  of?: Group
  open: boolean
  readonly constants: string[]
  number?: number
}

/**
 * Which fields' texts have their numbers in common: those that are compared with one another or stand at the same place of a key
 * (union-find, Tarjan 1975, by the number of constants). A domain is open where texts other than the rules' must be told apart.
 */
export class Domains {
  readonly #groups = new Map<string, Group>()
  readonly #numbered: Group[] = []

  /** The texts of both fields have their numbers in common. */
  join(left: Field, right: Field): void {
    const groups = [this.#groupOf(...left), this.#groupOf(...right)]
    const [kept, gone] = groups[0]!.constants.length >= groups[1]!.constants.length ? groups : groups.reverse()
    if (kept === gone) return
    gone!.of = kept!
    kept!.open ||= gone!.open
    kept!.constants.push(...gone!.constants)
  }

  /** Texts that no rule names have numbers too. */
  open(event: number, field: number): void {
    this.#groupOf(event, field).open = true
  }

  /** A text that the rules name. */
  addConstant(event: number, field: number, text: string): void {
    this.#groupOf(event, field).constants.push(text)
  }

  /** The field's domain; they are numbered in the order in which they are asked for, when all is known. */
  numberOf(event: number, field: number): number {
    const group = this.#groupOf(event, field)
    group.number ??= this.#numbered.push(group) - 1
    return group.number
  }

  /** By number. */
  list(): readonly DomainSchema[] {
    return this.#numbered.map(({ open, constants }) => ({ constants: [...new Set(constants)], open }))
  }

  #groupOf(event: number, field: number): Group {
    const id = `${event} ${field}`
    let group = this.#groups.get(id)
    if (group === undefined) {
      group = { open: false, constants: [] }
      this.#groups.set(id, group)
    }
    while (group.of !== undefined) group = group.of
    this.#groups.set(id, group)
    return group
  }
}
