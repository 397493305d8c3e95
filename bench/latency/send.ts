/**
 * Writes the lines of a file to standard output at a fixed rate, and to another file when each was sent: numbers of 8 bytes, ns of the machine's
 * steady clock, taken before the write. Lines that are due together (about every half millisecond) go in one write. The pace begins when the
 * reader has taken the first lines, so that its start is not measured. Lines that were due while a full pipe held the sender up count from then.
 *
 *   node bench/latency/send.ts LINES EVENTS_PER_SECOND STAMPS
 */
import { readFileSync, writeFileSync, writeSync } from "node:fs"
import process from "node:process"
import { wholeNumber } from "../options.ts"
import { dueAfter, stampOf } from "./figures.ts"

/** More than a pipe holds: when they are written, the reader reads. */
const first = 2000
const pauseMs = 0.5

const asleep = new Int32Array(new SharedArrayBuffer(4))
const sleep = (milliseconds: number): void => void Atomics.wait(asleep, 0, 0, milliseconds)

/** Writes to standard output; waits while the pipe is full, also where that is an error because the pipe is set so. */
function writeAll(bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(1, bytes, done)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error
      sleep(0.1)
    }
  }
}

/** Where each line ends, behind its line feed. */
function endsOf(bytes: Buffer): number[] {
  const ends: number[] = []
  for (let p = bytes.indexOf(10); p >= 0; p = bytes.indexOf(10, p + 1)) ends.push(p + 1)
  return ends
}

const now = (): number => Number(process.hrtime.bigint())

function send(path: string, perSecond: number, stampsPath: string): void {
  const bytes = readFileSync(path)
  const ends = endsOf(bytes)
  const stamps = new Float64Array(ends.length)
  let sent = 0
  const write = (count: number): void => {
    writeAll(bytes.subarray(sent === 0 ? 0 : ends[sent - 1]!, ends[count - 1]!))
    sent = count
  }
  stamps.fill(now(), 0, first)
  if (ends.length > 0) write(Math.min(first, ends.length))
  const began = now()
  let free = began
  while (sent < ends.length) {
    const time = now()
    const due = Math.min(ends.length, first + dueAfter(time - began, perSecond))
    if (due > sent) {
      for (let i = sent; i < due; i++) stamps[i] = stampOf(began + ((i + 1 - first) * 1e9) / perSecond, free, time)
      write(due)
      free = now()
    }
    sleep(pauseMs)
  }
  writeFileSync(stampsPath, stamps)
}

const [path, rate, stamps] = process.argv.slice(2)
if (stamps === undefined) throw new Error("node bench/latency/send.ts LINES EVENTS_PER_SECOND STAMPS")
send(path!, wholeNumber("EVENTS_PER_SECOND", rate!), stamps)
