import { resourceRule } from "../../rule.ts";
import { isSet, number, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { INSTANCE } from "./database.ts";

const CREATE =
  "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";

export const rdsPort = resourceRule({
  ...refusal,
  id: "rds-port",
  source: `${CREATE} (Port)`,
  types: [INSTANCE],
  fix: "Take a port from 1150 to 65535; MySQL's own is 3306.",
  check: ({ props }) => {
    const port = number(props["port"]);
    if (port === undefined || (port >= 1150 && port <= 65_535)) return undefined;
    return { property: "port", message: `is ${port}, which RDS refuses` };
  },
});

export const rdsZone = resourceRule({
  ...refusal,
  id: "rds-zone",
  source: `${CREATE} (AvailabilityZone)`,
  types: [INSTANCE],
  fix: "Leave availabilityZone out: the subnet group says where the database may be.",
  check: ({ props }, { region }) => {
    const zone = props["availabilityZone"];
    if (!isSet(zone)) return undefined;
    const property = "availabilityZone";
    if (props["multiAz"] === true) {
      return { property, message: "is given, and a database in several zones takes none" };
    }
    const name = text(zone);
    if (name === undefined || name.startsWith(region)) return undefined;
    return { property, message: `is ${name}, and the database in ${region}` };
  },
});

export const rdsFinalSnapshot = resourceRule({
  ...refusal,
  id: "rds-final-snapshot",
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html",
  types: [INSTANCE],
  fix: "Set finalSnapshotIdentifier, or skipFinalSnapshot to true where the data may be lost.",
  check: ({ props }) => {
    const isSkipped = props["skipFinalSnapshot"] ?? false;
    if (isSkipped !== false || isSet(props["finalSnapshotIdentifier"])) return undefined;
    const message = "is missing: the database can never be deleted or replaced";
    return { property: "finalSnapshotIdentifier", message };
  },
});
