/** What is known of the metrics of a namespace: their names, the sets of dimensions they exist with, and units. */
export interface Namespace {
  /** Unit by metric. */
  readonly metrics: Readonly<Record<string, string>>;
  /** Every dimension there is. */
  readonly dimensions: readonly string[];
  /** Dimensions without which no metric of the namespace exists; one of these sets. */
  readonly needs?: readonly (readonly string[])[];
}

const metrics = (unit: string, names: string) =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, unit]),
  );

/** Metrics of a load balancer that exist per target group only. */
export const PER_TARGET_GROUP = new Set([
  "AnomalousHostCount",
  "HealthyHostCount",
  "HealthyStateDNS",
  "HealthyStateRouting",
  "MitigatedHostCount",
  "RequestCountPerTarget",
  "UnHealthyHostCount",
  "UnhealthyRoutingRequestCount",
  "UnhealthyStateDNS",
  "UnhealthyStateRouting",
]);

/**
 * Source: the user guides of the services, "CloudWatch metrics for your Application Load Balancer", "Amazon CloudWatch
 * metrics for Amazon RDS", "Amazon EC2 Auto Scaling metrics", "NAT gateway metrics", "CloudWatch metrics for EC2".
 */
export const NAMESPACES: Readonly<Record<string, Namespace>> = {
  "AWS/ApplicationELB": {
    dimensions: ["LoadBalancer", "TargetGroup", "AvailabilityZone"],
    needs: [["LoadBalancer"], ["TargetGroup"], ["AvailabilityZone"]],
    metrics: {
      ...metrics(
        "Count",
        `ActiveConnectionCount AnomalousHostCount BYoIPUtilPercentage ClientTLSNegotiationErrorCount ConsumedLCUs
        DesyncMitigationMode_NonCompliant_Request_Count DroppedInvalidHeaderRequestCount ELBAuthError ELBAuthFailure
        ELBAuthRefreshTokenSuccess ELBAuthSuccess ELBAuthUserClaimsSizeExceeded ForwardedInvalidHeaderRequestCount
        GrpcRequestCount HTTPCode_ELB_3XX_Count HTTPCode_ELB_4XX_Count HTTPCode_ELB_500_Count HTTPCode_ELB_502_Count
        HTTPCode_ELB_503_Count HTTPCode_ELB_504_Count HTTPCode_ELB_5XX_Count HTTPCode_Target_2XX_Count
        HTTPCode_Target_3XX_Count HTTPCode_Target_4XX_Count HTTPCode_Target_5XX_Count HTTP_Fixed_Response_Count
        HTTP_Redirect_Count HTTP_Redirect_Url_Limit_Exceeded_Count HealthyHostCount HealthyStateDNS HealthyStateRouting
        IPv6RequestCount LambdaInternalError LambdaUserError LowReputationPacketsDropped LowReputationRequestsDenied
        MitigatedHostCount NewConnectionCount NonStickyRequestCount PeakLCUs RejectedConnectionCount RequestCount
        RequestCountPerTarget ReservedLCUs RuleEvaluations StandardProcessedRequests TargetConnectionErrorCount
        TargetTLSNegotiationErrorCount UnHealthyHostCount UnhealthyRoutingRequestCount UnhealthyStateDNS
        UnhealthyStateRouting ZonalShiftedHostCount`,
      ),
      ...metrics("Bytes", "ProcessedBytes IPv6ProcessedBytes LambdaTargetProcessedBytes"),
      ELBAuthLatency: "Milliseconds",
      TargetResponseTime: "Seconds",
    },
  },
  "AWS/RDS": {
    dimensions: [
      ...["DBInstanceIdentifier", "DBClusterIdentifier", "DatabaseClass", "EngineName", "Role"],
      ...["SourceRegion", "DbClusterIdentifier"],
    ],
    metrics: {
      ...metrics(
        "Count",
        `CPUCreditBalance CPUCreditUsage CPUSurplusCreditBalance CPUSurplusCreditsCharged DatabaseConnections
        DiskQueueDepth DiskQueueDepthLogVolume FailedSQLServerAgentJobsCount
        DBLoad DBLoadCPU DBLoadNonCPU DBLoadRelativeToNumVCPUs
        MaximumUsedTransactionIDs NumberOfActiveTransactions`,
      ),
      ...metrics("Count/Second", "ReadIOPS WriteIOPS ReadIOPSLogVolume WriteIOPSLogVolume"),
      ...metrics("Percent", "BurstBalance CPUUtilization EBSByteBalance% EBSIOBalance%"),
      ...metrics(
        "Bytes",
        `BinLogDiskUsage FreeLocalStorage FreeStorageSpace FreeStorageSpaceLogVolume FreeableMemory
        OldestReplicationSlotLag SwapUsage TransactionLogsDiskUsage TempDbUsage`,
      ),
      ...metrics(
        "Bytes/Second",
        `NetworkReceiveThroughput NetworkTransmitThroughput ReadThroughput WriteThroughput TransactionLogsGeneration
        ReadThroughputLogVolume WriteThroughputLogVolume`,
      ),
      ...metrics(
        "Seconds",
        `ReadLatency WriteLatency ReplicaLag CheckpointLag ReadLatencyLogVolume WriteLatencyLogVolume`,
      ),
    },
  },
  "AWS/AutoScaling": {
    dimensions: ["AutoScalingGroupName", "MetricType", "PolicyName", "PairIndex"],
    metrics: metrics(
      "None",
      `GroupAndWarmPoolDesiredCapacity GroupAndWarmPoolTotalCapacity GroupDesiredCapacity GroupInServiceCapacity
      GroupInServiceInstances GroupMaxSize GroupMinSize GroupPendingCapacity GroupPendingInstances GroupStandbyCapacity
      GroupStandbyInstances GroupTerminatingCapacity GroupTerminatingInstances GroupTerminatingRetainedCapacity
      GroupTerminatingRetainedInstances GroupTotalCapacity GroupTotalInstances PredictiveScalingCapacityForecast
      PredictiveScalingLoadForecast PredictiveScalingMetricPairCorrelation WarmPoolDesiredCapacity WarmPoolMinSize
      WarmPoolPendingCapacity WarmPoolTerminatingCapacity WarmPoolTotalCapacity WarmPoolWarmedCapacity`,
    ),
  },
  "AWS/NATGateway": {
    dimensions: ["NatGatewayId"],
    metrics: {
      ...metrics(
        "Count",
        `ActiveConnectionCount ConnectionAttemptCount ConnectionEstablishedCount ErrorPortAllocation IdleTimeoutCount
        PacketsDropCount PacketsInFromDestination PacketsInFromSource PacketsOutToDestination PacketsOutToSource
        PeakBytesPerSecond PeakPacketsPerSecond`,
      ),
      ...metrics(
        "Bytes",
        `BytesInFromDestination BytesInFromSource BytesOutToDestination BytesOutToSource`,
      ),
    },
  },
  "AWS/EC2": {
    dimensions: ["InstanceId", "ImageId", "InstanceType", "AutoScalingGroupName"],
    metrics: {
      ...metrics("Percent", "CPUUtilization EBSByteBalance% EBSIOBalance%"),
      ...metrics(
        "Count",
        `CPUCreditBalance CPUCreditUsage CPUSurplusCreditBalance CPUSurplusCreditsCharged DiskReadOps DiskWriteOps
        DedicatedHostCPUUtilization EBSReadOps EBSWriteOps InstanceEBSIOPSExceededCheck
        InstanceEBSThroughputExceededCheck MetadataNoToken MetadataNoTokenRejected NetworkPacketsIn NetworkPacketsOut
        StatusCheckFailed StatusCheckFailed_AttachedEBS StatusCheckFailed_Instance StatusCheckFailed_System
        GPUPowerUtilization`,
      ),
      ...metrics(
        "Bytes",
        "DiskReadBytes DiskWriteBytes EBSReadBytes EBSWriteBytes NetworkIn NetworkOut",
      ),
    },
  },
};
