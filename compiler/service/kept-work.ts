import { KeptChecks } from "../../lang/check/pieces.ts"
import type { AnchorOf } from "../../lang/moving.ts"
import { KeptAnalyses } from "../1-analyze/index.ts"
import { KeptLints } from "../lint/index.ts"
import { DeclaredNames } from "./declared.ts"
import { Seen } from "./seen.ts"
import { WrittenTokens } from "./written.ts"

/** What was worked out about the parts of one program, to be taken over where a change has not touched them. */
export class KeptWork {
  readonly checks: KeptChecks<Seen>
  readonly analyses: KeptAnalyses
  readonly lints: KeptLints
  readonly names = new DeclaredNames()
  readonly written = new WrittenTokens()

  constructor(anchorOf: AnchorOf) {
    this.checks = new KeptChecks({ observe: () => new Seen(), anchorOf })
    this.analyses = new KeptAnalyses(anchorOf)
    this.lints = new KeptLints(anchorOf)
  }
}
