/** With which values of parameters a job begins that goes on from a checkpoint. */
import type { ParamSchema } from "../../runtime/abi/rule-set.ts"
import type { ParamsBy } from "../../runtime/checkpoint/manifest.ts"
import { decoderOf } from "../../runtime/engine/decode.ts"
import type { JobCheckpoints } from "../../runtime/job/checkpoints.ts"
import type { Log } from "../../runtime/observe/log.ts"

type Values = Readonly<Record<string, unknown>>

/** Decided parameters: what the engine is given, which of them somebody had set while the job ran, and what is to be said. */
interface ParamsAtStart {
  readonly params: Values
  /** By name. */
  readonly set: readonly string[]
  readonly said: readonly { readonly name: string; readonly message: string }[]
}

/**
 * A parameter that somebody set while the job ran stays what it was, whatever `--param` says, unless a person has changed `--param` since: what the command is given now is compared with what the command was given that made
 * the checkpoint. `given`: of `--param`. Values are in JSON form.
 */
export function decideParams(schemas: readonly ParamSchema[], given: Values, { start, set }: ParamsBy): ParamsAtStart {
  const params: Record<string, unknown> = { ...given }
  const kept: string[] = []
  const said: { name: string; message: string }[] = []
  for (const schema of schemas) {
    const { name } = schema
    if (!Object.hasOwn(set, name)) continue
    const isGiven = Object.hasOwn(given, name)
    const shown = JSON.stringify(set[name])
    const isChanged = isGiven && !(Object.hasOwn(start, name) && isSame(start[name], given[name]))
    if (isChanged) {
      const message = `the parameter ${name} is ${JSON.stringify(given[name])} now (--param), and no longer ${shown}, to which it was set while the job ran`
      said.push({ name, message })
    } else if (takes(schema, set[name])) {
      kept.push(name)
      params[name] = set[name]
      const why = isGiven ? `: --param says ${JSON.stringify(given[name])} as it did before` : ""
      said.push({ name, message: `the parameter ${name} stays ${shown}, to which it was set while the job ran${why}` })
    }
  }
  return { params, set: kept, said }
}

/** Decides, says so, and has checkpoints go on saying so. */
export function paramsAtStart(
  schemas: readonly ParamSchema[],
  given: Values,
  checkpoints: (JobCheckpoints & { readonly restoredParams?: ParamsBy | undefined }) | undefined,
  log: Log,
): Values {
  const by = checkpoints?.restoredParams
  if (by === undefined) return given
  const { params, set, said } = decideParams(schemas, given, by)
  checkpoints?.paramsSet?.(set)
  for (const { name, message } of said) log("info", message, { name, value: params[name] })
  return params
}

/** Rules that came since may have another type for it: then the value is forgotten, as it is in the state. */
function takes({ type, name }: ParamSchema, value: unknown): boolean {
  try {
    decoderOf(type, "json")(value, name)
    return true
  } catch {
    return false
  }
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
