import type { FunctionDeclaration } from "../../lang/catalog.ts"
import { accountNumbers } from "./account-numbers.ts"
import { calendarFields } from "./calendar-fields.ts"
import { calendarSteps } from "./calendar-steps.ts"
import { conversion } from "./conversion.ts"
import type { Builtin, Code } from "./declare.ts"
import { extremes } from "./extremes.ts"
import { geography } from "./geography.ts"
import { hashes } from "./hashes.ts"
import { letterCase } from "./letter-case.ts"
import { lists } from "./lists.ts"
import { network } from "./network.ts"
import { numbers } from "./numbers.ts"
import { padding } from "./padding.ts"
import { parts } from "./parts.ts"
import { rounding } from "./rounding.ts"
import { search } from "./search.ts"
import { similarity } from "./similarity.ts"
import { timeFormat } from "./time-format.ts"
import { timeValues } from "./time-values.ts"

const all: readonly Builtin[] = [
  ...letterCase,
  ...parts,
  ...search,
  ...padding,
  ...similarity,
  ...accountNumbers,
  ...conversion,
  ...rounding,
  ...extremes,
  ...numbers,
  ...calendarFields,
  ...calendarSteps,
  ...timeFormat,
  ...timeValues,
  ...geography,
  ...network,
  ...hashes,
  ...lists,
]

/** Every way to call every built-in function; those of one name stand together, the narrower parameters first. */
export const declarations: readonly FunctionDeclaration[] = all.flatMap((one) => one.declarations)

/** The code of the built-ins by name; no prototype, so that no other name finds anything. */
export const builtins: Readonly<Record<string, Code>> = Object.freeze(
  Object.assign(
    Object.create(null) as Record<string, Code>,
    Object.fromEntries(all.map(({ declarations: [first], code }) => [first!.name, code])),
  ),
)
