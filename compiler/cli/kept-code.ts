import { Buffer } from "node:buffer"
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs"
import { dirname, join } from "node:path"
import process from "node:process"
import { getHeapCodeStatistics } from "node:v8"
import vm from "node:vm"
import { tierUpAsUsual } from "./tier-up.ts"

/** 30 days. */
const keptForMs = 30 * 86_400_000

/** A run that has compiled so many times as much as those before is kept instead: it used more of the program. What a job of many events calls is not much more than what one of none calls. */
const worthKeeping = 1.02

/** What is kept: V8's data, and behind it the bytes of bytecode that there were. */
interface Kept {
  readonly data: Buffer
  readonly compiledBytes: number
}

/**
 * Runs a script's text and gives its value. What V8 compiled of it, also of functions that were compiled when they were first called, is kept in a file
 * and taken from there the next time: a third of the CPU time of a start is compiling. (Node's own compile cache keeps what is compiled before a
 * module runs, which is the lesser part.) The file is written when the process ends well, and not before: V8 throws away
 * what it has optimized of typed arrays when it hands out its code. `cache` must name another file for
 * another text and another V8; without it nothing is kept. `writes`: false where the file is only read. A file that cannot be read or written is no error. The text cannot use `import()`.
 */
export function runKept(text: string, filename: string, cache: string | undefined, writes: boolean): unknown {
  const kept = cache === undefined ? undefined : readKept(cache)
  const script = new vm.Script(text, { filename, ...(kept === undefined ? {} : { cachedData: kept.data }) })
  const usable = kept !== undefined && script.cachedDataRejected !== true
  if (cache !== undefined && writes) keep(script, cache, usable ? kept.compiledBytes : 0)
  return script.runInThisContext()
}

function readKept(path: string): Kept | undefined {
  try {
    const all = readFileSync(path)
    const end = all.length - Float64Array.BYTES_PER_ELEMENT
    return { data: all.subarray(0, end), compiledBytes: all.readDoubleLE(end) }
  } catch {
    return undefined
  }
}

function keep(script: vm.Script, path: string, compiledBefore: number): void {
  const save = () => {
    const compiledBytes = getHeapCodeStatistics().bytecode_and_metadata_size
    if (!(compiledBytes > worthKeeping * compiledBefore)) return
    const end = Buffer.alloc(Float64Array.BYTES_PER_ELEMENT)
    end.writeDoubleLE(compiledBytes)
    tierUpAsUsual()
    writeKept(path, Buffer.concat([script.createCachedData(), end]))
  }
  process.once("exit", (code) => {
    if (code === 0) save()
  })
}

/** Writes a file of the cache, whole or not at all, since what is read there is trusted; those that are old go. A file that cannot be written is no error. */
export function writeKept(path: string, data: Buffer): void {
  const unfinished = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeDurably(unfinished, data)
    renameSync(unfinished, path)
    removeOld(dirname(path))
  } catch {
    remove(unfinished)
  }
}

function writeDurably(path: string, data: Buffer): void {
  const file = openSync(path, "wx", 0o600)
  try {
    for (let at = 0; at < data.length; ) at += writeSync(file, data, at)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // Nothing can be done in that folder.
  }
}

/** Files of versions that were replaced since. One that is still in use is made again. */
function removeOld(folder: string): void {
  const oldest = Date.now() - keptForMs
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isFile() && statSync(path).mtimeMs < oldest) remove(path)
  }
}
