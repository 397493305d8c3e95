import type { CustomTypesConfig } from "pg"

/** PostgreSQL's numbers of its types (pg_type.oid), and of the arrays of them. */
const oids = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  json: 114,
  float4: 700,
  float8: 701,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  jsonb: 3802,
} as const

const arrays: Readonly<Record<number, number>> = {
  1000: oids.bool,
  1005: oids.int2,
  1007: oids.int4,
  1016: oids.int8,
  1021: oids.float4,
  1022: oids.float8,
  1115: oids.timestamp,
  1182: oids.date,
  1185: oids.timestamptz,
  1231: oids.numeric,
  // text, char, varchar, uuid
  1009: 25,
  1014: 25,
  1015: 25,
  2951: 25,
}

/** A value as JSON would have it. */
function scalar(oid: number, text: string): unknown {
  switch (oid) {
    case oids.bool:
      return text === "t"
    case oids.int2:
    case oids.int4:
    case oids.int8:
    case oids.float4:
    case oids.float8:
    case oids.numeric:
      return Number(text)
    case oids.json:
    case oids.jsonb:
      return JSON.parse(text)
    case oids.timestamp:
    case oids.timestamptz:
      return isoTime(text)
    default:
      return text
  }
}

/** `2026-01-31 10:00:00.5+00` in ISO 8601; without a zone it is UTC. */
function isoTime(text: string): string {
  const [, date, time, offset = ""] = /^(\d{4,}-\d\d-\d\d) ([\d:.]+)([+-]\d\d(?::\d\d)?)?$/.exec(text) ?? []
  if (date === undefined) return text
  const zone = offset === "" || offset === "+00" ? "Z" : offset.includes(":") ? offset : `${offset}:00`
  return `${date}T${time}${zone}`
}

/** Reads the text form of an array of one dimension: `{1,NULL,"a b"}`. */
function array(oid: number, text: string): unknown {
  const items: unknown[] = []
  const item = /\s*(?:"((?:[^"\\]|\\.)*)"|([^",{}\s][^,{}]*))\s*(,|\}$)/gy
  if (text === "{}") return items
  if (!text.startsWith("{")) return text
  item.lastIndex = 1
  for (;;) {
    const found = item.exec(text)
    if (found === null) return text
    const [, quoted, bare, end] = found
    if (quoted !== undefined) items.push(scalar(oid, quoted.replace(/\\(.)/gs, "$1")))
    else items.push(bare === "NULL" ? null : scalar(oid, bare!))
    if (end !== ",") return items
  }
}

/** How columns are read: as JSON values, which the table's declaration then has to fit. What has no such form stays text. */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: ((oid: number) => (text: string) => {
    const of = arrays[oid]
    return of === undefined ? scalar(oid, text) : array(of, text)
  }) as CustomTypesConfig["getTypeParser"],
}
