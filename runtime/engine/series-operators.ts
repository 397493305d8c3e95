/** Whether an operator, by its name, keeps state of a series. */
export function isOfSeries(operator: string, series: string): boolean {
  return operator === `series ${series}` || operator.startsWith(`series ${series} | `)
}
