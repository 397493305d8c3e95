package peers;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A whole job of Flink CEP on a local cluster in this process, as somebody would run it: with Flink's own sources and sinks, with checkpoints or
 * without. Arguments: the rules' text file, the parallelism, milliseconds between checkpoints (0: none), the folder of checkpoints, then
 * `file`, the file of events and the folder of matches, or `kafka`, the topic of events, the topic of matches and the brokers. Prints how many
 * checkpoints were completed, then what the process used.
 */
public final class FlinkJob {
    /** Numbers of checkpoints that were completed: the job runs in this process. */
    private static final Set<Long> completed = ConcurrentHashMap.newKeySet();
    /** Not above what brokers allow where nobody set it. */
    private static final String TRANSACTION_TIMEOUT_MS = "600000";

    private FlinkJob() {}

    public static void main(String[] args) throws Exception {
        List<String> rules = Files.readAllLines(Path.of(args[0]));
        long interval = Long.parseLong(args[2]);
        Configuration configuration = new Configuration();
        // a hundred patterns are a hundred exchanges
        configuration.setString("taskmanager.memory.network.min", "256mb");
        configuration.setString("taskmanager.memory.network.max", "256mb");
        configuration.setString("state.backend.type", "hashmap");
        configuration.setString("execution.checkpointing.storage", "filesystem");
        configuration.setString("execution.checkpointing.dir", Path.of(args[3]).toUri().toString());
        // with checkpoints a job that fails begins again: that would be measured
        configuration.setString("restart-strategy.type", "none");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(Integer.parseInt(args[1]), configuration);
        environment.getConfig().enableObjectReuse();
        if (interval > 0) {
            environment.enableCheckpointing(interval, CheckpointingMode.EXACTLY_ONCE);
        }
        boolean fromFile = args[4].equals("file");
        DataStream<Transaction> stream = fromFile
                ? FlinkPeer.fromFile(environment, Path.of(args[5]))
                : environment.fromSource(topic(args[7], args[5]), FlinkPeer.marks(), "topic");
        Sink<String> sink = fromFile ? folder(Path.of(args[6])) : topicSink(args[7], args[6], interval > 0);
        DataStream<String> all = null;
        for (DataStream<String> found : Operators.of(stream, rules, (out, rule, ids) -> out.collect(Matches.line(rule, ids)))) {
            DataStream<String> seen = found.map(new Completed());
            all = all == null ? seen : all.union(seen);
        }
        if (all == null) {
            throw new IllegalArgumentException(args[0] + ": no rules");
        }
        all.sinkTo(sink);
        environment.execute();
        System.out.printf("{\"checkpoints\":%d}%n", completed.size());
        Usage.printWhole();
        System.exit(0);
    }

    private static KafkaSource<Transaction> topic(String brokers, String topic) {
        return KafkaSource.<Transaction>builder()
                .setBootstrapServers(brokers)
                .setTopics(topic)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setBounded(OffsetsInitializer.latest())
                .setValueOnlyDeserializer(new Json())
                .build();
    }

    private static Sink<String> topicSink(String brokers, String topic, boolean checkpoints) {
        return KafkaSink.<String>builder()
                .setBootstrapServers(brokers)
                .setRecordSerializer(KafkaRecordSerializationSchema.<String>builder()
                        .setTopic(topic)
                        .setValueSerializationSchema(new SimpleStringSchema())
                        .build())
                .setDeliveryGuarantee(checkpoints ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE)
                .setTransactionalIdPrefix(topic)
                .setProperty("transaction.timeout.ms", TRANSACTION_TIMEOUT_MS)
                .build();
    }

    private static Sink<String> folder(Path folder) {
        return FileSink
                .forRowFormat(new org.apache.flink.core.fs.Path(folder.toUri()), new SimpleStringEncoder<String>())
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build();
    }

    private static final class Json extends AbstractDeserializationSchema<Transaction> {
        @Override
        public Transaction deserialize(byte[] message) throws IOException {
            return Transactions.of(message);
        }
    }

    /** Passes matches on, and hears of checkpoints as every operator does. */
    private static final class Completed implements MapFunction<String, String>, CheckpointListener {
        @Override
        public String map(String line) {
            return line;
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) {
            completed.add(checkpoint);
        }
    }
}
