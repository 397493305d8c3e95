package peers;

import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;

import java.time.Duration;

/** The workloads' kinds of rules as Flink CEP's patterns. */
final class Rules {
    private static final double ANY = Double.POSITIVE_INFINITY;

    private Rules() {}

    /** A rule's kind, its name and its numbers; where the kind is no pattern, null. Matches end with the events that an alert shows. */
    static Pattern<Transaction, ?> pattern(String[] rule) {
        AfterMatchSkipStrategy past = AfterMatchSkipStrategy.skipPastLastEvent();
        return switch (rule[0]) {
            case "burst" -> Pattern.<Transaction>begin("burst", past).times(Integer.parseInt(rule[2]))
                    .within(Duration.ofMillis(Long.parseLong(rule[3])));
            case "drain" -> Pattern.<Transaction>begin("small", past).where(new Between(-ANY, Double.parseDouble(rule[3])))
                    .timesOrMore(Integer.parseInt(rule[2])).greedy()
                    .followedBy("big").where(new Between(Double.parseDouble(rule[4]), ANY)).within(Duration.ofMinutes(10));
            case "rise" -> {
                Pattern<Transaction, Transaction> rise =
                        Pattern.<Transaction>begin("first", past).next("rise").where(new Rising());
                int least = Integer.parseInt(rule[2]);
                rise = least == 1 ? rise.oneOrMore() : rise.timesOrMore(least);
                yield rise.consecutive().next("drop").where(new BelowFirst()).within(Duration.ofHours(1));
            }
            case "silence" -> Pattern.<Transaction>begin("big", past).where(new Between(5000, ANY))
                    .notFollowedBy("any").within(Duration.ofMinutes(10));
            case "combination" -> Pattern.<Transaction>begin("a").where(new Between(-ANY, 2))
                    .followedByAny("b").where(new Between(200, 300))
                    .followedByAny("c").where(new Between(500, ANY)).within(Duration.ofSeconds(30));
            default -> null;
        };
    }

    static final class Between extends SimpleCondition<Transaction> {
        private final double low;
        private final double high;

        Between(double low, double high) {
            this.low = low;
            this.high = high;
        }

        @Override
        public boolean filter(Transaction event) {
            return event.amount > low && event.amount < high;
        }
    }

    static final class Rising extends IterativeCondition<Transaction> {
        @Override
        public boolean filter(Transaction event, Context<Transaction> match) throws Exception {
            Transaction last = null;
            for (Transaction one : match.getEventsForPattern("rise")) {
                last = one;
            }
            if (last == null) {
                for (Transaction one : match.getEventsForPattern("first")) {
                    last = one;
                }
            }
            return last != null && event.amount > last.amount;
        }
    }

    static final class BelowFirst extends IterativeCondition<Transaction> {
        @Override
        public boolean filter(Transaction event, Context<Transaction> match) throws Exception {
            for (Transaction first : match.getEventsForPattern("first")) {
                return event.amount < first.amount;
            }
            return false;
        }
    }
}
