import { findingsFor } from "../testing/findings-for.ts";
import { UNKNOWN } from "../unknown.ts";
import { sgPortRange } from "./port-range.ts";

const found = (props: object) =>
  sgPortRange.types.map((type) => findingsFor(sgPortRange, [{ type, name: "it", props }]));

it.each([
  { ipProtocol: "tcp", fromPort: 443, toPort: 443 },
  { ipProtocol: "icmp", fromPort: 3, toPort: 4 },
  { ipProtocol: "tcp", fromPort: UNKNOWN, toPort: 443 },
  { ipProtocol: UNKNOWN, fromPort: 1, toPort: 2 },
])("passes %j", (props) => {
  expect(found(props)).toEqual([[], []]);
});

it("fails a range, and every port", () => {
  const range = ["it (fromPort) opens ports 0 to 443"];
  expect(found({ ipProtocol: "tcp", fromPort: 0, toPort: 443 })).toEqual([range, range]);
  const every = ["it (ipProtocol) opens every port"];
  expect(found({ ipProtocol: "-1" })).toEqual([every, every]);
});
