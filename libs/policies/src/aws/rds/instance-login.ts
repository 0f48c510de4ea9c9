import { resourceRule } from "../../rule.ts";
import { isSet, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { INSTANCE, isCopy, mysqlLike } from "./database.ts";

const SOURCE =
  "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";

/** Words of the engine (MySQL reference manual, "Keywords and Reserved Words") and schemas that it has itself. */
const RESERVED_DATABASES = new Set([
  ..."add all alter analyze and as between by case change check column condition constraint convert create".split(
    " ",
  ),
  ..."cross database databases default delete desc describe distinct div drop else exists explain fetch for".split(
    " ",
  ),
  ..."foreign from function grant group groups having if in index insert interval into is join key keys kill".split(
    " ",
  ),
  ..."leave left like limit load lock match mod natural not null on option or order out outer primary".split(
    " ",
  ),
  ..."procedure range rank read recursive references release rename repeat replace require restrict return".split(
    " ",
  ),
  ..."revoke right row rows schema schemas select set show signal sql system table then to trigger true union".split(
    " ",
  ),
  ..."unique unlock update usage use using values when where while window with write".split(" "),
  ..."information_schema innodb mysql performance_schema rdsadmin sys tmp".split(" "),
]);

export const rdsDatabaseName = resourceRule({
  ...refusal,
  id: "rds-database-name",
  source: `${SOURCE} (DBName)`,
  types: [INSTANCE],
  fix: "Take 1 to 64 letters, digits and underscores, a letter first, and no word that the engine reserves.",
  check: (resource) => {
    const name = text(resource.props["dbName"]);
    if (name === undefined || mysqlLike(resource) === undefined) return undefined;
    if (!/^[A-Za-z]\w{0,63}$/.test(name)) {
      return { property: "dbName", message: "is no name that MySQL takes for a database" };
    }
    if (!RESERVED_DATABASES.has(name.toLowerCase())) return undefined;
    return { property: "dbName", message: `is "${name}", a word that MySQL keeps for itself` };
  },
});

const RESERVED_USERS = ["rdsadmin", "rdsrepladmin"];

export const rdsMasterUser = resourceRule({
  ...refusal,
  id: "rds-master-user",
  source: `${SOURCE} (MasterUsername)`,
  types: [INSTANCE],
  fix: "Take 1 to 16 letters, digits and underscores, a letter first, and no reserved name.",
  check: (resource) => {
    const { username } = resource.props;
    const engine = mysqlLike(resource);
    if (engine === undefined || isCopy(resource)) return undefined;
    if (!isSet(username)) {
      return { property: "username", message: "is missing, which RDS refuses for a new database" };
    }
    const name = text(username);
    if (name === undefined) return undefined;
    // What it is could be a secret; what is allowed is not.
    if (!/^[A-Za-z]\w{0,15}$/.test(name)) {
      return { property: "username", message: "is no name that MySQL takes for a user" };
    }
    if (!RESERVED_USERS.includes(name.toLowerCase())) return undefined;
    return { property: "username", message: "is a name that RDS keeps for itself" };
  },
});

export const rdsMasterPassword = resourceRule({
  ...refusal,
  id: "rds-master-password",
  source: `${SOURCE} (MasterUserPassword, ManageMasterUserPassword)`,
  types: [INSTANCE],
  fix:
    "Set manageMasterUserPassword to true and give no password; one of your own has 8 to 41 printable " +
    "ASCII characters without / ' \" @ and space.",
  check: (resource) => {
    const { props } = resource;
    const isManaged = props["manageMasterUserPassword"];
    const given = ["password", "passwordWo"].filter((name) => isSet(props[name]));
    if (isManaged === true && given[0] !== undefined) {
      return { property: given[0], message: "is given, and RDS is told to make one of its own" };
    }
    if (!isSet(isManaged) || isManaged === false) {
      if (isSet(props["masterUserSecretKmsKeyId"])) {
        return {
          property: "masterUserSecretKmsKeyId",
          message: "is the key of a secret that RDS does not make: manageMasterUserPassword is off",
        };
      }
      if (given.length === 0 && !isCopy(resource)) {
        return { property: "password", message: "is missing, and RDS makes none of its own" };
      }
    }
    const most = mysqlLike(resource) === undefined ? 128 : 41;
    return given.flatMap((property) => {
      const password = text(props[property]);
      if (password === undefined) return [];
      const fits = /^[!-~]*$/.test(password) && !/[/'"@]/.test(password);
      if (!fits) return [{ property, message: "has a character that RDS does not take" }];
      if (password.length >= 8 && password.length <= most) return [];
      return [{ property, message: `has not 8 to ${most} characters` }];
    });
  },
});
