/** Where training stands when a learning rate is asked for. */
export interface Progress {
  /** Epochs finished, with the fraction of the running one: 1.5 is the middle of the second epoch. */
  readonly epoch: number;
  /** Steps finished in all. */
  readonly step: number;
}

/** A factor on the optimiser's learning rate, asked for before every step. */
export type Schedule = (progress: Progress) => number;

/** Halves (or multiplies by `factor`) the learning rate every `every` epochs: factor^⌊epoch / every⌋. */
export function stepSchedule({
  every,
  factor = 0.5,
}: {
  readonly every: number;
  readonly factor?: number;
}): Schedule {
  checkPositive("stepSchedule", "every", every);
  checkPositive("stepSchedule", "factor", factor);
  return ({ epoch }) => factor ** Math.floor(epoch / every);
}

/** Falls from 1 to `final` along half a cosine over `epochs`: final + (1 − final)(1 + cos(π epoch / epochs)) / 2. */
export function cosineSchedule({
  epochs,
  final = 0,
}: {
  readonly epochs: number;
  readonly final?: number;
}): Schedule {
  checkPositive("cosineSchedule", "epochs", epochs);
  if (!(final >= 0 && Number.isFinite(final))) {
    throw new RangeError(`cosineSchedule: final must be finite and at least 0, got ${final}`);
  }
  return ({ epoch }) => final + ((1 - final) * (1 + Math.cos(Math.PI * Math.min(1, epoch / epochs)))) / 2;
}

/** Rises linearly from 0 to 1 over the first `steps` steps, then follows another schedule (default: stays at 1). */
export function warmupSchedule({
  steps,
  then = () => 1,
}: {
  readonly steps: number;
  readonly then?: Schedule;
}): Schedule {
  checkPositive("warmupSchedule", "steps", steps);
  return (progress) => Math.min(1, (progress.step + 1) / steps) * then(progress);
}

function checkPositive(where: string, name: string, value: number): void {
  if (value > 0 && Number.isFinite(value)) return;
  throw new RangeError(`${where}: ${name} must be above 0, got ${value}`);
}
