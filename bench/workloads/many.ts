/** Rule sets for what does not depend on events: how long they take to be compiled and opened. */
import { readFileSync } from "node:fs"

const declaration = read("transaction")

/** Ten rules of different kinds. */
export const tenRules = declaration + read("ten")

/** Rules of two steps, with other numbers each. */
export function manySequences(count: number): string {
  const rules = Array.from(
    { length: count },
    (_, i) => `
rule Drain${i} {
  when ${2 + (i % 5)}+ Transaction as small where amount < ${1 + (i % 7)}
       then Transaction as big where amount > ${300 + i}
  within 10 minutes
  per account
  alert { first: first(small).id, last: big.id } without events
}
`,
  )
  return declaration + rules.join("")
}

/** Rules about windows of other lengths each. */
export function manyWindows(count: number): string {
  const rules = Array.from({ length: count }, (_, i) => {
    const over = `over ${60 + i} seconds`
    return `
rule Much${i} {
  when Transaction as much where sum(amount) ${over} > ${5000 + i} or count() ${over} > ${5 + (i % 50)}
  per account
  alert { id: much.id } without events
}
`
  })
  return declaration + rules.join("")
}

function read(name: string): string {
  return readFileSync(new URL(`${name}.cep`, import.meta.url), "utf8")
}
