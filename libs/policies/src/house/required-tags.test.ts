import { mandatoryTags } from "@strata/tagging";

import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { requiredTags, requiredTagsRule } from "./required-tags.ts";

const tags = mandatoryTags("data", "prod");
const { owner: _, ...ownerless } = tags;
const provider = { defaultTags: { tags } };
const lacksOwner = (property = "tags") => `(${property}) lacks the tags: owner`;

it("knows the tags that the layers set", () => {
  expect([...requiredTags].sort()).toEqual(Object.keys(tags).sort());
});

describe("a topic", () => {
  const topic = (props: object, of: object = provider) =>
    findingsFor(requiredTagsRule, [
      { type: "aws:sns/topic:Topic", name: "t", props, provider: of as Record<string, unknown> },
    ]);

  it("has them from the provider, or itself", () => {
    expect(topic({})).toEqual([]);
    expect(topic({ tags: { Name: "t" } })).toEqual([]);
    expect(topic({ tags }, {})).toEqual([]);
    expect(topic({ tags: UNKNOWN }, {})).toEqual([]);
    expect(topic({ tags: { ...tags, owner: UNKNOWN } }, {})).toEqual([]);
  });

  it("fails without one, and with one that says something else", () => {
    expect(topic({}, { defaultTags: { tags: ownerless } })).toEqual([`t ${lacksOwner()}`]);
    expect(topic({}, {})[0]).toContain("lacks the tags: project, environment, layer");
    expect(topic({ tags: { environment: "dev", owner: "me" } })).toEqual([
      "t (tags) says something else in the tags: environment",
    ]);
  });
});

describe("an auto scaling group", () => {
  const group = (list: Readonly<Record<string, string>>, propagateAtLaunch = true) => {
    const entries = Object.entries(list).map(([key, value]) => ({ key, value, propagateAtLaunch }));
    const props = { tags: entries };
    const type = "aws:autoscaling/group:Group";
    return findingsFor(requiredTagsRule, [{ type, name: "web", props, provider }]);
  };

  it("has them in its list, for its instances, too", () => {
    expect(group(tags)).toEqual([]);
    expect(group(ownerless)).toEqual([`web ${lacksOwner()}`]);
    expect(group(tags, false)).toEqual([
      "web (tags) does not tag its instances (propagateAtLaunch)",
    ]);
  });
});

describe("a launch template", () => {
  const kinds = ["instance", "volume", "network-interface"];
  const template = (specifications: unknown) =>
    findingsFor(requiredTagsRule, [
      {
        type: "aws:ec2/launchTemplate:LaunchTemplate",
        name: "web",
        props: { tagSpecifications: specifications },
        provider,
      },
    ]);

  it("tags whatever it launches", () => {
    const all = kinds.map((resourceType) => ({ resourceType, tags }));
    expect(template(all)).toEqual([]);
    expect(template(UNKNOWN)).toEqual([]);
    expect(template(all.slice(1))).toEqual(["web (tagSpecifications) does not tag each instance"]);
    expect(template([{ resourceType: "instance", tags: ownerless }, ...all.slice(1)])).toEqual([
      "web (tagSpecifications) lacks the tags of each instance: owner",
    ]);
  });
});
