import { isOwner, teamOf } from "./owner.ts";

it.each(["@acme/network-team", "@acme-inc/data_team", "@octocat", "@A1/b2"])(
  "accepts %s",
  (owner) => {
    expect(isOwner(owner)).toBe(true);
  },
);

it.each([
  ...["", "network-team", "@", "@acme/", "@/team", "@acme/a/b", "@acme/net work", "@-a", "@a--b"],
  ...[
    "@acme/team @acme/other",
    "team@acme.com",
    "@acme/team\n* @evil",
    "@acme/*",
    undefined,
    null,
    7,
  ],
])("rejects %j", (owner) => {
  expect(isOwner(owner)).toBe(false);
});

it.each([
  ["@acme/Network-Team", "network-team"],
  ["@octocat", "octocat"],
])("makes of %s the tag %s", (owner, team) => {
  expect(teamOf(owner)).toBe(team);
});
