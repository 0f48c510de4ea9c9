import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { placeKey, type Place } from "../place.ts";
import { SALT } from "./empty-stack.ts";
import { hasSecret } from "./replay-request.ts";

/** Keys of a settings file that say what encrypts secrets. */
const ENCRYPTION = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * Settings of a layer for the engine, in an environment of a real account that runs in the sandbox: the same, but with
 * the sandbox's encryption. The engine keeps what it thinks of encryption in the file that it is given, and the layer's
 * own must stay as the account needs it.
 *
 * @param root absolute folder of the workspace
 * @param folder absolute folder of the layer
 * @returns absolute path of the file
 * @throws Error when settings are secret: only the key of the account could tell them
 */
export function sandboxSettings(root: string, layer: string, folder: string, place: Place): string {
  const name = `Pulumi.${place.environment}.yaml`;
  const source = join(folder, name);
  const given = (existsSync(source) ? parse(readFileSync(source, "utf8")) : undefined) ?? {};
  const settings = Object.entries(given as Readonly<Record<string, unknown>>);
  if (settings.some(([, value]) => hasSecret(value))) {
    throw new Error(
      `${source} holds secret settings, which only the key of ${place.environment}'s account can decrypt: ` +
        "in the sandbox there is none. Keep the secret in the account (Secrets Manager) and its name in the settings",
    );
  }
  const plain = settings.filter(([key]) => !ENCRYPTION.includes(key));
  const target = join(root, ".strata", "settings", placeKey(place));
  mkdirSync(target, { recursive: true });
  const file = join(target, `${layer}.yaml`);
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, stringify({ ...Object.fromEntries(plain), encryptionsalt: SALT }));
  renameSync(temporary, file);
  return file;
}
