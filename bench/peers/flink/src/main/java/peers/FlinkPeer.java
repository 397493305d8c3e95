package peers;

import com.fasterxml.jackson.core.JsonParser;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Flink CEP on a local cluster in this process, one subtask. Flink puts events into the order of time itself. Arguments as for the other peers;
 * the rules are lines of a kind, a name and numbers.
 */
public final class FlinkPeer {
    /** Where the job's functions write, and what the source in memory reads: the job runs in this process. */
    static Matches matches;
    static List<Transaction> events;
    /** Where the source that stays open reads; null: another source is used. */
    static JsonParser open;

    private FlinkPeer() {}

    public static void main(String[] args) throws Exception {
        List<String> rules = Files.readAllLines(Path.of(args[1]));
        Path input = Path.of(args[2]);
        Path output = Path.of(args[3]);
        if (args[0].equals("file")) {
            run(rules, input, output);
            Usage.printWhole();
        } else if (args[0].equals("state")) {
            open = Transactions.open(input);
            run(rules, input, output);
        } else {
            events = Transactions.all(input);
            run(rules, input, output);
            run(rules, input, output);
            System.gc();
            Usage usage = new Usage();
            run(rules, input, output);
            usage.print();
        }
        System.exit(0);
    }

    private static void run(List<String> rules, Path input, Path output) throws Exception {
        Configuration configuration = new Configuration();
        // a hundred patterns are a hundred exchanges
        configuration.setString("taskmanager.memory.network.min", "256mb");
        configuration.setString("taskmanager.memory.network.max", "256mb");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        environment.getConfig().enableObjectReuse();
        DataStream<Transaction> stream = source(environment, input);
        for (DataStream<String> found : Operators.of(stream, rules, (out, rule, ids) -> matches.add(rule, ids))) {
            found.sinkTo(new DiscardingSink<>());
        }
        try (Matches open = new Matches(output)) {
            matches = open;
            environment.execute();
        }
        environment.close();
    }

    private static DataStream<Transaction> source(StreamExecutionEnvironment environment, Path input) {
        WatermarkStrategy<Transaction> marks = marks();
        if (open != null) {
            GeneratorFunction<Long, Transaction> take = i -> nextOrMeasure();
            TypeInformation<Transaction> type = TypeInformation.of(Transaction.class);
            WatermarkStrategy<Transaction> atOnce = WatermarkStrategy.<Transaction>forGenerator(context -> new EachMoves())
                    .withTimestampAssigner((event, before) -> event.at);
            return environment.fromSource(new DataGeneratorSource<>(take, Long.MAX_VALUE, type), atOnce, "open");
        }
        // the generator makes one event even where none is asked for
        if (events != null && !events.isEmpty()) {
            GeneratorFunction<Long, Transaction> take = i -> events.get(i.intValue());
            TypeInformation<Transaction> type = TypeInformation.of(Transaction.class);
            return environment.fromSource(new DataGeneratorSource<>(take, events.size(), type), marks, "memory");
        }
        return fromFile(environment, input);
    }

    /** The events of a file of JSON lines, with their watermarks. */
    static DataStream<Transaction> fromFile(StreamExecutionEnvironment environment, Path input) {
        FileSource<String> lines = FileSource.forRecordStreamFormat(
                new TextLineInputFormat(), new org.apache.flink.core.fs.Path(input.toUri())).build();
        MapFunction<String, Transaction> read = Transactions::of;
        return environment.fromSource(lines, WatermarkStrategy.noWatermarks(), "file")
                .map(read).returns(Transaction.class)
                .assignTimestampsAndWatermarks(marks());
    }

    /** Up to five seconds late, as the workloads declare it. */
    static WatermarkStrategy<Transaction> marks() {
        return WatermarkStrategy.<Transaction>forBoundedOutOfOrderness(Duration.ofSeconds(5))
                .withTimestampAssigner((event, before) -> event.at);
    }

    /** The next event. Behind the last one the stream stays open: when its matches are there, what is live is printed and the process ends. */
    private static Transaction nextOrMeasure() throws Exception {
        Transaction event = Transactions.next(open);
        if (event != null) {
            return event;
        }
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (matches.count() == 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("no match after ten minutes");
            }
            Thread.sleep(100);
        }
        // what is on its way behind the first match
        Thread.sleep(2000);
        Usage.printHeap();
        matches.close();
        Runtime.getRuntime().halt(0);
        return null;
    }

    /** Moves time with each event, not every so often: the source that stays open waits in its own thread. */
    private static final class EachMoves implements WatermarkGenerator<Transaction> {
        private long newest = Long.MIN_VALUE;

        @Override
        public void onEvent(Transaction event, long at, WatermarkOutput output) {
            if (event.at > newest) {
                newest = event.at;
                output.emitWatermark(new Watermark(newest - 5001));
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            // each event did
        }
    }
}
