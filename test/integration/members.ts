/** Processes that share a job, each the real `cep`. */
import { setTimeout as pause } from "node:timers/promises"
import { expect } from "vitest"
import { finish, jsonLines, startCep } from "./cep.ts"

/** A process of a job, and what it says. */
export interface Member {
  readonly child: ReturnType<typeof startCep>
  readonly ended: ReturnType<typeof finish>
  said(): string
}

/** Starts a process in a folder. */
export function startMember(args: readonly string[], folder: string): Member {
  const child = startCep(args, folder)
  let said = ""
  child.stderr.on("data", (text) => {
    said += text
  })
  return { child, ended: finish(child), said: () => said }
}

/** What a process says of slices that it began: where each went on. */
export function begun({ child, said }: Member): { readonly slice: number; readonly checkpoint: number | null }[] {
  if (child.exitCode !== null) throw new Error(`a process ended: ${said()}`)
  // Whole lines of the log; an error is none.
  const lines = said().split("\n").slice(0, -1)
  return jsonLines(lines.filter((line) => line.startsWith("{")).join("\n")).flatMap(({ slice, checkpoint }) =>
    typeof slice === "number" && (typeof checkpoint === "number" || checkpoint === null) ? [{ slice, checkpoint }] : [],
  )
}

/** Waits, as long as the processes live. */
export async function until(done: () => boolean, ...of: Member[]): Promise<void> {
  while (!done()) {
    const dead = of.find(({ child }) => child.exitCode !== null)
    if (dead !== undefined) throw new Error(`a process ended: ${dead.said()}`)
    await pause(20)
  }
}

/** Waits until a process has begun so many slices. */
export const begins = (member: Member, slices: number) => until(() => begun(member).length >= slices, member)

/** Ends processes in order, all at once. */
export async function stop(...members: Member[]): Promise<void> {
  for (const { child } of members) child.kill("SIGTERM")
  for (const { ended } of members) {
    const { code, stderr } = await ended
    expect(code, stderr).toBe(0)
  }
}
