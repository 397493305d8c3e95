import { kafkaJsClient } from "../../runtime/connectors/kafka/kafkajs-client.ts"
import { testKafkaClient } from "../conformance/kafka-client.ts"

testKafkaClient("kafkajs", kafkaJsClient)
