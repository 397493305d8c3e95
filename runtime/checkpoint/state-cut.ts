export type { StateCut } from "../abi/state-cut.ts"
