import kafkajs, { type Message } from "kafkajs"

/** What tests do to a broker that the product does not. */
export interface Topics {
  create(name: string, partitions?: number, settings?: Readonly<Record<string, string>>): Promise<void>
  remove(name: string): Promise<void>
  /** Waits until each partition can be used: after a broker was started. */
  ready(name: string, partitions: number): Promise<void>
  addPartitions(name: string, count: number): Promise<void>
  /** Changes settings of a topic. */
  configure(name: string, settings: Readonly<Record<string, string>>): Promise<void>
  /** Deletes what is before an offset, as retention does. */
  deleteBefore(name: string, partition: number, offset: number): Promise<void>
  send(name: string, messages: readonly Message[], compression?: number): Promise<void>
  /** A transaction of a producer of its own. */
  transaction(id: string): Promise<kafkajs.Transaction>
  /** Gives a user rights on a topic. */
  allow(user: string, topic: string, operations: readonly ("READ" | "WRITE" | "DESCRIBE")[]): Promise<void>
  /** A group's offset of a partition, and its metadata. */
  committed(group: string, topic: string): Promise<readonly { offset: string; metadata: string | null }[]>
  /** Deletes the groups that jobs have left: what sinks have of them, and who reads. No job may run. */
  forgetJobs(): Promise<void>
  close(): Promise<void>
}

/** Connects a client apart from the one under test. */
export async function openTopics(brokers: string): Promise<Topics> {
  const retry = { initialRetryTime: 5, maxRetryTime: 50, retries: 200, factor: 0 }
  const kafka = new kafkajs.Kafka({ brokers: [brokers], logLevel: 0, retry })
  const admin = kafka.admin()
  const createPartitioner = kafkajs.Partitioners.DefaultPartitioner
  const producer = kafka.producer({ createPartitioner, allowAutoTopicCreation: false })
  const others: kafkajs.Producer[] = []
  await Promise.all([admin.connect(), producer.connect()])
  return {
    async create(topic, numPartitions = 1, settings = {}) {
      const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }))
      await admin.createTopics({ topics: [{ topic, numPartitions, configEntries }], waitForLeaders: false })
      // It can be used a moment after it was made: when each partition's leader knows that it is one.
      while (!(await isUsable(admin, topic, numPartitions)));
    },
    async ready(topic, count) {
      while (!(await isUsable(admin, topic, count)));
    },
    async remove(name) {
      await admin.deleteTopics({ topics: [name] })
    },
    async addPartitions(topic, count) {
      await admin.createPartitions({ topicPartitions: [{ topic, count }] })
    },
    async configure(name, settings) {
      const configEntries = Object.entries(settings).map(([key, value]) => ({ name: key, value }))
      await admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name, configEntries }] })
    },
    async deleteBefore(topic, partition, offset) {
      // The client learns of the topic.
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] })
    },
    async send(topic, messages, compression = 0) {
      const sent = await producer.send({ topic, messages: [...messages], compression })
      // For a partition that it does not know yet the client sends nothing, and says nothing.
      if (sent.length === 0) throw new Error(`nothing was sent to ${topic}`)
    },
    async transaction(transactionalId) {
      const own = kafka.producer({ transactionalId, createPartitioner, maxInFlightRequests: 1, idempotent: true })
      others.push(own)
      await own.connect()
      return own.transaction()
    },
    async allow(user, topic, operations) {
      const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs
      const acl = operations.map((operation) => ({
        resourceType: AclResourceTypes.TOPIC,
        resourceName: topic,
        resourcePatternType: ResourcePatternTypes.LITERAL,
        principal: `User:${user}`,
        host: "*",
        operation: AclOperationTypes[operation],
        permissionType: AclPermissionTypes.ALLOW,
      }))
      await admin.createAcls({ acl })
    },
    async committed(groupId, topic) {
      const [found] = await admin.fetchOffsets({ groupId, topics: [topic] })
      return found?.partitions ?? []
    },
    forgetJobs: () => forgetJobs(admin),
    async close() {
      await Promise.all([admin, producer, ...others].map((each) => each.disconnect()))
    },
  }
}

async function isUsable(admin: kafkajs.Admin, topic: string, partitions: number): Promise<boolean> {
  try {
    return (await admin.fetchTopicOffsets(topic)).length === partitions
  } catch {
    return false
  }
}

async function forgetJobs(admin: kafkajs.Admin): Promise<void> {
  const { groups } = await admin.listGroups()
  const left = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith("cep."))
  if (left.length > 0) await admin.deleteGroups(left)
}
