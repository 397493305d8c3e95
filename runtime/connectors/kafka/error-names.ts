/** The protocol's errors that answers to our requests have (kafka.apache.org/protocol). */
const names: ReadonlyMap<number, string> = new Map([
  [-1, "UNKNOWN_SERVER_ERROR"],
  [1, "OFFSET_OUT_OF_RANGE"],
  [2, "CORRUPT_MESSAGE"],
  [3, "UNKNOWN_TOPIC_OR_PARTITION"],
  [5, "LEADER_NOT_AVAILABLE"],
  [6, "NOT_LEADER_OR_FOLLOWER"],
  [7, "REQUEST_TIMED_OUT"],
  [8, "BROKER_NOT_AVAILABLE"],
  [9, "REPLICA_NOT_AVAILABLE"],
  [13, "NETWORK_EXCEPTION"],
  [14, "COORDINATOR_LOAD_IN_PROGRESS"],
  [15, "COORDINATOR_NOT_AVAILABLE"],
  [16, "NOT_COORDINATOR"],
  [17, "INVALID_TOPIC_EXCEPTION"],
  [22, "ILLEGAL_GENERATION"],
  [23, "INCONSISTENT_GROUP_PROTOCOL"],
  [24, "INVALID_GROUP_ID"],
  [25, "UNKNOWN_MEMBER_ID"],
  [26, "INVALID_SESSION_TIMEOUT"],
  [27, "REBALANCE_IN_PROGRESS"],
  [28, "INVALID_COMMIT_OFFSET_SIZE"],
  [29, "TOPIC_AUTHORIZATION_FAILED"],
  [30, "GROUP_AUTHORIZATION_FAILED"],
  [31, "CLUSTER_AUTHORIZATION_FAILED"],
  [35, "UNSUPPORTED_VERSION"],
  [42, "INVALID_REQUEST"],
  [53, "TRANSACTIONAL_ID_AUTHORIZATION_FAILED"],
  [56, "KAFKA_STORAGE_ERROR"],
  [72, "LISTENER_NOT_FOUND"],
  [74, "FENCED_LEADER_EPOCH"],
  [75, "UNKNOWN_LEADER_EPOCH"],
  [76, "UNSUPPORTED_COMPRESSION_TYPE"],
  [78, "OFFSET_NOT_AVAILABLE"],
  [79, "MEMBER_ID_REQUIRED"],
  [81, "GROUP_MAX_SIZE_REACHED"],
  [88, "UNSTABLE_OFFSET_COMMIT"],
  [89, "THROTTLING_QUOTA_EXCEEDED"],
  [100, "UNKNOWN_TOPIC_ID"],
  [103, "INCONSISTENT_TOPIC_ID"],
])

/** Errors that pass by themselves, or once the client has asked who leads a partition or group now. */
const passing: ReadonlySet<string> = new Set([
  "CORRUPT_MESSAGE",
  "LEADER_NOT_AVAILABLE",
  "NOT_LEADER_OR_FOLLOWER",
  "REQUEST_TIMED_OUT",
  "BROKER_NOT_AVAILABLE",
  "REPLICA_NOT_AVAILABLE",
  "NETWORK_EXCEPTION",
  "COORDINATOR_LOAD_IN_PROGRESS",
  "COORDINATOR_NOT_AVAILABLE",
  "NOT_COORDINATOR",
  "KAFKA_STORAGE_ERROR",
  "LISTENER_NOT_FOUND",
  "FENCED_LEADER_EPOCH",
  "UNKNOWN_LEADER_EPOCH",
  "OFFSET_NOT_AVAILABLE",
  "UNSTABLE_OFFSET_COMMIT",
  "THROTTLING_QUOTA_EXCEEDED",
  "CONNECTION",
  "TIMEOUT",
])

/** The name of an error; undefined: there is none. */
export function errorName(code: number): string | undefined {
  return code === 0 ? undefined : (names.get(code) ?? `ERROR_${code}`)
}

/** Whether waiting can help. */
export function isPassing(code: string): boolean {
  return passing.has(code)
}
