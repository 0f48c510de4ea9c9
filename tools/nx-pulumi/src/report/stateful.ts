/** Whether deleting or replacing a resource of this type loses data. */
export function isStateful(type: string): boolean {
  return dataOf(type) !== undefined;
}

/** What is lost when a resource of this type is deleted or replaced, to follow "loses". Undefined: no data. */
export function dataOf(type: string): string | undefined {
  return Object.hasOwn(DATA, type) ? DATA[type] : undefined;
}

/**
 * Data is what the program cannot make again. So an object of a bucket, an item of a table, a parameter or the version
 * of a secret is none: its content is in the program. Nor is a machine, in a group or alone: what is to survive it is
 * on a volume or in a store of its own.
 */
const DATA: Readonly<Record<string, string>> = {
  // Relational and graph databases
  "aws:rds/instance:Instance": "the database and its automated backups",
  "aws:rds/cluster:Cluster": "the databases and their automated backups",
  "aws:rds/snapshot:Snapshot": "the snapshot",
  "aws:rds/snapshotCopy:SnapshotCopy": "the copy of the snapshot",
  "aws:rds/clusterSnapshot:ClusterSnapshot": "the snapshot",
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": "the copy of the snapshot",
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication":
    "the replicated backups",
  "aws:dsql/cluster:Cluster": "the database",
  "aws:docdb/cluster:Cluster": "the databases and their automated backups",
  "aws:docdb/elasticCluster:ElasticCluster": "the databases",
  "aws:docdb/clusterSnapshot:ClusterSnapshot": "the snapshot",
  "aws:neptune/cluster:Cluster": "the graph and its automated backups",
  "aws:neptune/clusterSnapshot:ClusterSnapshot": "the snapshot",
  "aws:neptunegraph/graph:Graph": "the graph",
  "aws:lightsail/database:Database": "the database and its backups",
  "aws:odb/cloudVmCluster:CloudVmCluster": "the databases on it",
  "aws:odb/cloudAutonomousVmCluster:CloudAutonomousVmCluster": "the databases on it",
  "aws:qldb/ledger:Ledger": "the ledger",

  // Key-value and time-series stores
  "aws:dynamodb/table:Table": "the items of the table",
  "aws:keyspaces/keyspace:Keyspace": "its tables and their rows",
  "aws:keyspaces/table:Table": "the rows of the table",
  "aws:elasticache/cluster:Cluster": "what is cached",
  "aws:elasticache/replicationGroup:ReplicationGroup": "what is cached",
  "aws:elasticache/serverlessCache:ServerlessCache": "what is cached",
  "aws:memorydb/cluster:Cluster": "the database",
  "aws:memorydb/snapshot:Snapshot": "the snapshot",
  "aws:cloudfront/keyValueStore:KeyValueStore": "its keys and values",
  "aws:timestreamwrite/database:Database": "its tables and their records",
  "aws:timestreamwrite/table:Table": "the records of the table",
  "aws:timestreaminfluxdb/dbInstance:DbInstance": "the databases",
  "aws:timestreaminfluxdb/dbCluster:DbCluster": "the databases",
  "aws:finspace/kxDatabase:KxDatabase": "the database",
  "aws:finspace/kxVolume:KxVolume": "the files on the volume",

  // Warehouses and search
  "aws:redshift/cluster:Cluster": "the databases and their automated snapshots",
  "aws:redshift/clusterSnapshot:ClusterSnapshot": "the snapshot",
  "aws:redshiftserverless/namespace:Namespace": "the databases and their recovery points",
  "aws:redshiftserverless/snapshot:Snapshot": "the snapshot",
  "aws:emr/cluster:Cluster": "what is in its HDFS",
  "aws:opensearch/domain:Domain": "the indexes and their automated snapshots",
  "aws:opensearch/serverlessCollection:ServerlessCollection": "the indexes",
  "aws:elasticsearch/domain:Domain": "the indexes and their automated snapshots",
  "aws:cloudsearch/domain:Domain": "the index",
  "aws:kendra/index:Index": "the index",
  "aws:rekognition/collection:Collection": "the faces in it",
  "aws:sagemaker/featureGroup:FeatureGroup": "the features of its online store",

  // Objects, files and volumes
  "aws:s3/bucket:Bucket": "the objects in the bucket",
  "aws:s3/bucketV2:BucketV2": "the objects in the bucket",
  "aws:s3/directoryBucket:DirectoryBucket": "the objects in the bucket",
  "aws:s3/vectorsVectorBucket:VectorsVectorBucket": "the vectors in the bucket",
  "aws:s3/vectorsIndex:VectorsIndex": "the vectors of the index",
  "aws:s3control/bucket:Bucket": "the objects in the bucket",
  "aws:s3tables/tableBucket:TableBucket": "the tables in the bucket",
  "aws:s3tables/table:Table": "the rows of the table",
  "aws:lightsail/bucket:Bucket": "the objects in the bucket",
  "aws:glacier/vault:Vault": "the archives in the vault",
  "aws:mediastore/container:Container": "the objects in the container",
  "aws:efs/fileSystem:FileSystem": "the files",
  "aws:fsx/lustreFileSystem:LustreFileSystem": "the files",
  "aws:fsx/ontapFileSystem:OntapFileSystem": "the files and their backups",
  "aws:fsx/ontapVolume:OntapVolume": "the files on the volume",
  "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": "the files and their backups",
  "aws:fsx/openZfsVolume:OpenZfsVolume": "the files on the volume",
  "aws:fsx/openZfsSnapshot:OpenZfsSnapshot": "the snapshot",
  "aws:fsx/windowsFileSystem:WindowsFileSystem": "the files and their backups",
  "aws:fsx/backup:Backup": "the backup",
  "aws:ebs/volume:Volume": "the files on the volume",
  "aws:ebs/volumeCopy:VolumeCopy": "the files on the volume",
  "aws:ebs/snapshot:Snapshot": "the snapshot",
  "aws:ebs/snapshotCopy:SnapshotCopy": "the copy of the snapshot",
  "aws:ebs/snapshotImport:SnapshotImport": "the imported snapshot",
  "aws:ec2/amiCopy:AmiCopy": "the image and its snapshots",
  "aws:ec2/amiFromInstance:AmiFromInstance": "the image and its snapshots",
  "aws:lightsail/disk:Disk": "the files on the disk",
  "aws:storagegateway/cachesIscsiVolume:CachesIscsiVolume": "the files on the volume",
  "aws:storagegateway/storedIscsiVolume:StoredIscsiVolume": "the files on the volume",
  "aws:workspaces/workspace:Workspace": "the files of its user",
  "aws:sagemaker/notebookInstance:NotebookInstance": "the files on its volume",
  "aws:backup/vault:Vault": "the recovery points in the vault",
  "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault": "the recovery points in the vault",

  // Streams and queues
  "aws:kinesis/stream:Stream": "the records that are not read yet",
  "aws:kinesis/videoStream:VideoStream": "the stored video",
  "aws:msk/cluster:Cluster": "the topics and their records",
  "aws:msk/serverlessCluster:ServerlessCluster": "the topics and their records",
  "aws:msk/topic:Topic": "the records of the topic",
  "aws:mq/broker:Broker": "the messages in its queues",
  "aws:sqs/queue:Queue": "the messages in the queue",
  "aws:cloudwatch/eventArchive:EventArchive": "the archived events",

  // Keys and secrets
  "aws:kms/key:Key": "everything that is encrypted with it",
  "aws:kms/externalKey:ExternalKey": "everything that is encrypted with it",
  "aws:kms/replicaKey:ReplicaKey": "everything in its region that is encrypted with it",
  "aws:kms/replicaExternalKey:ReplicaExternalKey":
    "everything in its region that is encrypted with it",
  "aws:cloudhsmv2/cluster:Cluster": "the keys in it",
  "aws:paymentcryptography/key:Key": "everything that is encrypted with it",
  "aws:acmpca/certificateAuthority:CertificateAuthority": "the private key of the authority",
  "aws:secretsmanager/secret:Secret": "the secret with all its versions",

  // Code and images
  "aws:ecr/repository:Repository": "the images in the repository",
  "aws:ecrpublic/repository:Repository": "the images in the repository",
  "aws:codecommit/repository:Repository": "the repository with its history",
  "aws:codeartifact/domain:Domain": "the packages in it",
  "aws:codeartifact/repository:Repository": "the packages in the repository",

  // Users
  "aws:cognito/userPool:UserPool": "the users and their passwords",
  "aws:cognito/identityPool:IdentityPool": "the identities of the users",
  "aws:directoryservice/directory:Directory": "the users and groups of the directory",
  "aws:customerprofiles/domain:Domain": "the profiles in it",
  "aws:pinpoint/app:App": "its endpoints and their history",

  // Records of what happened
  "aws:cloudwatch/logGroup:LogGroup": "the log events in the group",
  "aws:cloudwatch/logStream:LogStream": "the log events in the stream",
  "aws:cloudtrail/eventDataStore:EventDataStore": "the recorded events",
  "aws:amp/workspace:Workspace": "the metrics in it",
  "aws:grafana/workspace:Workspace": "the dashboards in it",
  "aws:mailmanager/archive:Archive": "the archived messages",

  // Whole platforms
  "aws:eks/cluster:Cluster": "every Kubernetes object in the cluster",
  "aws:route53domains/domain:Domain": "the registration of the name",
};

/** All of them, as in the aws package. */
export const STATEFUL_TYPES: readonly string[] = Object.keys(DATA);
