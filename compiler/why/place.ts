/** Where an event stands, in words: `payments.jsonl:3`; `event 3` of a list; in other sources their own terms. Empty where it is not known. */
export function placeOf(position: unknown): string {
  if (typeof position === "number") return `event ${position}`
  if (typeof position === "string") return position
  if (typeof position !== "object" || position === null) return ""
  // A job's position: the source's name, and where it stands there.
  const own = "position" in position ? (position as { readonly position: unknown }).position : position
  if (typeof own !== "object" || own === null) return ""
  const { file, line, ...rest } = own as Readonly<Record<string, unknown>>
  if (file !== undefined && line !== undefined) return file === "-" ? `line ${line}` : `${file}:${line}`
  return Object.entries(rest)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ")
}
