/** A decimal (a whole number of its smallest unit) with all its digits: `decimalText(6640, 2)` is `66.40`. */
export function decimalText(scaled: number, scale: number): string {
  if (scale === 0) return String(scaled)
  const digits = String(Math.abs(scaled)).padStart(scale + 1, "0")
  return `${scaled < 0 ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/**
 * The decimal that a number stands for, in smallest units; undefined when it has more digits after the point than `scale` or
 * is too large to be exact.
 */
export function scaleDecimal(value: number, scale: number): number | undefined {
  const unit = 10 ** scale
  const scaled = Math.round(value * unit)
  return Number.isSafeInteger(scaled) && scaled / unit === value ? scaled + 0 : undefined
}
