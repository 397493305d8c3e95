import { limit } from "./limts.ts"

export const isLarge = (amount: number): boolean => amount > limit
