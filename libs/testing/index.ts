export { awsCall, awsState } from "./src/aws-answers.ts";
export { identities, inputsByIdentity, record, type Recording, type Seen } from "./src/record.ts";
export { recordThroughHost, type HostRecording, type HostSeen } from "./src/record-through-host.ts";
export { valueOf } from "./src/value-of.ts";
export { environmentsOf, settingsIn } from "./src/settings-file.ts";
export type { World } from "./src/world.ts";
