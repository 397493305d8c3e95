#!/usr/bin/env node
/** `cep` as it is installed: `tools/command.ts` puts the whole program into one script beside this file, whose compiled code is kept. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { cachedDataVersionTag } from "node:v8"
import { ownCodeCacheFolder } from "./code-cache.ts"
import { importModule } from "./import-module.ts"
import { runKept } from "./kept-code.ts"
import type { main, runThread } from "./program.ts"
import { threadArgument } from "./thread-argument.ts"

/** The script's file name, in which its content's hash stands. */
declare const programFile: string

interface Exports {
  main?: typeof main
  runThread?: typeof runThread
}

/** The value of the script: what `tools/command.ts` puts around the program. */
type Program = (exports: Exports, require: NodeJS.Require, placeUrl: string, imports: typeof importModule) => void

/** Runs of a kind compile the same functions. */
function kindOf(args: readonly string[]): string {
  const command = /^[a-z]+$/.test(args[0] ?? "") ? args[0]! : "other"
  return args.some((arg) => /\.m?js$/.test(arg)) ? `${command}-compiled` : command
}

function cacheFile(args: readonly string[]): string | undefined {
  const folder = process.env.NODE_DISABLE_COMPILE_CACHE === "1" ? undefined : ownCodeCacheFolder()
  if (folder === undefined) return undefined
  // The tag stands for V8's version and flags.
  return join(folder, `${programFile}-${cachedDataVersionTag().toString(16)}-${process.arch}-${kindOf(args)}`)
}

const args = process.argv.slice(2)
const mayBeThread = args.at(-1) === threadArgument
const path = fileURLToPath(new URL(programFile, import.meta.url))
const program = runKept(readFileSync(path, "latin1"), path, cacheFile(args), !mayBeThread) as Program
const exported: Exports = {}
program(exported, createRequire(import.meta.url), import.meta.url, importModule)
const isThread = mayBeThread && (await exported.runThread!())
if (!isThread) await exported.main!(args)
