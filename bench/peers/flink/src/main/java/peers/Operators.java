package peers;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.util.Collector;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operators of the rules, which are lines of a kind, a name and numbers. */
final class Operators {
    private Operators() {}

    /** A stream for each pattern, and one for all filters. What is in them is what `found` collects. */
    static List<DataStream<String>> of(DataStream<Transaction> stream, List<String> rules, Found found) {
        KeyedStream<Transaction, String> keyed = stream.keyBy(event -> event.account);
        List<DataStream<String>> results = new ArrayList<>();
        List<Filter> filters = new ArrayList<>();
        for (String line : rules) {
            String[] rule = line.split(" ");
            Pattern<Transaction, ?> pattern = Rules.pattern(rule);
            if (pattern != null) {
                results.add(CEP.pattern(keyed, pattern).process(new Report(rule, found)));
            } else if (rule[0].equals("minute")) {
                results.add(keyed.process(new BusyMinute(rule[1], found)));
            } else {
                filters.add(new Filter(rule));
            }
        }
        if (!filters.isEmpty()) {
            FlatMapFunction<Transaction, String> judge = (event, out) -> judge(filters, event, found, out);
            results.add(stream.flatMap(judge).returns(String.class));
        }
        return results;
    }

    /** One condition of many, for which CEP is not needed: as in a function that someone writes by hand. */
    record Filter(String rule, String country, double amount) implements Serializable {
        Filter(String[] words) {
            this(words[1], words[2], Double.parseDouble(words[3]));
        }
    }

    private static void judge(List<Filter> filters, Transaction event, Found found, Collector<String> out) {
        for (Filter filter : filters) {
            if (event.amount > filter.amount && (filter.country.equals("*") || filter.country.equals(event.country))) {
                found.add(out, filter.rule, event.id);
            }
        }
    }

    private static final class Report extends PatternProcessFunction<Transaction, String> {
        private final String kind;
        private final String rule;
        private final Found found;

        Report(String[] words, Found found) {
            kind = words[0];
            rule = words[1];
            this.found = found;
        }

        @Override
        public void processMatch(Map<String, List<Transaction>> match, Context context, Collector<String> out) {
            switch (kind) {
                case "burst" -> {
                    List<Transaction> burst = match.get("burst");
                    found.add(out, rule, burst.get(0).id, burst.get(burst.size() - 1).id);
                }
                case "drain" -> found.add(out, rule, id(match, "small"), id(match, "big"));
                case "rise" -> found.add(out, rule, id(match, "first"), id(match, "drop"));
                case "silence" -> found.add(out, rule, id(match, "big"));
                default -> found.add(out, rule, id(match, "a"), id(match, "b"), id(match, "c"));
            }
        }

        private static long id(Map<String, List<Transaction>> match, String step) {
            return match.get(step).get(0).id;
        }
    }
}
