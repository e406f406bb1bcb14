/** `earlyStopping` → `early stopping` */
export function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** `7 %`, without the rounding errors of fractions. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(12))} %`;
}
