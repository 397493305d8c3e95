export function score(value: number): number { return value * 2 }
export function level(value: number): number { return value }
