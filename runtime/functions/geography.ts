import { builtin, parameter, type } from "./declare.ts"

/** Mean radius of the Earth (IUGG), in km. */
const earthRadiusKm = 6371.0088
const radians = Math.PI / 180

const latitude = (name: string, doc: string) =>
  parameter(name, type.number, `${doc}, degrees north, −90 to 90`, { check: (value) => outside(value, 90, "latitude") })
const longitude = (name: string, doc: string) =>
  parameter(name, type.number, `${doc}, degrees east, −180 to 180`, {
    check: (value) => outside(value, 180, "longitude"),
  })
const places = [
  latitude("lat1", "latitude of the first place"),
  longitude("lon1", "its longitude"),
  latitude("lat2", "latitude of the second place"),
  longitude("lon2", "its longitude"),
]
const optionalNumber = { kind: "optional", of: type.number } as const
const range = "Missing where a latitude or longitude is out of its range."

export const geography = [
  builtin("geography", "distanceKm", distanceKm, {
    doc: `The distance between two places over the surface of the Earth, taken as a sphere, in kilometres (right to about 0.5 %). ${range}`,
    parameters: places,
    returns: optionalNumber,
    examples: [
      { call: "round(distanceKm(51.5074, -0.1278, 48.8566, 2.3522))", gives: 344 },
      { call: "distanceKm(10, 20, 10, 20)", gives: 0 },
      { call: "round(distanceKm(0, 179.5, 0, -179.5))", gives: 111 },
      { call: "round(distanceKm(90, 0, -90, 0))", gives: 20015 },
    ],
  }),
  builtin("geography", "bearing", bearing, {
    doc: `The direction in which one starts for the second place from the first, in degrees: 0 is north, 90 east. ${range}`,
    parameters: places,
    returns: optionalNumber,
    examples: [
      { call: "bearing(0, 0, 1, 0)", gives: 0 },
      { call: "bearing(0, 0, 0, -1)", gives: 270 },
    ],
  }),
  builtin("geography", "insideBox", insideBox, {
    doc: `Whether a place lies within bounds (on them counts). If \`west\` is above \`east\`, the box crosses the 180th meridian. ${range}`,
    parameters: [
      latitude("lat", "latitude of the place"),
      longitude("lon", "its longitude"),
      latitude("south", "lower bound"),
      longitude("west", "left bound"),
      latitude("north", "upper bound"),
      longitude("east", "right bound"),
    ],
    returns: { kind: "optional", of: type.boolean },
    examples: [
      { call: "insideBox(51.5, -0.1, 49.9, -8.2, 60.9, 1.8)", gives: true },
      { call: "insideBox(48.9, 2.4, 49.9, -8.2, 60.9, 1.8)", gives: false },
      { call: "insideBox(0, -179, -10, 170, 10, -170)", gives: true },
    ],
  }),
  builtin("geography", "geohash", geohash, {
    doc: `The name of the map cell that holds a place, by the geohash scheme; places near each other mostly share a beginning. ${range}`,
    parameters: [
      latitude("lat", "latitude of the place"),
      longitude("lon", "its longitude"),
      parameter("length", type.integer, "letters of the name, 1 to 12: 5 is a cell of about 5 km, 7 of 150 m"),
    ],
    returns: { kind: "optional", of: type.string },
    examples: [
      { call: "geohash(57.64911, 10.40744, 11)", gives: "u4pruydqqvj" },
      { call: "geohash(51.5074, -0.1278, 5)", gives: "gcpvj" },
    ],
  }),
]

function outside(value: string | number | boolean, most: number, what: string): string | undefined {
  if (typeof value !== "number" || Math.abs(value) <= most) return undefined
  return `${value} is no ${what}; it goes from −${most} to ${most}`
}

function onEarth(lat: number, lon: number): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180
}

/** Haversine formula: exact enough for near places too. */
function distanceKm(lat1: number, lon1: number, lat2: number, lon2: number): number | undefined {
  if (!onEarth(lat1, lon1) || !onEarth(lat2, lon2)) return undefined
  const north = Math.sin(((lat2 - lat1) * radians) / 2) ** 2
  const east = Math.sin(((lon2 - lon1) * radians) / 2) ** 2
  const half = north + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * east
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(Math.min(1, half)))
}

function bearing(lat1: number, lon1: number, lat2: number, lon2: number): number | undefined {
  if (!onEarth(lat1, lon1) || !onEarth(lat2, lon2)) return undefined
  const east = (lon2 - lon1) * radians
  const y = Math.sin(east) * Math.cos(lat2 * radians)
  const x =
    Math.cos(lat1 * radians) * Math.sin(lat2 * radians) -
    Math.sin(lat1 * radians) * Math.cos(lat2 * radians) * Math.cos(east)
  return (Math.atan2(y, x) / radians + 360) % 360
}

function insideBox(lat: number, lon: number, south: number, west: number, north: number, east: number) {
  if (!onEarth(lat, lon) || !onEarth(south, west) || !onEarth(north, east)) return undefined
  const between = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east
  return between && lat >= south && lat <= north
}

/** Longitude and latitude are halved in turn; each five answers (upper half: 1) are one letter. */
function geohash(lat: number, lon: number, length: number): string | undefined {
  if (!onEarth(lat, lon) || !(length >= 1 && length <= 12)) return undefined
  const letters = "0123456789bcdefghjkmnpqrstuvwxyz"
  const ranges = [
    { value: lon, low: -180, high: 180 },
    { value: lat, low: -90, high: 90 },
  ]
  let hash = ""
  let letter = 0
  for (let bit = 0; bit < Math.floor(length) * 5; bit++) {
    const range = ranges[bit % 2]!
    const middle = (range.low + range.high) / 2
    const upper = range.value >= middle
    if (upper) range.low = middle
    else range.high = middle
    letter = letter * 2 + (upper ? 1 : 0)
    if (bit % 5 === 4) {
      hash += letters[letter]
      letter = 0
    }
  }
  return hash
}
