import { html } from "htm/preact";

import type { EnvironmentPicture, PictureResource } from "./environment-picture.ts";
import { topologies, type TierRow, type Topology } from "./topology.ts";
import { CHANGE_SIGNS, valueText } from "./words.ts";

/** Each VPC as a table: zones are columns, tiers are rows; what stands in all zones lies across them. */
export function networkView(picture: EnvironmentPicture) {
  const all = topologies(picture);
  if (all.length === 0) return html`<p class="none">No VPC is deployed in this environment.</p>`;
  return all.map(vpcView);
}

function vpcView({ vpc, zones, tiers, gateways }: Topology) {
  return html`<div class="vpc ${vpc.change ?? ""}">
    <header>
      <strong>VPC ${vpc.name}</strong> ${valueText(vpc.props["cidrBlock"])}
      <span class="id">${vpc.id ?? ""}</span>
      <span class="gateways">${gateways.map((gateway) => chip(gateway))}</span>
    </header>
    <table class="network">
      <thead>
        <tr>
          <th scope="col">tier</th>
          ${zones.map((zone) => html`<th scope="col">${zone}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${tiers.map((tier) => tierView(tier, zones))}
      </tbody>
    </table>
  </div>`;
}

function tierView({ tier, cells, spanning }: TierRow, zones: readonly string[]) {
  return html`<tr class="tier">
      <th scope="row" rowspan=${spanning.length > 0 ? 2 : 1}>${tier}</th>
      ${zones.map((zone) => {
        const cell = cells.get(zone);
        if (cell === undefined) return html`<td class="absent">no subnet</td>`;
        const { subnet, inside } = cell;
        return html`<td class="subnet ${subnet.change ?? ""}">
          <span class="name">${sign(subnet)}${subnet.name}</span>
          <span class="cidr">${valueText(subnet.props["cidrBlock"])}</span>
          ${inside.map((resource) => chip(resource))}
        </td>`;
      })}
    </tr>
    ${
      spanning.length === 0
        ? null
        : html`<tr class="spanning">
            <td colspan=${zones.length}>${spanning.map((resource) => chip(resource))}</td>
          </tr>`
    }`;
}

/** What a person calls the types that a network is drawn of. */
const NOUNS: Readonly<Record<string, string>> = {
  "aws:ec2/internetGateway:InternetGateway": "internet gateway",
  "aws:ec2/natGateway:NatGateway": "NAT gateway",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "endpoint",
  "aws:lb/loadBalancer:LoadBalancer": "load balancer",
  "aws:autoscaling/group:Group": "fleet",
  "aws:rds/instance:Instance": "database",
  "aws:ec2/instance:Instance": "instance",
};

function chip(resource: PictureResource) {
  const { type, name, change } = resource;
  return html`<span class="chip ${change ?? ""}" title=${resource.id ?? name}>
    ${sign(resource)}<b>${NOUNS[type] ?? type}</b> ${detailOf(resource)}
  </span>`;
}

function sign({ change }: PictureResource): string {
  return change === undefined ? "" : `${CHANGE_SIGNS[change]} `;
}

function detailOf({ type, name, props }: PictureResource): string {
  switch (type) {
    case "aws:ec2/vpcEndpoint:VpcEndpoint":
      return valueText(props["serviceName"] ?? name).replace(/^com\.amazonaws\.[^.]+\./, "");
    case "aws:autoscaling/group:Group":
      return `${name}, ${valueText(props["minSize"])} to ${valueText(props["maxSize"])}`;
    case "aws:rds/instance:Instance": {
      const standby = props["multiAz"] === true ? ", with a standby" : "";
      const engine = `${valueText(props["engine"])} ${valueText(props["engineVersion"])}`;
      return `${engine}, ${valueText(props["instanceClass"])}${standby}`;
    }
    case "aws:ec2/natGateway:NatGateway":
      return valueText(props["publicIp"] ?? "");
    default:
      return name;
  }
}
