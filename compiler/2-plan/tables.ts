import type { TableInfo } from "../../lang/check/model.ts"
import type { TableSchema } from "../../runtime/abi/table.ts"
import { type EventIds, fieldSchema } from "./value-type.ts"

/** A table as the engine and jobs know it. */
export function lowerTable(table: TableInfo, ids: EventIds): TableSchema {
  const { name, keys, fields, timeField, connector, args, options, refreshMs } = table
  return {
    name,
    keys: keys.map((key) => fields.findIndex((field) => field.name === key)),
    fields: fields.map((field) => fieldSchema(field, ids)),
    timeField,
    from: { name, connector, args, options },
    ...(refreshMs === undefined ? {} : { refreshMs }),
  }
}
