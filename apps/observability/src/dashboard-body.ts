/** What the widgets of the dashboard show. */
export interface DashboardFacts {
  readonly region: string;
  /** `app/<name>/<id>`, not the ARN. */
  readonly loadBalancerArnSuffix: string;
  /** `targetgroup/<name>/<id>`, not the ARN. */
  readonly targetGroupArnSuffix: string;
  readonly groupName: string;
  readonly instanceIdentifier: string;
  readonly alarmArns: readonly string[];
}

/** The dashboard as CloudWatch wants it: the users' view on top, then what stands behind it, layer by layer. */
export function dashboardBody(facts: DashboardFacts): string {
  const { region, alarmArns } = facts;
  const balancer = ["LoadBalancer", facts.loadBalancerArnSuffix];
  const targets = ["TargetGroup", facts.targetGroupArnSuffix, ...balancer];
  const group = ["AutoScalingGroupName", facts.groupName];
  const database = ["DBInstanceIdentifier", facts.instanceIdentifier];
  const [alb, fleet, ec2, rds] = ["AWS/ApplicationELB", "AWS/AutoScaling", "AWS/EC2", "AWS/RDS"];
  const charts: Chart[] = [
    { title: "Requests", stat: "Sum", metrics: [[alb, "RequestCount", ...balancer]] },
    {
      title: "Errors",
      stat: "Sum",
      metrics: [
        [alb, "HTTPCode_Target_5XX_Count", ...targets],
        [alb, "HTTPCode_ELB_5XX_Count", ...balancer],
        [alb, "HTTPCode_Target_4XX_Count", ...targets],
      ],
    },
    {
      title: "Response time, 95 of 100 requests (s)",
      stat: "p95",
      metrics: [[alb, "TargetResponseTime", ...targets]],
    },
    {
      title: "Hosts",
      stat: "Minimum",
      metrics: [
        [alb, "HealthyHostCount", ...targets],
        [alb, "UnHealthyHostCount", ...targets],
        [fleet, "GroupInServiceInstances", ...group],
        [fleet, "GroupDesiredCapacity", ...group],
      ],
    },
    {
      title: "CPU (%)",
      stat: "Average",
      metrics: [
        [ec2, "CPUUtilization", ...group],
        [rds, "CPUUtilization", ...database],
      ],
    },
    {
      title: "Database connections",
      stat: "Average",
      metrics: [[rds, "DatabaseConnections", ...database]],
    },
    {
      title: "Database storage and memory, free (bytes)",
      stat: "Average",
      metrics: [
        [rds, "FreeStorageSpace", ...database],
        [rds, "FreeableMemory", ...database],
      ],
    },
    {
      title: "Database latency (s)",
      stat: "Average",
      metrics: [
        [rds, "ReadLatency", ...database],
        [rds, "WriteLatency", ...database],
      ],
    },
  ];
  const status = {
    type: "alarm",
    ...place(0, 0, 2 * WIDTH, STATUS_HEIGHT),
    properties: { title: "Alarms", alarms: alarmArns },
  };
  const widgets = charts.map((chart, index) => ({
    type: "metric",
    ...place(index % 2, STATUS_HEIGHT + Math.floor(index / 2) * HEIGHT, WIDTH, HEIGHT),
    properties: { ...chart, region, view: "timeSeries", period: 300 },
  }));
  return JSON.stringify({ widgets: [status, ...widgets] });
}

interface Chart {
  readonly title: string;
  readonly stat: string;
  /** Namespace, metric, then names and values of dimensions. */
  readonly metrics: readonly (readonly (string | undefined)[])[];
}

/** CloudWatch's grid has 24 columns. */
const WIDTH = 12;
const HEIGHT = 6;
const STATUS_HEIGHT = 3;

function place(column: number, y: number, width: number, height: number) {
  return { x: column * WIDTH, y, width, height };
}
