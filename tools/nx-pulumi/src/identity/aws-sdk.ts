import { createRequire } from "node:module";
import { join } from "node:path";

/** What a path such as `ec2.Vpc` is in the SDK. */
export type Member =
  /** Something that has members of its own: the SDK itself, or a module. */
  | { readonly kind: "module" }
  | { readonly kind: "resource"; readonly token: string }
  | { readonly kind: "function"; readonly token: string }
  /** A constant, or the provider: nothing that makes or looks up a resource. */
  | { readonly kind: "value" }
  | { readonly kind: "unknown" };

/** Token of the provider's own class. */
const PROVIDER = "aws";

/** The installed `@pulumi/aws`, asked for the tokens of its classes and functions. Loading it takes 0.7 s. */
export class AwsSdk {
  readonly #from: string;
  #sdk: object | undefined;

  /** @param folder of the code that imports the SDK */
  constructor(folder: string) {
    this.#from = join(folder, "index.ts");
  }

  /** Classes are loaded one at a time, when asked for. */
  member(path: readonly string[]): Member {
    let value: unknown = (this.#sdk ??= createRequire(this.#from)("@pulumi/aws") as object);
    for (const name of path) {
      if (typeof value !== "object" || value === null || !(name in value))
        return { kind: "unknown" };
      value = (value as Record<string, unknown>)[name];
    }
    if (typeof value === "object" && value !== null) return { kind: "module" };
    if (typeof value !== "function") return { kind: "value" };
    const { __pulumiType: token } = value as { __pulumiType?: string };
    if (token !== undefined) {
      return token === PROVIDER ? { kind: "value" } : { kind: "resource", token };
    }
    return { kind: "function", token: functionToken(path) };
  }
}

/** `aws:ec2/getAmi:getAmi` for `ec2.getAmi` and for `ec2.getAmiOutput`. */
function functionToken(path: readonly string[]): string {
  const name = path.at(-1)?.replace(/Output$/, "") ?? "";
  const module = path.length > 1 ? path.slice(0, -1).join("/") : "index";
  return `aws:${module}/${name}:${name}`;
}
