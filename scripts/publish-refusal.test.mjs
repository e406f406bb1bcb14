import { expect, it } from "vitest";
import { publishRefusal } from "./publish-refusal.mjs";

it("refuses to publish unless told to, and for which repository", () => {
  const [said, repository] = [{ RECIPROCAL_PUBLISH: "yes" }, { GITHUB_REPOSITORY: "a/b" }];
  expect(publishRefusal({ ...said, ...repository })).toBeUndefined();
  for (const environment of [{}, said, repository, { ...repository, RECIPROCAL_PUBLISH: "no", CI: "true" }])
    expect(publishRefusal(environment)).toContain(
      "needs RECIPROCAL_PUBLISH=yes and GITHUB_REPOSITORY=owner/name",
    );
});
