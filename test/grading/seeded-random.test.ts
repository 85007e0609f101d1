import { expect, test } from "vitest";
import { createRandom } from "../../runner/grading/grader/seeded-random.ts";

test("seed and check decide every value", () => {
  const draw = (seed: number, check: string) => {
    const random = createRandom(seed, check);
    return [
      random.nonce(),
      random.integer(0, 1e9),
      random.shuffle([1, 2, 3, 4, 5, 6]),
    ];
  };
  expect(draw(1, "sums")).toEqual(draw(1, "sums"));
  expect(draw(1, "sums")).not.toEqual(draw(2, "sums"));
  expect(draw(1, "sums")).not.toEqual(draw(1, "forwards"));
});

test("whole numbers fill their range evenly, both ends included", () => {
  const random = createRandom(7, "range");
  const counts = new Map<number, number>();
  for (const number of random.numbers(60_000, { least: -2, most: 3 }))
    counts.set(number, (counts.get(number) ?? 0) + 1);
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([
    -2, -1, 0, 1, 2, 3,
  ]);
  // 10,000 each; five standard deviations are about 460.
  for (const count of counts.values())
    expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test("a shuffle keeps every item, leaves the original alone, and favours no order", () => {
  const random = createRandom(7, "shuffle");
  const items = [1, 2, 3];
  const orders = new Map<string, number>();
  for (let turn = 0; turn < 6000; turn++) {
    const order = random.shuffle(items).join("");
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  expect(items).toEqual([1, 2, 3]);
  expect([...orders.keys()].sort()).toEqual([
    "123",
    "132",
    "213",
    "231",
    "312",
    "321",
  ]);
  for (const count of orders.values())
    expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test("nonces are not repeated", () => {
  const random = createRandom(7, "nonce");
  expect(new Set(Array.from({ length: 1000 }, () => random.nonce())).size).toBe(
    1000,
  );
});
