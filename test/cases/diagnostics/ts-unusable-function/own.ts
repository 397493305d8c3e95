export const isLarge = (amount: any): boolean => amount > 1000
export const load = async (id: string): Promise<number> => id.length
export const pick = <T>(items: T[]): T | undefined => items[0]
export const risk = (country: string): number => country.length
