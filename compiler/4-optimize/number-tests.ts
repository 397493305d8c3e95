/**
 * What numbers of an event say of whether any rule wants it: where none does, its texts need no codes. Conditions are asked in full later; what stands here
 * may let through more than they do.
 */
import type { RegisterComparison } from "../../runtime/abi/rows.ts"
import { conjuncts } from "../1-analyze/walk.ts"
import type { Plan } from "../2-plan/plan.ts"
import type { ColumnPlan } from "./columns.ts"
import { RegisterCells } from "./register-cells.ts"
import { comparisonsOf } from "./register-comparisons.ts"
import type { SelectPlan } from "./row-selects.ts"

/** More lists than these are not gone through for each event. */
const mostLists = 8

/**
 * Lists of comparisons of `number` columns: an event of the type that does not fulfil all of one of them is chosen by no condition over rows. undefined: nothing is
 * known of it, or an index finds conditions.
 */
export function numberTests(
  event: number,
  plan: Plan,
  { selects, schema }: ColumnPlan,
): readonly (readonly RegisterComparison[])[] | undefined {
  if (schema.indexed !== undefined) return undefined
  const lists = selects.flatMap((select) => (select.event === event ? [comparisonsIn(select, plan, schema)] : []))
  const isFew = lists.length > 0 && lists.length <= mostLists
  return isFew && lists.every((list) => list.length > 0) ? lists : undefined
}

/** Those parts of a condition that compare numbers. */
function comparisonsIn(
  { event, where }: SelectPlan,
  plan: Plan,
  schema: ColumnPlan["schema"],
): readonly RegisterComparison[] {
  if (where === undefined) return []
  const type = plan.events[event]!
  const cells = new RegisterCells({ fields: [], counts: [], events: false }, type)
  const column = (field: number) => schema.events[event]!.find((one) => one.field === field)!
  return conjuncts(where).flatMap((one) => comparisonsOf(one, { event: type, cells, column }) ?? [])
}
