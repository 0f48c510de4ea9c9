import type { MistakesOf } from "../mistake.ts";
import { iamMistakes } from "./iam.ts";
import { kmsMistakes } from "./kms.ts";
import { logsMistakes } from "./logs.ts";
import { rdsMistakes } from "./rds.ts";
import { s3Mistakes } from "./s3.ts";

/** Every mistake, by service. One line a service, by the alphabet. */
export const mistakesByService: readonly MistakesOf[] = [iamMistakes, kmsMistakes, logsMistakes, rdsMistakes, s3Mistakes];
