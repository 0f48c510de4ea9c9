import { awsClients } from "../aws-clients.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./notification.ts";
import { scratchGroup } from "./testing/scratch-group.ts";

const TOKEN = "aws:autoscaling/notification:Notification";
const LAUNCH = "autoscaling:EC2_INSTANCE_LAUNCH_ERROR";
const TERMINATE = "autoscaling:EC2_INSTANCE_TERMINATE_ERROR";
const topicArn = "arn:aws:sns:us-east-1:123456789012:strata-alarms";
const program = { groupNames: ["web"], notifications: [LAUNCH, TERMINATE], topicArn };

// ForceNew: terraform-provider-aws, aws_autoscaling_notification: the topic only.
const decisions: [string, object, string][] = [
  ["groupNames", { groupNames: ["web", "api"] }, "update"],
  ["notifications", { notifications: [LAUNCH] }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["topicArn", { topicArn: `${topicArn}-2` }, "replace"],
];

it.each([
  ...decisions,
  ["nothing", {}, "nothing"],
  ["nothing where order means nothing", { notifications: [TERMINATE, LAUNCH] }, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

describe("against the emulator", () => {
  const autoScaling = () => awsClients(emulatorAddress(), "us-east-1").autoScaling();
  let [first, second]: Awaited<ReturnType<typeof scratchGroup>>[] = [];
  beforeAll(async () => {
    [first, second] = [await scratchGroup(), await scratchGroup()];
  });
  afterAll(async () => {
    await first?.remove();
    await second?.remove();
  });
  const wanted = () => ({ ...program, groupNames: [first?.name ?? ""] });

  it("reads back what it made, and goes", async () => {
    const notification = new Life(await emulatedProvider(), TOKEN);
    const state = await notification.create(wanted());
    expect(state).toMatchObject(wanted());
    expect(notification.id).toBe(topicArn);
    expect(await notification.refresh()).toEqual(state);
    expect((await notification.diff(wanted())).differences).toEqual([]);
    await notification.delete();
    await notification.delete();
    expect(await notification.refresh()).toMatchObject({ groupNames: [], notifications: [] });
  });

  it("moves to another group, with other events", async () => {
    const notification = new Life(await emulatedProvider(), TOKEN);
    await notification.create(wanted());
    const other = { ...program, groupNames: [second?.name ?? ""], notifications: [LAUNCH] };
    expect(await notification.update(other)).toMatchObject(other);
    expect((await notification.diff(other)).differences).toEqual([]);
    const { NotificationConfigurations: left } = await (
      await autoScaling()
    ).describeNotificationConfigurations({});
    const own = left?.filter(({ TopicARN }) => TopicARN === topicArn);
    expect(own).toMatchObject([{ AutoScalingGroupName: second?.name, NotificationType: LAUNCH }]);
    await notification.delete();
  });

  it("sees what others changed, and makes it again", async () => {
    const notification = new Life(await emulatedProvider(), TOKEN);
    await notification.create(wanted());
    await (
      await autoScaling()
    ).deleteNotificationConfiguration({
      AutoScalingGroupName: first?.name,
      TopicARN: topicArn,
    });
    await notification.refresh();
    expect((await notification.diff(wanted())).changed).toEqual(["groupNames", "notifications"]);
    expect(await notification.update(wanted())).toMatchObject(wanted());
    await notification.delete();
  });

  it("fails with code and message of the API", async () => {
    const notification = new Life(await emulatedProvider(), TOKEN);
    await expect(notification.create(program)).rejects.toThrow(
      apiErrorPattern(
        "creating Auto Scaling Notification",
        "AutoScaling: PutNotificationConfiguration",
        "ValidationError",
      ),
    );
  });
});
