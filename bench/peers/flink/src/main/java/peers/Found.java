package peers;

import org.apache.flink.util.Collector;

import java.io.Serializable;

/** What an operator does with a match: the rule, and the ids of the events that an alert shows. */
interface Found extends Serializable {
    void add(Collector<String> out, String rule, long... ids);
}
