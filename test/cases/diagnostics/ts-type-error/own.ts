const limit: number = "1000"

export function isLarge(amount: number): boolean {
  console.log(amount)
  return amount > limit
}
