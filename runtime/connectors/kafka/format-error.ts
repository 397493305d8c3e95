/** An answer of a broker holds records that cannot be read. */
export class RecordFormatError extends Error {}
