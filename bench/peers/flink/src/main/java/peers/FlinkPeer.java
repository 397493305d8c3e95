package peers;

import com.fasterxml.jackson.core.JsonParser;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        KeyedStream<Transaction, String> keyed = stream.keyBy(event -> event.account);
        List<Filter> filters = new ArrayList<>();
        for (String line : rules) {
            String[] rule = line.split(" ");
            Pattern<Transaction, ?> pattern = Rules.pattern(rule);
            if (pattern != null) {
                CEP.pattern(keyed, pattern).process(new Report(rule)).sinkTo(new DiscardingSink<>());
            } else if (rule[0].equals("minute")) {
                keyed.process(new BusyMinute(rule[1])).sinkTo(new DiscardingSink<>());
            } else {
                filters.add(new Filter(rule));
            }
        }
        if (!filters.isEmpty()) {
            stream.filter(event -> judge(filters, event)).sinkTo(new DiscardingSink<>());
        }
        try (Matches open = new Matches(output)) {
            matches = open;
            environment.execute();
        }
        environment.close();
    }

    private static DataStream<Transaction> source(StreamExecutionEnvironment environment, Path input) {
        WatermarkStrategy<Transaction> marks =
                WatermarkStrategy.<Transaction>forBoundedOutOfOrderness(Duration.ofSeconds(5)).withTimestampAssigner((event, before) -> event.at);
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
        FileSource<String> lines = FileSource.forRecordStreamFormat(
                new TextLineInputFormat(), new org.apache.flink.core.fs.Path(input.toUri())).build();
        return environment.fromSource(lines, WatermarkStrategy.noWatermarks(), "file")
                .map(Transactions::of).returns(Transaction.class)
                .assignTimestampsAndWatermarks(marks);
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

    /** One condition of many, for which CEP is not needed: as in a filter function that someone writes by hand. */
    record Filter(String rule, String country, double amount) implements java.io.Serializable {
        Filter(String[] words) {
            this(words[1], words[2], Double.parseDouble(words[3]));
        }
    }

    private static boolean judge(List<Filter> filters, Transaction event) {
        boolean found = false;
        for (Filter filter : filters) {
            if (event.amount > filter.amount && (filter.country.equals("*") || filter.country.equals(event.country))) {
                matches.add(filter.rule, event.id);
                found = true;
            }
        }
        return found;
    }

    private static final class Report extends PatternProcessFunction<Transaction, Long> {
        private final String kind;
        private final String rule;

        Report(String[] words) {
            kind = words[0];
            rule = words[1];
        }

        @Override
        public void processMatch(Map<String, List<Transaction>> match, Context context, Collector<Long> out) {
            switch (kind) {
                case "burst" -> {
                    List<Transaction> burst = match.get("burst");
                    matches.add(rule, burst.get(0).id, burst.get(burst.size() - 1).id);
                }
                case "drain" -> matches.add(rule, id(match, "small"), id(match, "big"));
                case "rise" -> matches.add(rule, id(match, "first"), id(match, "drop"));
                case "silence" -> matches.add(rule, id(match, "big"));
                default -> matches.add(rule, id(match, "a"), id(match, "b"), id(match, "c"));
            }
            out.collect(1L);
        }

        private static long id(Map<String, List<Transaction>> match, String step) {
            return match.get(step).get(0).id;
        }
    }
}
