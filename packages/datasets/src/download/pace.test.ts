import { describe, expect, it } from "vitest";
import { Pace } from "./pace.js";

describe("Pace", () => {
  it("says what is wrong after a window of waiting with too few bytes", () => {
    const pace = new Pace(1000, 500);
    pace.wait(499);
    expect(pace.gain(10)).toBeUndefined();
    pace.wait(1);
    expect(pace.gain(489)).toBe("sent 499 bytes in 500 ms, needed 1000 a second (minRate)");
  });

  it("begins anew after every window, and counts nothing but waiting", () => {
    const pace = new Pace(1000, 500);
    for (let i = 0; i < 10; i++) {
      pace.wait(500);
      expect(pace.gain(500)).toBeUndefined();
    }
    pace.wait(500);
    expect(pace.gain(499)).toMatch("sent 499 bytes");
  });

  it("calls a silence slow if it outweighs what came before", () => {
    const pace = new Pace(1000, 500);
    pace.wait(500);
    pace.gain(1000);
    expect(pace.isSlow(500)).toBe(false);
    expect(pace.isSlow(501)).toBe(true);
  });

  it("is content with everything where no rate is needed", () => {
    const pace = new Pace(0, 500);
    pace.wait(1e6);
    expect(pace.gain(1)).toBeUndefined();
    expect(pace.isSlow(1e9)).toBe(false);
  });
});
