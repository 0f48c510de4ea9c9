export { fitName, type NameParts } from "./src/fit-name.ts";
export {
  boundaryArn,
  boundaryName,
  IDENTITY_PATH,
  partitionOf,
  roleArn,
  roleName,
  type RoleKind,
} from "./src/identity-names.ts";
export { layerNames, type LayerNames } from "./src/layer-names.ts";
export { namePrefix, type NamePrefix } from "./src/name-prefix.ts";
export { accepts, nameRules, type NameKind, type NameRule } from "./src/name-rules.ts";
export { albLogPrefix, appLogGroup, flowLogGroup, webAclLogGroup } from "./src/shared-names.ts";
