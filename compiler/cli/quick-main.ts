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
import { findKeptRules, keptRulesFile, type RuleCache } from "./kept-rules.ts"
import type { main, runThread } from "./program.ts"
import { threadArgument } from "./thread-argument.ts"
import { tierUpAsUsual } from "./tier-up.ts"

/** The script's file name, in which its content's hash stands. */
declare const programFile: string

interface Exports {
  main?: typeof main
  runThread?: typeof runThread
}

/** The value of the script: what `tools/command.ts` puts around the program. */
type Program = (exports: Exports, require: NodeJS.Require, placeUrl: string, imports: typeof importModule) => void

// V8 takes kept code only with the flags that it was made with, and counts what it was told here among them, be it what it does anyway.
tierUpAsUsual()

/** What was kept by former starts; nowhere where the user has no place for it, or does not want it. */
const folder = process.env.NODE_DISABLE_COMPILE_CACHE === "1" ? undefined : ownCodeCacheFolder()

/** Rules in `.cep` files that are run were mostly run before. Where other arguments end so as well, others than these are compiled, and nothing is kept. */
function rulesOf(args: readonly string[]): RuleCache | undefined {
  const entries = args.filter((arg) => arg.endsWith(".cep"))
  if (folder === undefined || args[0] !== "run" || entries.length === 0) return undefined
  const origin = { program: programFile, folder: process.cwd(), entries }
  const file = keptRulesFile(folder, origin)
  return { origin, file, found: findKeptRules(file, origin) }
}

/** Runs of a kind compile the same functions. */
function kindOf(args: readonly string[], rules: RuleCache | undefined): string {
  const command = /^[a-z]+$/.test(args[0] ?? "") ? args[0]! : "other"
  const isCompiled = rules?.found !== undefined || args.some((arg) => /\.m?js$/.test(arg))
  return isCompiled ? `${command}-compiled` : command
}

function cacheFile(kind: string): string | undefined {
  if (folder === undefined) return undefined
  // The tag stands for V8's version and flags.
  return join(folder, `${programFile}-${cachedDataVersionTag().toString(16)}-${process.arch}-${kind}`)
}

const args = process.argv.slice(2)
const mayBeThread = args.at(-1) === threadArgument
const rules = mayBeThread ? undefined : rulesOf(args)
const path = fileURLToPath(new URL(programFile, import.meta.url))
const program = runKept(readFileSync(path, "latin1"), path, cacheFile(kindOf(args, rules)), !mayBeThread) as Program
const exported: Exports = {}
program(exported, createRequire(import.meta.url), import.meta.url, importModule)
const isThread = mayBeThread && (await exported.runThread!())
if (!isThread) await exported.main!(args, rules)
