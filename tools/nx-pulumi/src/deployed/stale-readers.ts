import { digestOfValue } from "../gate/digest.ts";
import { hasUnknown } from "../gate/gate.ts";
import type { RunReport } from "../report/run-report.ts";
import { isDeployed, type DeployedLayers } from "./deployed-layers.ts";

/**
 * Deployed layers outside a run that read an output which now has another value than they saw.
 *
 * @param outputsOf what a layer publishes after the run, or would publish after it
 */
export function staleReaders(
  deployed: DeployedLayers,
  ofThisRun: ReadonlySet<string>,
  outputsOf: (layer: string) => Readonly<Record<string, unknown>> | undefined,
  commandFor: (layer: string) => string | undefined,
): RunReport["stale"] {
  return [...deployed.values()].flatMap((one) => {
    if (ofThisRun.has(one.layer) || !isDeployed(one)) return [];
    const reads = (one.record?.reads ?? []).filter(({ layer, key, digest }) => {
      if (digest === undefined) return false;
      const outputs = outputsOf(layer);
      if (outputs === undefined) return false;
      return hasUnknown(outputs[key]) || digestOfValue(outputs[key]) !== digest;
    });
    if (reads.length === 0) return [];
    const command = commandFor(one.layer);
    return [
      {
        layer: one.layer,
        reads: reads.map(({ layer, key }) => ({ layer, key })),
        ...(command === undefined ? {} : { command }),
      },
    ];
  });
}
