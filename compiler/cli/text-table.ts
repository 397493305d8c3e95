/** Cells in columns that are as wide as they need to be: numbers to the right, all else to the left. Each row ends with a line break; empty where there is none. */
export function tableOf(rows: readonly (readonly string[])[], before = ""): string {
  const width = (column: number) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length))
  const widths = Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, column) => width(column))
  const cell = (text: string, column: number) =>
    /^-?[\d,.]+$/.test(text) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)
  return rows.map((row) => `${before}${row.map(cell).join("  ").trimEnd()}\n`).join("")
}
