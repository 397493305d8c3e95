const limit = await Promise.resolve(1000)

export const isLarge = (amount: number): boolean => amount > limit
