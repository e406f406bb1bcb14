/** `{ [name]: part / whole }`; nothing where there is no whole, since a quotient by 0 says nothing. */
export function quotient<Name extends string>(
  name: Name,
  part: number,
  whole: number,
): Partial<Record<Name, number>> {
  return whole === 0 ? {} : ({ [name]: part / whole } as Record<Name, number>);
}

/** The mean; 0 of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;
}
