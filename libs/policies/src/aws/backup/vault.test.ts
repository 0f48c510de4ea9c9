import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { backupVault } from "./vault.ts";

const vault = (props: object): LiteralResource => ({
  type: "aws:backup/vault:Vault",
  name: "it",
  props: { name: "strata-vault", kmsKeyArn: "arn:aws:kms:us-east-1:777788889999:key/1", ...props },
});

it("passes vaults that AWS Backup takes, and what is not known yet", () => {
  for (const literal of [vault({}), vault({ kmsKeyArn: undefined }), ...unknowns(vault({}))]) {
    expect(findingsFor(backupVault, [literal])).toEqual([]);
  }
});

it.each([
  [{ name: "v" }, "it (name) is no name that AWS Backup takes for a vault"],
  [{ name: "a.b" }, "it (name) is no name that AWS Backup takes for a vault"],
  [{ kmsKeyArn: "alias/ours" }, "it (kmsKeyArn) is no ARN of a key"],
  [
    { kmsKeyArn: "arn:aws:kms:us-west-2:777788889999:key/1" },
    "it (kmsKeyArn) is a key of us-west-2, and the vault in us-east-1",
  ],
])("fails %j", (props, finding) => {
  expect(findingsFor(backupVault, [vault(props)])).toEqual([finding]);
});
