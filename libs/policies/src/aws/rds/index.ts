import type { Rule } from "../../rule.ts";

import { rdsEvents } from "./event-subscription.ts";
import { rdsGroupFamily } from "./group-family.ts";
import {
  rdsCertificateAuthority,
  rdsEngineVersion,
  rdsInstanceClass,
  rdsLicense,
} from "./instance-engine.ts";
import { rdsDatabaseName, rdsMasterPassword, rdsMasterUser } from "./instance-login.ts";
import {
  rdsInsights,
  rdsLogExports,
  rdsLogsWritten,
  rdsMonitoring,
} from "./instance-observation.ts";
import { rdsFinalSnapshot, rdsPort, rdsZone } from "./instance-placement.ts";
import { rdsStorage, rdsStorageKey } from "./instance-storage.ts";
import { rdsWindow } from "./instance-window.ts";
import { rdsOption } from "./option-group.ts";
import { rdsParameter, rdsParameterFamily } from "./parameter-group.ts";
import { rdsSubnetGroup } from "./subnet-group.ts";

/** One line a rule, by the alphabet. */
export const rdsRules: readonly Rule[] = [
  rdsCertificateAuthority,
  rdsDatabaseName,
  rdsEngineVersion,
  rdsEvents,
  rdsFinalSnapshot,
  rdsGroupFamily,
  rdsInsights,
  rdsInstanceClass,
  rdsLicense,
  rdsLogExports,
  rdsLogsWritten,
  rdsMasterPassword,
  rdsMasterUser,
  rdsMonitoring,
  rdsOption,
  rdsParameter,
  rdsParameterFamily,
  rdsPort,
  rdsStorage,
  rdsStorageKey,
  rdsSubnetGroup,
  rdsWindow,
  rdsZone,
];
