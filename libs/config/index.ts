export { amiArchitecture, ami, amiParameters, type Ami, type AmiParameter } from "./src/ami.ts";
export { architectureOf, type Architecture } from "./src/architecture.ts";
export { callerOf, type Place } from "./src/caller.ts";
export { environment, environments, type Environment } from "./src/environments.ts";
export { loadSettings, parseSettings } from "./src/load-settings.ts";
export { nearest } from "./src/nearest.ts";
export { ports } from "./src/ports.ts";
export { project } from "./src/project.ts";
export { contains, formatCidr, overlaps, parseCidr, type Cidr } from "./src/cidr.ts";
export {
  alignedCidr,
  distinct,
  instanceType,
  logRetentionDays,
  retentionDays,
  seedParity,
  urlPath,
  vpcCidr,
  zoneLetters,
  type LogRetentionDays,
} from "./src/values.ts";
