import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { backupVaultKey } from "./backup.ts";

const vault = (props: object) =>
  findingsFor(backupVaultKey, [{ type: "aws:backup/vault:Vault", name: "main", props }]);

it("wants a key of the account", () => {
  expect(vault({ kmsKeyArn: "arn:aws:kms:us-east-1:777788889999:key/1" })).toEqual([]);
  expect(vault({ kmsKeyArn: UNKNOWN })).toEqual([]);
  expect(vault({})).toEqual([
    "main (kmsKeyArn) encrypts copies with a key that nobody here can revoke",
  ]);
});
