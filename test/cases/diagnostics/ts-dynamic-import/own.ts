const { limit } = require("./limits.ts")

export const isLarge = (amount: number): boolean => amount > limit
