/** What the name of a secret value ends with. `…SecretArn` or `…TokenName` is an address, and fine. */
const endings = [
  "password",
  "passphrase",
  "secret",
  "secretvalue",
  "secretstring",
  "token",
  "privatekey",
  "accesskey",
  "apikey",
  "credential",
] as const;

type Ending = (typeof endings)[number] | `${(typeof endings)[number]}s`;

const pattern = new RegExp(`(${endings.join("|")})s?$`, "i");

/** Names of outputs that say that they hold a secret value, among other names. */
export type SecretName<K> = K extends string
  ? Lowercase<K> extends `${string}${Ending}`
    ? K
    : never
  : never;

/** Whether a name says that what it names is a secret value. */
export function isSecretName(name: string): boolean {
  return pattern.test(name.replace(/[^A-Za-z0-9]/g, ""));
}
