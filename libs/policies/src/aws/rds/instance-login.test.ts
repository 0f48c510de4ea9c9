import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { rdsDatabaseName, rdsMasterPassword, rdsMasterUser } from "./instance-login.ts";

const all = [rdsDatabaseName, rdsMasterUser, rdsMasterPassword];
const database = (props: object): LiteralResource => ({
  type: "aws:rds/instance:Instance",
  name: "main",
  props: {
    engine: "mysql",
    dbName: "strata",
    username: "strata",
    manageMasterUserPassword: true,
    ...props,
  },
});
const found = (props: object) => all.flatMap((rule) => findingsFor(rule, [database(props)]));

it("passes names and passwords that RDS takes, and what is not known yet", () => {
  expect(found({})).toEqual([]);
  expect(
    found({ dbName: undefined, manageMasterUserPassword: undefined, password: "x".repeat(8) }),
  ).toEqual([]);
  expect(found({ engine: "postgres", dbName: "order" })).toEqual([]);
  const copy = { snapshotIdentifier: "last", username: undefined };
  expect(found({ ...copy, manageMasterUserPassword: undefined })).toEqual([]);
  const password = { password: "long-enough", manageMasterUserPassword: undefined };
  for (const literal of [...unknowns(database({})), ...unknowns(database(password))]) {
    expect(all.flatMap((rule) => findingsFor(rule, [literal]))).toEqual([]);
  }
});

it.each([
  [{ dbName: "1st" }, "main (dbName) is no name that MySQL takes for a database"],
  [{ dbName: "Order" }, 'main (dbName) is "Order", a word that MySQL keeps for itself'],
  [{ username: undefined }, "main (username) is missing, which RDS refuses for a new database"],
  [{ username: "a".repeat(17) }, "main (username) is no name that MySQL takes for a user"],
  [{ username: "RDSAdmin" }, "main (username) is a name that RDS keeps for itself"],
  [{ password: "long-enough" }, "main (password) is given, and RDS is told to make one of its own"],
  [
    { manageMasterUserPassword: false },
    "main (password) is missing, and RDS makes none of its own",
  ],
])("fails %j", (props, finding) => {
  expect(found(props)).toEqual([finding]);
});

it("never says what the password is", () => {
  for (const password of ["short", "with a space", "x".repeat(42)]) {
    const [finding] = found({ manageMasterUserPassword: false, password });
    expect(finding).toMatch(/^main \(password\) has /);
    expect(finding).not.toContain(password);
  }
});
