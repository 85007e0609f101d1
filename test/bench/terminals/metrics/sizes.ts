/** How much is done for one measurement. */
export interface Sizes {
  repetitions: number;
  /** `seq 1 numbers` for the throughput. */
  numbers: number;
  /** Keys typed for one echo figure. */
  keys: number;
  /** How long a program runs beside a viewer, in milliseconds. */
  floodMs: number;
  /** Terminals that are opened for the memory of one. */
  idleTerminals: number;
  /** How many terminals are open while one after the other is typed into. */
  crowds: readonly number[];
}

export const fullSizes: Sizes = {
  repetitions: 5,
  numbers: 5_000_000,
  keys: 150,
  floodMs: 1500,
  idleTerminals: 25,
  crowds: [1, 50, 200],
};

export const quickSizes: Sizes = {
  repetitions: 2,
  numbers: 500_000,
  keys: 60,
  floodMs: 700,
  idleTerminals: 10,
  crowds: [1, 20],
};
