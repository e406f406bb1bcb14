import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { campaign } from "./campaign.js";
import { judge } from "./judge.js";
import { type Target } from "./target.js";

class FormatError extends Error {}

const target = (rest: Partial<Target>): Target => ({
  name: "test",
  inputs: fc.uint8Array(),
  read: () => 1,
  permits: (error) => error instanceof FormatError,
  ...rest,
});
const throws = (error: unknown) => () => {
  throw error;
};
const input = Uint8Array.of(1, 2, 3);

describe("judge", () => {
  it("lets values and permitted errors pass", async () => {
    await expect(judge(target({}), input)).resolves.toMatchObject({ isAccepted: true });
    const read = throws(new FormatError("file: must be longer, got 3 bytes"));
    await expect(judge(target({ read }), input)).resolves.toMatchObject({ isAccepted: false });
  });

  it.each<[string, Partial<Target>, RegExp]>([
    [
      "an error of another class",
      { read: throws(new TypeError("x is not a function")) },
      /one of its errors, threw TypeError/,
    ],
    ["what is no error", { read: throws("text") }, /an Error, threw string/],
    [
      "a long message",
      { read: throws(new FormatError("x".repeat(2001))) },
      /at most 2000 characters, got 2001/,
    ],
    ["a message that moves the cursor", { read: throws(new FormatError("\u001b[2J")) }, /that can be shown/],
    [
      "a rejection of another class",
      { read: () => Promise.reject(new Error("late")) },
      /one of its errors, threw Error/,
    ],
    ["a reader that changes its input", { read: (bytes) => bytes.fill(0) }, /not modify its input/],
    [
      "memory that the input does not justify",
      { read: () => new Float64Array(5e6) },
      /allocate at most \d+ bytes for 3/,
    ],
    [
      "a value of which something does not hold",
      { check: throws(new RangeError("no network")) },
      /no network/,
    ],
    [
      "a slow reader",
      {
        milliseconds: 5,
        read() {
          const start = process.cpuUsage();
          while (process.cpuUsage(start).user < 10_000);
        },
      },
      /in 5 ms, took/,
    ],
  ])("finds %s", async (_, rest, message) => {
    await expect(judge(target(rest), input)).rejects.toThrow(message);
  });
});

describe("campaign", () => {
  it("gives the smallest input that fails, and the path that leads to it", async () => {
    const read = (bytes: Uint8Array) => {
      if (bytes.length > 3 && bytes[3]! > 9) throw new Error("broken");
    };
    const inputs = fc.uint8Array({ maxLength: 20 });
    const { failure } = await campaign(target({ inputs, read }), { target: "test", seed: 1, runs: 1000 });
    expect([...Buffer.from(failure!.input, "base64")]).toEqual([0, 0, 0, 10]);
    const again = await campaign(target({ inputs, read }), {
      target: "test",
      seed: 1,
      runs: 1,
      path: failure!.path,
    });
    expect(again.failure?.input).toBe(failure!.input);
  });
});
