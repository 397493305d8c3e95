export function distanceKm(a: number, b: number): number {
  return Math.abs(a - b) * 111
}
