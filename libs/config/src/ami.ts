import { z } from "zod";

import type { Architecture } from "./architecture.ts";

const FAMILY = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default";

/** Public parameters in which AWS keeps, in every region, the id of that region's current image. */
export const amiParameters = [`${FAMILY}-x86_64`, `${FAMILY}-arm64`] as const;

/** Name of a public image parameter. */
export type AmiParameter = (typeof amiParameters)[number];

/**
 * Which image instances start from. There is no plain field for an id: an id is valid in one region
 * only, so it is either looked up in the region, or pinned together with the region it is meant for.
 */
export const ami = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ssm"), parameter: z.enum(amiParameters) }),
  z.strictObject({
    kind: z.literal("pinned"),
    id: z
      .string()
      .regex(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, "expected ami- and 8 or 17 hex digits"),
    /** Must be the region of the environment. */
    region: z.string().min(1),
  }),
]);

/** A checked image setting. */
export type Ami = z.output<typeof ami>;

/** Architecture of the image behind a parameter. */
export function amiArchitecture(parameter: AmiParameter): Architecture {
  return parameter.endsWith("-arm64") ? "arm64" : "x86_64";
}
