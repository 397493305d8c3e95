import { limit } from "limits"
import { readFileSync } from "node:fs"

export const isLarge = (amount: number): boolean => amount > limit && readFileSync !== undefined
