import type { Rule } from "../../rule.ts";

import {
  listenerActions,
  listenerCertificate,
  listenerCertificateIssued,
  listenerFits,
  listenerForward,
  listenerOnce,
  listenerProtocol,
  listenerRedirect,
  listenerTlsPolicy,
} from "./listener.ts";
import {
  lbGroupVpc,
  lbKind,
  lbLogs,
  lbModes,
  lbName,
  lbTimeouts,
  lbWayIn,
  lbZones,
} from "./load-balancer.ts";
import {
  targetGroupAttributes,
  targetGroupHealthRequest,
  targetGroupHealthTiming,
  targetGroupName,
  targetGroupProtocol,
  targetGroupStickiness,
} from "./target-group.ts";

/** One line a rule, by the alphabet. */
export const lbRules: readonly Rule[] = [
  lbGroupVpc,
  lbKind,
  lbLogs,
  lbModes,
  lbName,
  lbTimeouts,
  lbWayIn,
  lbZones,
  listenerActions,
  listenerCertificate,
  listenerCertificateIssued,
  listenerFits,
  listenerForward,
  listenerOnce,
  listenerProtocol,
  listenerRedirect,
  listenerTlsPolicy,
  targetGroupAttributes,
  targetGroupHealthRequest,
  targetGroupHealthTiming,
  targetGroupName,
  targetGroupProtocol,
  targetGroupStickiness,
];
