const earthRadiusKm = 6371

/** The speed in km/h that a straight line between the two places in that time would take. */
export function speedKmH(lat1: number, lon1: number, at1: Date, lat2: number, lon2: number, at2: Date): number {
  const rad = Math.PI / 180
  const h =
    Math.sin(((lat2 - lat1) * rad) / 2) ** 2 +
    Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2
  const km = 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)))
  const hours = Math.max(1, at2.getTime() - at1.getTime()) / 3_600_000
  return km / hours
}
