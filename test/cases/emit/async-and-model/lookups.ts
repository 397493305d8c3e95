export async function countryOf(address: string): Promise<"GB" | "NG"> {
  return address.startsWith("10.") ? "GB" : "NG"
}
export async function ownerOf(device: string | undefined): Promise<string | undefined> {
  return device
}
