import { isDeployed, type DeployedLayer } from "../deployed/deployed-layers.ts";
import { brokenPromises, brokenPromisesText, type BrokenPromise } from "../guard/contract-guard.ts";
import type { ContractTypes, Outcome } from "../host/message.ts";
import type { Place } from "../place.ts";
import type { DeploymentFacts } from "./deployment-facts.ts";

export interface ContractPlanRequest {
  readonly facts: DeploymentFacts;
  /** Layers that may be deployed anew. */
  readonly layers: readonly string[];
  readonly ofThisRun: ReadonlySet<string>;
  readonly place: Place;
  /** What a layer's program promises now; undefined when it does not load. */
  readonly contractOf: (layer: string) => Promise<ContractTypes | undefined>;
  /** Plans a layer against what is deployed now. */
  readonly readsOf: (layer: string) => Promise<Outcome>;
}

/**
 * Finds outputs that a run would take away from deployed layers.
 *
 * @returns layers of the run that must go first, because their new program does not read such an output any more
 * @throws Error naming readers and keys, when one of them would be hurt
 */
export async function contractPlan(request: ContractPlanRequest): Promise<readonly string[]> {
  const { facts, layers, ofThisRun, place } = request;
  const early = new Map<string, Outcome>();
  for (const layer of layers) {
    const producer = facts.deployed.get(layer);
    if (!isDeployed(producer) || !(await facts.contractChanged(layer))) continue;
    const broken = await brokenBy(request, producer);
    const outside = broken.filter(({ readers }) => readers.some((name) => !ofThisRun.has(name)));
    if (outside.length > 0) throw new Error(brokenPromisesText(layer, place, outside));
    for (const reader of new Set(broken.flatMap(({ readers }) => readers))) {
      const outcome = early.get(reader) ?? (await request.readsOf(reader));
      early.set(reader, outcome);
      const still = stillBroken(layer, reader, broken, outcome);
      if (still !== undefined) throw new Error(brokenPromisesText(layer, place, broken, still));
    }
  }
  return [...early.keys()];
}

async function brokenBy(
  { facts, contractOf }: ContractPlanRequest,
  producer: DeployedLayer,
): Promise<BrokenPromise[]> {
  const promised = await contractOf(producer.layer);
  return promised === undefined ? [] : brokenPromises(facts.deployed, producer, promised);
}

/** Why a reader cannot go first; undefined if it can. */
function stillBroken(
  layer: string,
  reader: string,
  broken: readonly BrokenPromise[],
  { success, reads, failure }: Outcome,
): string | undefined {
  if (!success) {
    const cause = failure === undefined ? "" : `\n${failure}`;
    return `${reader} would have to be deployed first, and cannot be as long as ${layer} is as it is${cause}`;
  }
  const keys = broken.filter(({ readers }) => readers.includes(reader)).map(({ key }) => key);
  const still = reads.filter((read) => read.layer === layer && keys.includes(read.key));
  if (still.length === 0) return undefined;
  return `${reader} in this run still reads ${still.map(({ key }) => `${layer}.${key}`).join(", ")}`;
}
