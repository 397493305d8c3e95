/** Reads the state of a form, whichever it is. */
import type { OperatorState, TableLayout } from "../../state/contract.ts"
import { chainTables } from "../lanes/chain-snapshot.ts"
import { combinationTables } from "../lanes/combination-lane.ts"
import { ringLaneTables } from "../lanes/ring-tables.ts"
import { patternTables } from "../pattern.ts"
import { ringTables } from "../ring.ts"
import type { HeldKey } from "./held.ts"
import { readChains } from "./read-chain.ts"
import { readGeneral } from "./read-general.ts"
import { type Inputs, readCombination, readRing } from "./read-runs.ts"
import type { KeptState, StoredForm } from "./stored-form.ts"

/** The tables of a form. */
export function tablesOf(kept: KeptState): readonly TableLayout[] {
  switch (kept.form) {
    case "general":
      return patternTables(kept.events === "whole")
    case "ring":
      return kept.over === "events" ? ringTables : ringLaneTables
    case "combination":
      return combinationTables
    case "chain":
      return chainTables(kept.events)
  }
}

/** What each key holds. */
export function readHeld({ shape, kept }: StoredForm, state: OperatorState, inputs: Inputs): Iterable<HeldKey> {
  switch (kept.form) {
    case "general":
      return readGeneral(kept, state, inputs.numbers)
    case "ring":
      return readRing(kept, state, inputs)
    case "combination":
      return readCombination(kept, state, inputs)
    case "chain":
      return readChains(kept, shape, state, inputs)
  }
}
