import { Operations } from "./operations.ts";
import { refusal } from "./refusal.ts";

const inUse = () => refusal("EC2: DeleteVpc", "DependencyViolation", "it has dependencies");

/** A call that is refused until it was made so often. */
function refusedUntil(calls: number, onCall: (made: number) => void = () => {}) {
  let made = 0;
  return async () => {
    onCall(++made);
    if (made < calls) throw inUse();
    return made;
  };
}

function hung(): { readonly promise: Promise<void>; readonly end: () => void } {
  let end = () => {};
  const promise = new Promise<void>((resolve) => (end = resolve));
  return { promise, end };
}

it("repeats a refused call until it succeeds", async () => {
  const operations = new Operations();
  const call = refusedUntil(3);
  const result = operations.run(() => operations.untilReleased(call, "DependencyViolation"));
  expect(await result).toBe(3);
});

it("goes on as long as another operation does something", async () => {
  const operations = new Operations({ quietMs: 0 });
  const other = hung();
  const running = operations.run(() => other.promise);
  const call = refusedUntil(4, (made) => made === 3 && other.end());
  const result = operations.run(() => operations.untilReleased(call, "Dependency*"));
  await expect(result).rejects.toMatchObject({ name: "DependencyViolation" });
  await running;

  const another = hung();
  const runningToo = operations.run(() => another.promise);
  const patient = refusedUntil(4, (made) => made === 4 && another.end());
  expect(await operations.run(() => operations.untilReleased(patient, "DependencyViolation"))).toBe(
    4,
  );
  await runningToo;
});

it("fails with the refusal when nothing else happens, also where two wait for each other", async () => {
  const operations = new Operations({ quietMs: 0 });
  const never = () =>
    operations.run(() =>
      operations.untilReleased(() => Promise.reject(inUse()), "DependencyViolation"),
    );
  const results = await Promise.allSettled([never(), never()]);
  expect(results).toEqual([
    { status: "rejected", reason: expect.objectContaining({ name: "DependencyViolation" }) },
    { status: "rejected", reason: expect.objectContaining({ name: "DependencyViolation" }) },
  ]);
});

it("fails at once where the refusal has another reason", async () => {
  const operations = new Operations();
  let calls = 0;
  const call = () => {
    calls++;
    return Promise.reject(refusal("EC2: DeleteVpc", "UnauthorizedOperation", "no"));
  };
  const result = operations.run(() => operations.untilReleased(call, "DependencyViolation"));
  await expect(result).rejects.toMatchObject({ name: "UnauthorizedOperation" });
  expect(calls).toBe(1);
});
