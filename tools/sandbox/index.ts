export { prepareAccount, type AccountBaseline } from "./lifecycle/account.ts";
export { findEngine, type Engine } from "./engine/find-engine.ts";
export { ensureSandbox, type Sandbox, type SandboxOptions } from "./lifecycle/sandbox.ts";
export { sandboxStatus, type SandboxStatus } from "./lifecycle/status.ts";
export { resetSandbox, stopSandbox } from "./lifecycle/stop.ts";
