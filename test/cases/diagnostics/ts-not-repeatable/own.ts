export const isLarge = (amount: number): boolean => amount > Math.random() * 1000
