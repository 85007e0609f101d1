import { describe, expect, test } from "vitest";
import {
  lineHas,
  numberInLine,
  valueInLine,
} from "../../runner/grading/grader/printed/printed-values.ts";

describe("a line of values is read however it is written", () => {
  test.each([
    "consumer 1  count 3  sum 9",
    "consumer=1 count=3 sum=9",
    "Consumer 1: count: 3, sum: 9",
    "CONSUMER: 1; COUNT: 3; SUM: 9.",
    "consumer #1 -> count 3, sum 9",
    "consumer-1 count=3 sum=9",
    "consumer_1 | count 3 | sum 9",
    "consumer1 (count 3, sum 9)",
    "consumer 1|count 3|sum 9",
    "consumer → 1, count → 3, sum → 9",
    "consumer 1: the count is 3 and the sum is 9",
    "consumer 1  count 3  sum 9°",
    '{"consumer":"1","count":3,"sum":9}',
    "{ consumer: '1', count: 3, sum: 9 }",
    "result of consumer 1: count => 3, sum => 9",
    "consumer 1 count 03 sum 9.0",
  ])("%s", (line) => {
    expect(lineHas(line, "consumer", "1")).toBe(true);
    expect(lineHas(line, "count", 3)).toBe(true);
    expect(lineHas(line, "sum", 9)).toBe(true);
    expect(lineHas(line, "consumer", "2")).toBe(false);
    expect(lineHas(line, "count", 9)).toBe(false);
  });
});

test.each([
  ["another word that contains the name", "consumers 1", "consumer", "1"],
  ["a longer number", "sum 91", "sum", 9],
  ["a number with a fraction", "sum 9.5", "sum", 9],
  ["text for a number", "sum nine", "sum", 9],
  ["joined numbers, as of text that was added", "sum 045", "sum", 9],
  ["every number there is", "sum 7 sum 8 sum 9", "sum", 9],
  ["no value at all", "sum", "sum", 9],
  ["nothing", "", "sum", 9],
])("%s is not the value", (_, line, key, value) => {
  expect(lineHas(line, key, value)).toBe(false);
});

test("negative and signed numbers are numbers", () => {
  expect(lineHas("temperature -12", "temperature", -12)).toBe(true);
  expect(lineHas("temperature: -12", "temperature", 12)).toBe(false);
  expect(numberInLine("total +5", "total")).toBe(5);
});

test("the same value twice is one value, different ones are none", () => {
  expect(valueInLine("consumer 1 (consumer=1)", "consumer")).toBe("1");
  expect(valueInLine("consumer 1 and consumer 2", "consumer")).toBeNull();
});

test("values with dots, slashes and hyphens keep them", () => {
  expect(valueInLine("host = 127.0.0.1", "host")).toBe("127.0.0.1");
  expect(valueInLine("topic a/b-c", "topic")).toBe("a/b-c");
});

test("thousands may be set apart", () => {
  const line = "consumer 1,count 12,345,678,sum -1,234";
  expect(numberInLine(line, "count")).toBe(12_345_678);
  expect(numberInLine(line, "sum")).toBe(-1234);
  expect(valueInLine("count 3,sum 9", "count")).toBe("3");
});
