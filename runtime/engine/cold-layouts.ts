import type { ColdBeginning, ColdLayout, ColdOperator, ColdOptions } from "../abi/cold-store.ts"

/** Whose keys an operator has. `all`: each worker has the same ones. `own`: those of its share. `first`: the first worker has all. */
const owners = ["all", "own", "first"] as const
export type Owner = (typeof owners)[number]

/** The number of a space of keys: what is not divided among workers alike does not stand in one record. `space`: among those of the rule set. */
export function spaceNumber(space: number, owner: Owner): number {
  return space * owners.length + owners.indexOf(owner)
}

/** Whose keys are in a space of that number. */
export function ownerOf(number: number): Owner {
  return owners[number % owners.length]!
}

/** The layouts that a store has, or those from which it begins. */
export function layoutsOf({ store, parts }: ColdOptions): readonly ColdLayout[] {
  if (parts === undefined) return store.layouts
  // What the first worker has is what is left of all operators.
  const all = new Map<string, ColdLayout>()
  for (const layout of parts.flatMap((part) => part.store.layouts)) if (!all.has(layout.id)) all.set(layout.id, layout)
  return [...all.values()]
}

/** Added to the numbers of spaces whose operators have their keys in other spaces together than they did. It leaves their owner. */
const apart = owners.length * 2 ** 20

/** Whether records of a space have to be taken apart, before anything is asked for by its key. */
export function isApart(space: number): boolean {
  return space >= apart
}

/**
 * What of former layouts the present operators go on with: those of the same name and fingerprint that did not begin empty. A record has all that is held for a key of
 * one space: where operators have their keys in other spaces together than they did, all records are taken apart.
 */
export function adopted(
  layouts: readonly ColdLayout[],
  present: readonly ColdOperator[],
  isRestored: (operator: string) => boolean,
): ColdBeginning["former"] {
  const left = layouts.map(({ id, operators }) => {
    const isLeft = ({ operator, fingerprint }: ColdOperator): boolean =>
      isRestored(operator) && present.some((each) => each.operator === operator && each.fingerprint === fingerprint)
    return { id, operators: operators.filter(isLeft) }
  })
  const spaceNow = ({ operator }: ColdOperator): number => present.find((each) => each.operator === operator)!.space
  const areApart = left.some(({ operators }) =>
    operators.some((one) =>
      operators.some((other) => (one.space === other.space) !== (spaceNow(one) === spaceNow(other))),
    ),
  )
  return left.map((layout) => {
    const spaces = layout.operators.map((each): [number, number] => {
      return [each.space, areApart ? each.space + apart : spaceNow(each)]
    })
    const isOther = areApart || layout.operators.some((each) => isRetimed(each, present))
    return { layout, spaces: new Map(spaces), isRetimed: isOther }
  })
}

/** Whether times that were worked out for an operator may be other ones now. */
function isRetimed({ operator, timing }: ColdOperator, present: readonly ColdOperator[]): boolean {
  const now = present.find((each) => each.operator === operator)!
  return timing === null || now.timing === null || (timing !== undefined && timing !== now.timing)
}

/** Whether two operators can hold their events in one place: they did wherever both are. By their names. */
export function heldTogether(layouts: readonly ColdLayout[]): (one: string, other: string) => boolean {
  return (one, other) =>
    layouts.every(({ operators }) => {
      const first = operators.find(({ operator }) => operator === one)
      const second = operators.find(({ operator }) => operator === other)
      return first === undefined || second === undefined || first.group === second.group
    })
}

/** Throws where a store has keys of an operator that holds all of them in memory now, as a rule does that has a skip strategy of Flink's since: its state would be lost in silence. */
export function refuseUnkept(
  layouts: readonly ColdLayout[],
  unkept: readonly Pick<ColdOperator, "operator" | "fingerprint">[],
): void {
  const former = layouts.flatMap(({ operators }) => operators)
  const lost = unkept.find((each) =>
    former.some(({ operator, fingerprint }) => operator === each.operator && fingerprint === each.fingerprint),
  )
  if (lost === undefined) return
  const what = `keys of ${lost.operator} are on disk, and by the rules as they are now they cannot leave memory`
  throw new Error(`cannot restore: ${what}: run the former rules once more with --state memory, then these`)
}
