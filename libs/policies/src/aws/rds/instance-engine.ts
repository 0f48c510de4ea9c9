import { resourceRule } from "../../rule.ts";
import { text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { INSTANCE, majorVersion } from "./database.ts";

const ENGINES = [
  /^(mysql|mariadb|postgres|aurora-(mysql|postgresql)|db2-(ae|se))$/,
  /^(custom-)?(oracle-(ee|se2)(-cdb)?|sqlserver-(ee|se|ex|web|dev))$/,
];

/** What new databases can have, and the day on which standard support ends, "" where it is not near. */
const MYSQL_VERSIONS: Readonly<Record<string, string>> = {
  "5.7": "2024-02-29",
  "8.0": "2026-07-31",
  "8.4": "",
};

export const rdsEngineVersion = resourceRule({
  ...refusal,
  id: "rds-engine-version",
  source:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html, " +
    "extended-support-creating-db-instance.html",
  types: [INSTANCE],
  fix:
    'Take engine "mysql" with engineVersion "8.4"; an older version runs with extended support only, which ' +
    "costs more than the database.",
  check: ({ props }) => {
    const engine = text(props["engine"])?.toLowerCase();
    if (engine === undefined) return undefined;
    if (!ENGINES.some((one) => one.test(engine))) {
      return { property: "engine", message: `is "${engine}", which RDS does not have` };
    }
    const support = text(props["engineLifecycleSupport"]);
    const words = ["", "-disabled"].map((end) => `open-source-rds-extended-support${end}`);
    if (support !== undefined && !words.includes(support)) {
      return { property: "engineLifecycleSupport", message: `is not ${words.join(" or ")}` };
    }
    const version = text(props["engineVersion"]);
    if (engine !== "mysql" || version === undefined) return undefined;
    const major = majorVersion(engine, version);
    // Only the digits: a minor version that does not exist cannot be told from one that is new.
    const end = /^\d+\.\d+(\.\d+)?(-.+)?$/.test(version) ? MYSQL_VERSIONS[major] : undefined;
    if (end === undefined) {
      return { property: "engineVersion", message: `is "${version}", which RDS for MySQL has not` };
    }
    if (end === "" || support !== words[1]) return undefined;
    return {
      property: "engineVersion",
      message: `is ${major}, whose standard support ended on ${end}, and extended support is off`,
    };
  },
});

/** Classes of generations that AWS has switched off for new databases. */
const RETIRED = /^db\.(m[1-4]|r[34]|t[12]|cr1)\./;

export const rdsInstanceClass = resourceRule({
  ...refusal,
  id: "rds-instance-class",
  source:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html",
  types: [INSTANCE],
  fix: "Take a class such as db.t4g.micro or db.m7g.large.",
  check: ({ props }) => {
    const name = text(props["instanceClass"]);
    if (name === undefined || name === "db.serverless") return undefined;
    const property = "instanceClass";
    if (!/^db\.[a-z]+\d+[a-z]*\.(micro|small|medium|large|\d*xlarge)(\.[\w-]+)?$/.test(name)) {
      return { property, message: `is "${name}", which is no class of RDS: they begin with db.` };
    }
    if (!RETIRED.test(name)) return undefined;
    return { property, message: `is ${name}, of a generation that takes no new databases` };
  },
});

/** Source: CreateDBInstance, LicenseModel. */
const LICENSES: Readonly<Record<string, string>> = {
  mysql: "general-public-license",
  mariadb: "general-public-license",
  postgres: "postgresql-license",
};

export const rdsLicense = resourceRule({
  ...refusal,
  id: "rds-license",
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
  types: [INSTANCE],
  fix: "Leave licenseModel out: each open engine has one.",
  check: ({ props }) => {
    const license = text(props["licenseModel"]);
    const own = LICENSES[text(props["engine"])?.toLowerCase() ?? ""];
    if (license === undefined || own === undefined || license === own) return undefined;
    return { property: "licenseModel", message: `is ${license}, and the engine has only ${own}` };
  },
});

const AUTHORITIES = ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"];

export const rdsCertificateAuthority = resourceRule({
  ...refusal,
  id: "rds-certificate-authority",
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
  types: [INSTANCE],
  fix: `Take one of ${AUTHORITIES.join(", ")}.`,
  check: ({ props }) => {
    const name = text(props["caCertIdentifier"]);
    if (name === undefined || AUTHORITIES.includes(name)) return undefined;
    return { property: "caCertIdentifier", message: `is "${name}", which is expired or none` };
  },
});
