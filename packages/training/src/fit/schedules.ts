import { callback, number, options, rule, type OptionTable, type Rule } from "@reciprocal/guards";

/** Where training stands when a learning rate is asked for. */
export interface Progress {
  /** Epochs finished, with the fraction of the running one: 1.5 is the middle of the second epoch. */
  readonly epoch: number;
  /** Steps finished in all. */
  readonly step: number;
  /** Epochs of the whole training, at the most. */
  readonly epochs: number;
  /** Steps of the whole training, at the most. */
  readonly steps: number;
}

/** A factor on the optimizer's learning rate, asked for before every step. */
export type Schedule = (progress: Progress) => number;

/**
 * Schedules by name. `cosine`: the rate rises linearly over the first 2 % of all steps, and then falls to 0 along half a
 * cosine. `constant`: always the optimizer's learning rate.
 */
export const scheduleNames = ["cosine", "constant"] as const;

/** One of `scheduleNames`. */
export type ScheduleName = (typeof scheduleNames)[number];

/** The share of all steps in which the rate of the schedule `cosine` rises. */
const warmupShare = 0.02;

const constantSchedule: Schedule = () => 1;

const namedSchedules: Readonly<Record<ScheduleName, Schedule>> = {
  constant: constantSchedule,
  cosine: ({ step, steps }) => Math.min(1, (step + 1) / (warmupShare * steps)) * halfCosine(step / steps),
};

/** A schedule by its name, or as it is. */
export function scheduleOf(schedule: ScheduleName | Schedule): Schedule {
  return typeof schedule === "string" ? namedSchedules[schedule] : schedule;
}

/** A schedule as an option. */
export const scheduleRule = (): Rule<ScheduleName | Schedule> => {
  const needed = `${scheduleNames.map((name) => `"${name}"`).join(", ")} or a function`;
  return rule(needed, (value) =>
    typeof value === "function" || scheduleNames.includes(value as ScheduleName) ? undefined : "type",
  );
};

/** From 1 at 0 to 0 at 1, and 0 after it. */
const halfCosine = (share: number): number => (1 + Math.cos(Math.PI * Math.min(1, share))) / 2;

/** Options of `stepSchedule`. */
export interface StepScheduleOptions {
  /** Epochs from one change of the learning rate to the next. */
  readonly every: number;
  /** What the learning rate is multiplied by then. Default 0.5. */
  readonly factor?: number;
}

export const stepOptions = options(
  () =>
    ({
      every: number({ above: 0 }),
      factor: number({ above: 0 }).default(0.5),
    }) satisfies OptionTable<StepScheduleOptions>,
);

/**
 * Multiplies the learning rate by `factor` every `every` epochs: factor^⌊epoch / every⌋.
 *
 * @example
 * import { stepSchedule } from "@reciprocal/training";
 *
 * const schedule = stepSchedule({ every: 10, factor: 0.5 });
 * console.log([0, 10, 20].map((epoch) => schedule({ epoch, epochs: 30, step: 0, steps: 1 })));
 * // => [ 1, 0.5, 0.25 ]
 */
export function stepSchedule(given: StepScheduleOptions): Schedule {
  const { every, factor } = stepOptions.read("stepSchedule", given);
  return ({ epoch }) => factor ** Math.floor(epoch / every);
}

/** Options of `cosineSchedule`. */
export interface CosineScheduleOptions {
  /** Epochs until the end of the fall. Default: all epochs of the training. */
  readonly epochs?: number;
  /** The factor there, and after it. Default 0. */
  readonly final?: number;
}

export const cosineOptions = options(
  () =>
    ({
      epochs: number({ above: 0 }).optional(),
      final: number({ min: 0 }).default(0),
    }) satisfies OptionTable<CosineScheduleOptions>,
);

/**
 * Falls from 1 to `final` along half a cosine over `epochs`: final + (1 − final)(1 + cos(π epoch / epochs)) / 2.
 *
 * @example
 * import { cosineSchedule } from "@reciprocal/training";
 *
 * const schedule = cosineSchedule();
 * console.log([0, 5, 10].map((epoch) => schedule({ epoch, epochs: 10, step: 0, steps: 1 }).toFixed(2)));
 * // => [ '1.00', '0.50', '0.00' ]
 */
export function cosineSchedule(given: CosineScheduleOptions = {}): Schedule {
  const { epochs: length, final } = cosineOptions.read("cosineSchedule", given);
  return ({ epoch, epochs }) => final + (1 - final) * halfCosine(epoch / (length ?? epochs));
}

/** Options of `warmupSchedule`. */
export interface WarmupScheduleOptions {
  /** Steps until the learning rate has risen. */
  readonly steps: number;
  /** The schedule that it rises to. Default: always 1. */
  readonly then?: Schedule;
}

export const warmupOptions = options(
  () =>
    ({
      steps: number({ above: 0 }),
      then: callback<Schedule>().default(constantSchedule),
    }) satisfies OptionTable<WarmupScheduleOptions>,
);

/**
 * Rises linearly from 0 to 1 over the first `steps` steps, times another schedule.
 *
 * @example
 * import { cosineSchedule, warmupSchedule } from "@reciprocal/training";
 *
 * const schedule = warmupSchedule({ steps: 2, then: cosineSchedule() });
 * console.log([0, 1, 2].map((step) => schedule({ step, steps: 10, epoch: step / 5, epochs: 2 }).toFixed(2)));
 * // => [ '0.50', '0.98', '0.90' ]
 */
export function warmupSchedule(given: WarmupScheduleOptions): Schedule {
  const { steps, then } = warmupOptions.read("warmupSchedule", given);
  return (progress) => Math.min(1, (progress.step + 1) / steps) * then(progress);
}
