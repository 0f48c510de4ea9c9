import type { MistakesOf } from "../mistake.ts";
import { iamMistakes } from "./iam.ts";
import { logsMistakes } from "./logs.ts";
import { rdsMistakes } from "./rds.ts";

/** Every mistake, by service. One line a service, by the alphabet. */
export const mistakesByService: readonly MistakesOf[] = [iamMistakes, logsMistakes, rdsMistakes];
