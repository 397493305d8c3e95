/** A day of cold rooms: `node generate.ts [events] [seed]`. Written as CSV, because that is what such gateways send. */
import { between, pick, type Random, seeded } from "../seeded.ts"
import { mainWritesText } from "../write-lines.ts"

type Row = readonly [
  type: string,
  room: string,
  at: number,
  sensor: string,
  celsius: string,
  battery: string,
  open: string,
]

const start = Date.UTC(2026, 2, 1)
const minute = 60_000
const rooms = ["fish", "meat", "dairy", "vaccines"]

function reading(room: string, index: number, at: number, celsius: number, battery: number | null): Row {
  return ["Reading", room, at, `${room}-${index}`, celsius.toFixed(1), battery === null ? "" : battery.toFixed(2), ""]
}

/** One sensor's day: a reading a minute, with a warm spell, a silence or a glitch now and then. */
function sensorDay(random: Random, room: string, index: number, readings: number): Row[] {
  const rows: Row[] = []
  let celsius = 4
  let battery: number | null = random() < 0.8 ? 3.3 : null
  for (let i = 0, at = start + between(random, 0, 59) * 1000; i < readings; i++, at += minute) {
    celsius += (4 - celsius) * 0.2 + (random() - 0.5) * 1.2
    if (random() < 0.004) celsius += 7
    if (random() < 0.003) at += between(random, 16, 40) * minute
    if (battery !== null) battery -= 0.0002
    const glitch = random() < 0.002
    rows.push(reading(room, index, at, glitch ? -40 : celsius, battery))
  }
  return rows
}

function doorDay(random: Random, room: string, minutes: number): Row[] {
  const rows: Row[] = []
  for (let at = start; at < start + minutes * minute; at += between(random, 20, 90) * minute) {
    const open = between(random, 1, random() < 0.1 ? 25 : 6) * minute
    rows.push(["Door", room, at, "", "", "", "true"], ["Door", room, at + open, "", "", "", "false"])
  }
  return rows
}

/** The CSV text, about `count` rows in order of time. */
export function generate(count: number, seed: number): string {
  const random = seeded(seed)
  const sensors = rooms.flatMap((room) => [1, 2].map((index) => ({ room, index })))
  const each = Math.ceil(count / sensors.length)
  const rows = sensors.flatMap(({ room, index }) => sensorDay(random, room, index, each))
  rows.push(...doorDay(random, pick(random, rooms), each))
  rows.sort((a, b) => a[2] - b[2])
  return `type,room,at,sensor,celsius,battery,open\n${rows.map((row) => `${row.join(",")}\n`).join("")}`
}

mainWritesText(import.meta.url, { count: 3_000, seed: 4 }, generate)
