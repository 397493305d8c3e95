/**
 * Writes the lines of a file to standard output at a fixed rate, and to another file when each was sent: numbers of 8 bytes, ns of the machine's
 * steady clock, taken before the write. Lines that are due together (about every half millisecond) go in one write. The pace begins when the
 * reader has taken the first lines, so that its start is not measured.
 *
 *   node bench/latency/send.ts LINES EVENTS_PER_SECOND STAMPS
 */
import { readFileSync, writeFileSync, writeSync } from "node:fs"
import process from "node:process"
import { wholeNumber } from "../options.ts"

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

function send(path: string, perSecond: number, stampsPath: string): void {
  const bytes = readFileSync(path)
  const ends = endsOf(bytes)
  const stamps = new Float64Array(ends.length)
  let sent = 0
  const sendUpTo = (count: number): void => {
    stamps.fill(Number(process.hrtime.bigint()), sent, count)
    writeAll(bytes.subarray(sent === 0 ? 0 : ends[sent - 1]!, ends[count - 1]!))
    sent = count
  }
  if (ends.length > 0) sendUpTo(Math.min(first, ends.length))
  const began = Number(process.hrtime.bigint())
  while (sent < ends.length) {
    const due = first + Math.floor(((Number(process.hrtime.bigint()) - began) * perSecond) / 1e9)
    if (due > sent) sendUpTo(Math.min(due, ends.length))
    sleep(pauseMs)
  }
  writeFileSync(stampsPath, stamps)
}

const [path, rate, stamps] = process.argv.slice(2)
if (stamps === undefined) throw new Error("node bench/latency/send.ts LINES EVENTS_PER_SECOND STAMPS")
send(path!, wholeNumber("EVENTS_PER_SECOND", rate!), stamps)
