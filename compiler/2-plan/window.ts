import type { EachInfo, EachShape, MeasureInfo } from "../../lang/check/model.ts"
import { required } from "../../lang/check/unify.ts"
import type { WindowShape } from "../../runtime/abi/series.ts"
import { durationRef } from "../1-analyze/index.ts"
import type { RulePlan, WindowMeasurePlan } from "./plan.ts"
import { type Declarations, definitionsText, paramsOf, usesCode } from "./series-name.ts"
import { showExpression } from "./show-expression.ts"
import { type EventIds, valueType } from "./value-type.ts"

/** The windows of an `each` rule and what is kept of the events in one. */
export function lowerWindow(
  { shape, measures }: EachInfo,
  ids: EventIds,
  declared: Declarations,
): NonNullable<RulePlan["window"]> {
  return { shape: lowerShape(shape), measures: measures.map((measure) => lowerMeasure(measure, ids, declared)) }
}

function lowerShape(shape: EachShape): WindowShape {
  switch (shape.kind) {
    case "count":
      return shape
    case "session":
      return { kind: "session", gap: durationRef(shape.gap) }
    case "time": {
      const { size, every, zone } = shape
      return {
        kind: "time",
        size: durationRef(size),
        ...(every === undefined ? {} : { every: durationRef(every) }),
        ...(zone === undefined ? {} : { zone }),
      }
    }
  }
}

function lowerMeasure(measure: MeasureInfo, ids: EventIds, declared: Declarations): WindowMeasurePlan {
  const { op, value, filter, fraction } = measure
  const type = value && required(value.type)
  const used = [...(filter === undefined ? [] : [filter]), ...(value === undefined ? [] : [value])]
  const params = paramsOf(used, declared)
  return {
    name: `${measureText(measure)}${definitionsText(used, declared)}`,
    ...(params.length === 0 ? {} : { params }),
    usesCode: usesCode(used, declared),
    op,
    ...(type === undefined ? {} : { type: valueType(type, ids) }),
    ...(fraction === undefined ? {} : { fraction }),
    ...(type?.kind === "decimal" ? { scale: type.scale } : {}),
    ...(filter === undefined ? {} : { filter }),
    ...(value === undefined ? {} : { value }),
  }
}

function measureText({ op, value, filter, fraction }: MeasureInfo): string {
  const parts = [...(value ? [showExpression(value, [])] : []), ...(fraction === undefined ? [] : [`${fraction}`])]
  const where = filter === undefined ? "" : `${parts.length > 0 ? " " : ""}where ${showExpression(filter, [])}`
  return `${op}(${parts.join(", ")}${where})`
}
