import { networkContract } from "./network-contract.ts";

it.each([[["subnet-a"]], [undefined], [["subnet-a", "vpc-1"]]])(
  "rejects private subnet ids %j by name",
  (value) => {
    const check = () => networkContract.check("privateSubnetIds", value);
    expect(check).toThrow(/^contract "network", output "privateSubnetIds"/);
  },
);

it("promises exactly these outputs", () => {
  expect(Object.keys(networkContract.shape)).toEqual([
    "vpcId",
    "vpcCidrBlock",
    "availabilityZones",
    "publicSubnetIds",
    "privateSubnetIds",
    "databaseSubnetIds",
    "privateRouteTableIds",
    "natGatewayIds",
    "natPublicIps",
    "albIngressPorts",
    "albSecurityGroupId",
    "appSecurityGroupId",
    "dbSecurityGroupId",
  ]);
});
