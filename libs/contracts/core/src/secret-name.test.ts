import { isSecretName, type SecretName } from "./secret-name.ts";

const secret = [
  "password",
  "dbPassword",
  "masterUserPassword",
  "dbpassword",
  "DB_PASSWORD",
  "apiToken",
  "tokens",
  "signingPrivateKey",
  "clientSecret",
  "secretString",
  "secretAccessKey",
  "apiKey",
  "passphrase",
  "databaseCredentials",
] as const;

const plain = [
  "dbSecretArn",
  "dbSecretName",
  "secretId",
  "tokenUrl",
  "accessKeyId",
  "apiKeyId",
  "kmsKeyArn",
  "passwordPolicy",
  "albArn",
  "key",
] as const;

it.each(secret)("finds a secret value in %s", (name) => {
  expect(isSecretName(name)).toBe(true);
});

it.each(plain)("finds none in %s", (name) => {
  expect(isSecretName(name)).toBe(false);
});

it("is of the same opinion as the compiler", () => {
  type Found = SecretName<(typeof secret)[number] | (typeof plain)[number]>;
  // Names with separators are for the run time: in a contract they are refused as such.
  const found: Record<Found, true> = Object.fromEntries(
    secret.map((name) => [name, true]),
  ) as Record<(typeof secret)[number], true>;
  expect(Object.keys(found)).toEqual([...secret]);
});
