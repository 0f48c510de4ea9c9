import type { MistakesOf } from "../mistake.ts";
import { logsMistakes } from "./logs.ts";
import { rdsMistakes } from "./rds.ts";

/** Every mistake, by service. One line a service, by the alphabet. */
export const mistakesByService: readonly MistakesOf[] = [logsMistakes, rdsMistakes];
