export async function countryOf(address: string): Promise<string> {
  return address === "10.0.0.1" ? "GB" : "NG"
}
export async function sameOwner(first: string, second: string): Promise<boolean> {
  return first === second
}
export const nested = (address: string): Promise<string>[] => [countryOf(address)]
